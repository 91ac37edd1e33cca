"""Ratings, each on a line of its own above the numbers of its questions: "These are strong:", "1.3; 9.2". Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from config.notation import LatePattern, compiled_once
from intake.letters.lines import Line
from intake.letters.questions.sentences import Pair
from intake.ratings import levelled

_LEAD = (
    r"[\W_]{0,4}(?:(?:(?:all|the|these|those|we|our|i|questions?|standards?|items?|ones?|following|and|then|also|rate|rated|that"
    r"|marked|as|of|with|which|list|answers?|numbers?|below)\s){1,6}(?:are\s|is\s)?(?:all\s|as\s|rated\s)?)?"
)
_NOUN = r"(?:\s(?:for|on|in)?\s?(?:the\s)?(?:following|questions?|standards?|items?|ones|these)){0,2}"
_OTHER = LatePattern(r"[^\W\d_][^\d.!?:]{2,40}[:\u2013-]?\s*")  # "To discuss", "Not answered yet:"
_MANY = 2
_LONGEST = 100  # characters of such a head


class Listed(NamedTuple):
    """The rating that heads a list, or nothing where other words do, and the questions on the lines below."""

    rating: str
    by_line: Mapping[int, Sequence[Pair]]


def rated_lists(
    lines: Sequence[Line], said: str, begins: Callable[[str], bool], listed: Callable[[str], Sequence[Pair]]
) -> dict[int, tuple[Pair, ...]]:
    """By line, the questions it lists with the rating above it; nothing of a head, and no rating below other words.

    `said`: the pattern of a rating; `begins`: whether a line begins with a question's number; `listed`: the questions
    of a line that names these, with what it says of one of them.
    """
    found = _blocks(lines, compiled_once(rf"{_LEAD}(?P<said>{said}){_NOUN}\s?[:\u2013-]?\s*"), begins, listed)
    rated = [each for each in found.values() if each.rating]
    refs = [pair.ref for each in found.values() for pairs in each.by_line.values() for pair in pairs]
    is_led = any(lines[at].text.rstrip().endswith(":") for at in found)
    if not rated or len(set(refs)) < len(refs) or not (len(rated) >= _MANY or (is_led and len(refs) >= _MANY)):
        return {}
    told: dict[int, tuple[Pair, ...]] = {at: () for at in found}
    for each in found.values():
        for at, pairs in each.by_line.items():
            told[at] = tuple(Pair(ref, f"{each.rating}{words}") for ref, words in pairs if each.rating)
    return told


def _blocks(
    lines: Sequence[Line], head: re.Pattern[str], begins: Callable[[str], bool], listed: Callable[[str], Sequence[Pair]]
) -> dict[int, Listed]:
    """The lists by the line of their head, where they stand one below another and the first is of a rating."""
    found: dict[int, Listed] = {}
    at = 0
    while at < len(lines):
        text = lines[at].text.strip() if _is_free(lines[at]) else ""
        own = head.fullmatch(levelled(text)) if text and len(text) < _LONGEST else None
        own = own if own and re.search(r"[^\W\d]", text) else None  # "2" above "4" may count anything
        by_line = _below(lines, at + 1, listed) if own or (found and _OTHER.fullmatch(text)) else {}
        if not own and any(words for pairs in by_line.values() for _, words in pairs):
            break  # "Evidence:" above words for the questions that were rated
        if by_line:
            found[at] = Listed(own["said"] if own else "", by_line)
            at = max(by_line) + 1
            continue
        if own and (found or begins(lines[at - 1].text)):
            return {}  # "1.1 | Met | 1.2 | Partially Met": each below its number
        if (found and lines[at].text.strip()) or (text and begins(text)):
            break
        at += 1
    return found


def _below(lines: Sequence[Line], start: int, listed: Callable[[str], Sequence[Pair]]) -> dict[int, Sequence[Pair]]:
    """The questions of the lines from here on, as far as they name these and no other rating."""
    found: dict[int, Sequence[Pair]] = {}
    for number in range(start, len(lines)):
        pairs = listed(lines[number].text) if _is_free(lines[number]) else ()
        if not pairs and (lines[number].text.strip() or found):
            break
        if pairs:
            found[number] = pairs
    return found


def _is_free(line: Line) -> bool:
    return not line.cell and not line.depth and line.file is None
