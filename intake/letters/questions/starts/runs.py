"""Lines of a letter that answer one question after another, each behind its code or below its number. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from config.notation import compiled_once
from intake.letters.lines import Line
from intake.letters.questions.sentences import UNITS, Numbering, Pair
from intake.ratings import levelled

_WRAPPED = 60  # marks of a line from which on a mailer may have broken it
_ORDER = re.compile(r"\bin (?:(?:the|your|that|this|same|question|form) ){0,3}(?:order|sequence|turn)\b")
_DASHED = re.compile(r"[\s*_]{0,3}(?P<ref>\d{1,2})\s?[-\u2013]\s?(?P<said>\d)\s*$")
_NUMBERED = re.compile(r"[\s*_]{0,3}(?P<ref>\d{1,2})(?:[.):]|\s-)?\s+(?=[^\W\d_])")
_CLOSE = 2  # lines from one number to the next
_NEAR = 3  # lines that may stand between what announces ratings in order and the first of them
_ALONE = re.compile(r"[\s*_]{0,3}(\d{1,2})[.):]?\s*$")


def coded(lines: Sequence[Line], numbering: Numbering) -> frozenset[int]:
    """The lines that begin with a code of ours, dot and all, where more than one question is answered so.

    A line that a mailer broke may begin with such a number by chance: "the / 3.2 version".
    """
    code = compiled_once(rf"[\s*_•-]{{0,4}}(?P<ref>{numbering.bare})(?!\s*[%-])[\W_]*(?P<word>\w*)")
    found: dict[int, str] = {}
    for number, line in enumerate(lines):
        begun = code.match(levelled(line.text[:60])) if not line.cell else None
        if begun and "." in begun["ref"] and begun["word"] not in UNITS and not _goes_on(lines, number):
            found[number] = numbering.refs[begun["ref"]]
    several = compiled_once(rf"[\s*_]{{0,4}}{numbering.called}\s?(?:-|to|,|and|&)\s?{numbering.called}\W")
    is_ranged = any(several.match(levelled(line.text[:60])) for line in lines if not line.cell and not line.depth)
    return frozenset(found) if len(set(found.values())) + is_ranged > 1 else frozenset()


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Whether the line may be the rest of the one above it."""
    above = lines[number - 1] if number else None
    is_long = above is not None and above.depth == lines[number].depth and len(above.text) >= _WRAPPED
    return above is not None and is_long and above.text.rstrip(" *_)\"'”’")[-1:] not in tuple(".!?:;")


def headed(lines: Sequence[Line], rated: Mapping[str, bool], says: Callable[[str], bool]) -> frozenset[int]:
    """The lines that are a question's number alone, going up, each with a blank above and its rating or yes below."""
    found: list[int] = []
    last = 0
    for number, line in enumerate(lines[:-1]):
        alone = _ALONE.match(line.text) if not line.cell else None
        if alone is None or (number and lines[number - 1].text):
            continue
        if not rated.get(alone[1], False) or int(alone[1]) <= last or not says(lines[number + 1].text):
            continue
        found.append(number)
        last = int(alone[1])
    return frozenset(found) if len(found) > 1 else frozenset()


def in_lists(lines: Sequence[Line], listed: Callable[[str], Sequence[Pair]]) -> frozenset[int]:
    """The lines that are a rating and the numbers of its questions, where two or more are and none gives one twice."""
    found: dict[int, Sequence[Pair]] = {}
    for number, line in enumerate(lines):
        if not line.cell and not line.depth and 3 < len(line.text) < 200 and (pairs := listed(line.text)):
            found[number] = pairs
    refs = [pair.ref for pairs in found.values() for pair in pairs]
    said = {pairs[0].words for pairs in found.values()}
    is_run = len(said) > 1 and len(refs) > len(found) and len(set(refs)) == len(refs)
    return frozenset(found) if is_run else frozenset()


def in_order(
    lines: Sequence[Line], rated: Sequence[str], is_rating: Callable[[str], bool]
) -> dict[int, tuple[Pair, ...]]:
    """By line, ratings that were announced to be in the order of the form, where there is one for each question."""
    for number, line in enumerate(lines):
        said = _ORDER.search(levelled(line.text)) if not line.cell and not line.depth and len(line.text) < 300 else None
        if said is None:
            continue
        colon = line.text.find(":", said.end())
        inside = line.text[colon + 1 :] if colon >= 0 else ""
        parts = {number: _listed(inside)} if inside.strip() else _below(lines, number, is_rating)
        told = [(at, words) for at, each in parts.items() for words in each]
        if len(told) == len(rated) and len(rated) > 1 and all(is_rating(words) for _, words in told):
            pairs = [(at, Pair(ref, words)) for ref, (at, words) in zip(rated, told, strict=True)]
            return {at: tuple(pair for line_, pair in pairs if line_ == at) for at in parts}
    return {}


def _below(lines: Sequence[Line], number: int, is_rating: Callable[[str], bool]) -> dict[int, list[str]]:
    """The ratings of the lines below this one, up to the first that holds anything else."""
    found: dict[int, list[str]] = {}
    for at in range(number + 1, len(lines)):
        parts = _listed(lines[at].text)
        if not parts and (not found and at - number <= _NEAR):
            continue
        if not parts or not all(is_rating(each) for each in parts):
            break
        found[at] = parts
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;]", text.rstrip(" .")) if part.strip()]


def dashed(lines: Sequence[Line], rated: Mapping[str, bool], is_rating: Callable[[str], bool]) -> dict[int, Pair]:
    """The lines that are a question's number, a dash and its rating, each next to another, going up: "4-2", "5-3"."""
    found: dict[int, Pair] = {}
    last = 0
    for number, line in enumerate(lines):
        each = _DASHED.match(line.text) if not line.cell and not line.depth else None
        if each is None or not rated.get(each["ref"], False) or not is_rating(each["said"]) or int(each["ref"]) <= last:
            continue
        found[number] = Pair(each["ref"], each["said"])
        last = int(each["ref"])
    near = {at for at in found if {at - 2, at - 1, at + 1, at + 2} & set(found)}
    return {at: pair for at, pair in found.items() if at in near}


def numbered(lines: Sequence[Line], rated: Mapping[str, bool], says: Callable[[str], bool]) -> dict[int, str]:
    """The lines that begin with one question's number after another, where some of them rate, with their words.

    "9 Good", "10 we met our LADO": nobody counts up by one from question to question by chance.
    """
    found: dict[int, str] = {}
    run: list[tuple[int, int, str]] = []
    for number, line in enumerate((*lines, Line("", 0))):
        each = _NUMBERED.match(line.text) if not line.cell and not line.depth else None
        is_next = each is not None and rated.get(each["ref"]) is not None
        if run and (not is_next or each is None or int(each["ref"]) != run[-1][1] + 1 or number - run[-1][0] > _CLOSE):
            told = sum(says(words) for _, _, words in run)
            if told and len(run) > 1:
                found |= {at: words for at, _, words in run}
            run = [] if line.text or number - run[-1][0] > _CLOSE else run
        if is_next and each is not None and (not run or int(each["ref"]) == run[-1][1] + 1):
            run.append((number, int(each["ref"]), line.text[each.end() :]))
    return found
