"""Choices we listed, of which somebody marked one: ticked, starred, in bold, or left standing where the others went."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from intake.ratings.vocabulary import kept, levelled

_TICK = r"(?:☒|☑|✓|✔|✅|🗹|🗵|\[\s?[x✓✔*]\s?\]|\(\s?[x✓✔]\s?\)|(?<!\w)x(?!\w))"
_BOX = r"(?:☐|□|⬜|\[\s?\]|\(\s\))"
_MARKS = re.compile(rf"(?P<tick>{_TICK})|(?P<box>{_BOX})")
_AROUND = (("*", "*"), ("_", "_"), (">", "<"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"))
_BETWEEN = re.compile(r"[\s(),;:/|.?\-]*+(?:\bor\b[\s(),;:/|.?\-]*+)?")


def ticked(text: str, choices: Sequence[str]) -> list[str] | None:
    """The choices marked in a text that is nothing but choices and marks; None where it is anything else.

    Marks stand all before their choices or all behind them; an empty list says that nothing is marked.
    """
    parts = _parts(levelled(text), tuple(levelled(each) for each in choices))
    if parts is None:
        return None
    kinds = [kind for kind, _ in parts]
    ends = (kinds[0] == "choice", kinds[-1] == "choice")
    found = []
    for at, kind in enumerate(kinds):
        if kind != "tick":
            continue
        beside = [near for near in (at - 1, at + 1) if 0 <= near < len(parts) and kinds[near] == "choice"]
        if len(beside) == 2 and ends[0] != ends[1]:
            beside = beside[:1] if ends[0] else beside[1:]
        if len(beside) != 1:
            return None
        found.append(choices[parts[beside[0]][1]])
    return found


@kept
def _parts(text: str, choices: tuple[str, ...]) -> list[tuple[str, int]] | None:
    """The text as a run of ticks, empty boxes, choices and breaks; None where another word stands in it."""
    parts: list[tuple[str, int]] = []
    named = _named(choices)
    at = 0
    while at < len(text):
        if mark := _MARKS.match(text, at):
            parts.append(("tick" if mark["tick"] else "box", -1))
            at = mark.end()
            continue
        if choice := named.match(text, at):
            parts.append(("choice", choices.index(choice[0])))
            at = choice.end()
            continue
        gap = _BETWEEN.match(text, at)
        if gap is None or gap.end() == at:
            return None
        if re.search(r"[,;/|]|or", gap[0]):
            parts.append(("break", -1))
        at = gap.end()
    return parts if any(kind == "choice" for kind, _ in parts) else None


@lru_cache(maxsize=256)
def _named(choices: tuple[str, ...]) -> re.Pattern[str]:
    """One of the choices, the longest that stands there as a word."""
    longest = sorted(filter(None, choices), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)" if longest else r"(?!)")


def named(text: str, choices: Sequence[str]) -> list[str]:
    """The choices of a text that is nothing but choices and marks, marked or not."""
    parts = _parts(levelled(text), tuple(levelled(each) for each in choices))
    return [choices[place] for kind, place in parts or () if kind == "choice"]


def standing(text: str, choices: Sequence[str]) -> list[str] | None:
    """The choices that a text still names, where it names nothing else; "-1" names none."""
    flat = levelled(text)
    parts = None if re.match(r"\W*-\d", flat) else _parts(flat, tuple(levelled(each) for each in choices))
    return None if parts is None else [choices[place] for kind, place in parts if kind == "choice"]


def stressed(text: str, choices: Sequence[str], strong: Iterable[str]) -> list[str]:
    """The choices of a list that are set apart from the others: in bold or colour (`strong`), or between marks."""
    flat = levelled(text)
    plain = [_bare(each) for each in strong]
    found = [choice for choice in choices if levelled(choice) in plain and levelled(choice) in flat]
    for choice in choices if any(mark in flat for mark, _ in _AROUND) else ():
        said = levelled(choice)
        around = (re.search(rf"{re.escape(a)}\s?{re.escape(said)}\s?{re.escape(b)}", flat) for a, b in _AROUND)
        if choice not in found and any(around):
            found.append(choice)
    return found


def _bare(words: str) -> str:
    return levelled(words).strip(" \u00a0,;:().")
