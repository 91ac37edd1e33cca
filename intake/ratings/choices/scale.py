"""A line that lists the ratings with one of them set apart: "Blue / Green / *Amber* / Red". Pure."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from config.notation import LatePattern
from config.questionnaire import Scale
from intake.ratings.choices.ticks import named, standing, stressed, ticked

_SIGNS = frozenset("*_[]<>{}«»~/|✓✔✅☒☑☐□⬜🗹🗵")
_STRUCK = LatePattern(r"~{1,2}[^~\n]{1,40}~{1,2}")
_AROUND = LatePattern(r"[*_<>{}«»\[\]~]")
_PARTED = LatePattern(r"[/|]")
_BOX = LatePattern(r"\[\s?\]|\(\s\)|[☐□⬜]")
_FEWEST = 3  # choices of which one may be set apart: "Good / *Outstanding*" may stress the second of two
LONGEST = 200  # marks of such a line


def chosen(line: str, scale: Scale, strong: Sequence[str] = ()) -> str:
    """The one choice that is marked, or that was not struck out; empty where the line is anything else.

    `strong`: what stands in bold or colour.
    """
    if len(line) > LONGEST or not (strong or _SIGNS.intersection(line)):
        return ""
    return next(filter(None, (_among(line, ways, strong) for ways in _ways(scale))), "")


def _among(line: str, ways: Sequence[str], strong: Sequence[str]) -> str:
    left = _STRUCK.sub(" ", line)
    if _BOX.search(left) and left.lstrip()[:1].isalnum():
        return ""  # "Good [ ] Inadequate [x]": a box may stand before its rating or behind it
    listed = set(named(_AROUND.sub(" ", line), ways))
    if len(listed) >= min(_FEWEST, len(ways)):
        apart = ticked(left, ways) or stressed(left, ways, strong)
        apart = apart or ((standing(left, ways) or []) if left != line else [])
    else:  # the others were taken out, and what parted them was left: "/ Amber /"
        is_rest = len(listed) == 1 and len(_PARTED.findall(line)) > 1
        apart = [each for each in listed if is_rest and each.replace(" ", "").isalpha()]
    return apart[0] if len(set(apart)) == 1 else ""


@lru_cache(maxsize=64)
def _ways(scale: Scale) -> tuple[tuple[str, ...], ...]:
    """The ratings as a line may list them: by label, by code, by both."""
    more = ("N/A",) if scale.not_applicable else ()
    return tuple((*way, *more) for way in _named_by(scale))


def _named_by(scale: Scale) -> Iterator[tuple[str, ...]]:
    yield tuple(each.label for each in scale.given)
    yield tuple(each.code for each in scale.given)
    yield tuple(each.name for each in scale.given)
