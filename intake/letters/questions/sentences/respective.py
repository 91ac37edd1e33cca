"""As many ratings as questions, each for the one in its place: "For 1.1, 1.2 and 2.1: Green, Amber and Red". Pure."""

import re
from typing import NamedTuple

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.leads import PUTTING, SAYING
from intake.letters.questions.sentences.ranges import JOINED, Ranges
from intake.letters.questions.sentences.refs import PREFIX, Numbering, Pair
from intake.ratings import Spoken, levelled

_IN_TURN = r"(?:,?\s\(?(?:respectively|resp\.?|in (?:that|this|the same) order|in turn)\)?)"
_AND = r"(?:\s?/\s?|\s?,\s?and\s|\s?,\s?&\s|\s?[,;&+]\s?|\sand\s)"
_DO = r"(?:(?:(?:please|pls|can you|could you)\s)?(?:change|set|put|make|mark|amend|update|correct|move)\s)?"
_STROKE = LatePattern(r"(?<=\d)/(?=\d{1,2}\.\d)")  # "1.1/1.2"
_LONGEST = 400  # characters of such a sentence


class InPlace(NamedTuple):
    """The questions with their ratings, and where in the line what else it says begins."""

    pairs: list[Pair]
    end: int


class Respective:
    """The questions of one audit, as a sentence may name several and then rate them in the same order."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._ranges, self._spoken = Ranges(numbering), spoken
        self._said = compiled_once(spoken.pattern)
        called = numbering.called
        refs = rf"(?P<refs>{called}(?:(?:{JOINED}|\s?/\s?){called}){{1,40}})"
        ratings = rf"(?P<said>{spoken.pattern}(?:{_AND}(?:an?\s)?{spoken.pattern}){{1,40}})"
        link = r"(?:\s?[:=]\s?|\s-+\s|,?\s(?:(?!would\sbe)(?:we|it|are|is|say|rate|would|should|be"
        link += r"|get|to|as|at|out|now|an?)\s){1,5})"
        over = rf"\s?(?:[.;!]+(?=\s|\Z)|,\s(?:(?:and|but|while)\s)?(?={called}\s)|\Z)\s*"
        self._ways = (
            compiled_once(
                rf"\W{{0,4}}{_DO}{SAYING}(?:{PREFIX}s\s)?{refs}{_IN_TURN}?(?P<link>{link}){ratings}{_IN_TURN}?{over}"
            ),
            compiled_once(
                rf"\W{{0,4}}{PUTTING.pattern}{ratings}\s(?:for|on|at|in)\s(?:{PREFIX}s\s)?{refs}{_IN_TURN}{over}"
            ),
        )

    def told(self, text: str) -> InPlace | None:
        """The sentence with which a line begins, where it has one rating for each of its questions."""
        flat = _STROKE.sub(",", levelled(text[:_LONGEST]))
        found = next((each for way in self._ways if (each := way.match(flat))), None)
        refs = self._ranges.named_by(found["refs"]) if found else []
        said = [each[0] for each in self._said.finditer(found["said"])] if found else []
        if found is None or not len(set(refs)) == len(refs) == len(said) or _may_be_of_each(found, said):
            return None
        heads = [self._spoken.head(each) for each in said]
        is_alike = all(each.is_clear for each in heads) and len({bool(each.yes_no) for each in heads}) == 1
        return InPlace([Pair(*pair) for pair in zip(refs, said, strict=True)], found.end()) if is_alike else None


def _may_be_of_each(found: re.Match[str], said: list[str]) -> bool:
    """ "3.1 and 3.2 are 2 and 3" may say it of both."""
    is_marked = re.search(r"[:=-]", found.groupdict().get("link") or "") is not None
    return not (is_marked or re.search(_IN_TURN, found[0])) and all(each.isdecimal() for each in said)
