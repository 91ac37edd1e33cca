"""Several questions and the one rating that all of them have: "1.1 to 1.3: Met for all of them. On 1.2: …". Pure."""

import re
from collections.abc import Sequence

from config.notation import LatePattern, compiled_once
from intake.letters.questions.sentences.ranges import JOINED, Ranges
from intake.letters.questions.sentences.refs import UNITS, Numbering, Pair
from intake.ratings import Spoken, levelled

_LEAD = (
    r"(?:(?:and|also|then|so|but|plus)[,\s]\s?){0,2}"
    r"(?:(?:everything|anything)\s(?:from|in)\s|(?:all|both|each|every one)\s(?:of\s)?|from\s"
    r"|(?:we|i)\s(?:would\s)?rate\s(?:all of\s)?|for\s|on\s"
    r"|(?:the|my|our)\s(?:ones?|two|three|questions?|answers?|blanks?|gaps|others?|rest|last|missing)\b[^.:;()\d]{0,40}"
    r"(?:(?:section|standard|part)\s\d{1,2}\s?)?\()?"
)
_CALLED = r"(?P<called>(?:questions?|standards?|items?|numbers?|qs)\s)?"
_INCLUSIVE = r"\)?(?:\s?\(?(?:inclusive|incl\.?|all)\)?(?=[\s:=,-]))?"
_LINK = (
    r"(?:\s*[:=,]\s*|\s-\s|\s+)"
    r"(?:(?:is|are|should|be|please|pls|they|they're|i'd|we'd|we|we're|i|rate|rated|all|both|each|these|them|of|as|at|say|put|would|it|our|ratings?|an?)\s+){0,8}"
)
_OF_ALL = (
    r"(?:[\s,(]{1,3}(?:across the board|(?:(?:for|on|in|across)\s)?"
    r"(?:all|each|both|every(?:\s?one)?|the (?:whole )?lot|throughout)(?!\w))"
    r"(?:\s(?:of|the|them|these|those|it|one|time|two|three|four|five|six|\d|questions?|items?|answers?|standards?"
    r"|in|this|section|standard))*\)?)?"
)
_STROKE = LatePattern(r"(?<=\d\.\d)/(?=\d{1,2}\.\d)")  # "1.1/1.2: Met"
_DENIES = LatePattern(r"(?<!\w)(?:not|isn't|except|excepting|but|only|part\w*|apart|save|bar|although|though)(?!\w)")
_EXCEPTS = LatePattern(
    r"\A(?:(?:the|our|my|only)\s){0,2}exceptions?\b|(?:all|every\w*|both)\s(?:of|in)\s(?:section|standard)\s\d"
    r"|[.;]\s(?:(?:the|and|also)\s){0,2}(?:section|standard)\s\d"
)
_SHORT = 8  # words on one of the questions that may take it out again: "Not 1.2 though"
LONGEST = 1_200  # characters of such a line


class Spans:
    """The questions of one audit, as a line may give several of them one rating."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._alone, self._ranges, self._spoken = numbering.refs, numbering.alone, Ranges(numbering), spoken
        called, join = numbering.called, rf"(?:{JOINED}|\s?/\s?)"  # a stroke with blanks about it, too
        self._span = compiled_once(
            rf"[\W_]{{0,4}}(?P<lead>{_LEAD}){_CALLED}(?P<refs>{called}(?:{join}{called})+){_INCLUSIVE}"
            rf"(?P<link>{_LINK})(?P<said>{spoken.pattern}){_OF_ALL}\s*(?:[.;!]+(?=\s|\Z)|\Z)\s*"
        )
        self._begun = compiled_once(
            rf"[\W_]{{0,4}}{numbering.lead}\d{{1,2}}\.\d{{1,2}}(?:{join})(?:{numbering.lead})\d{{1,2}}\.\d"
        )
        self._said = compiled_once(spoken.pattern)
        self._on = compiled_once(
            rf"(?:\A|(?<=[.;!?])\s+)(?:(?:and\s)?(?:on|for|under|in|at|re|as for|about|to add (?:on|for|to))\s+)?"
            rf"{numbering.lead}\[?(?P<ref>{numbering.bare})\]?(?P<mark>\s*[:,\u2013-]+)?\s+(?P<word>[\w']+)"
        )

    def told(self, text: str) -> list[Pair]:
        """Each of the questions with the rating; behind it what is said of one of them, or of all."""
        flat = _STROKE.sub(",", levelled(text[:LONGEST]))
        found = self._span.match(flat) if len(text) <= LONGEST else None
        if found is None or not self._is_sure(found, text) or not self._spoken.head(found["said"]).is_clear:
            return []
        refs = self._ranges.named_by(found["refs"])
        rating, rest = text[found.start("said") : found.end("said")], text[found.end() :]
        others = [each for each in self._on.finditer(levelled(rest)) if self._refs[each["ref"]] not in refs]
        flat_rest = levelled(rest)
        begins = [each for each in others if self._is_named(each) or self._span.match(flat_rest, each.start())]
        over = begins[0].start() if begins else len(rest)
        if not refs or len(set(refs)) < len(refs) or not self._agrees(rating, rest[:over], refs):
            return []
        behind = self.told(rest[over:].lstrip()) or self._of_each(rest[over:].lstrip(), ())
        if any("." in each["ref"] for pair in behind for each in self._alone.finditer(levelled(pair.words))):
            return []  # "2.1 is Partially Met, as is 2.2"
        return [*(Pair(ref, rating) for ref in refs), *self._of_each(rest[:over], refs), *behind]

    def begins(self, text: str) -> bool:
        """Whether a line begins with several questions and speaks of a rating, so that it is no answer to the first."""
        flat = levelled(text[:LONGEST])
        return self._begun.match(flat) is not None and self._said.search(flat) is not None

    def _is_sure(self, found: re.Match[str], text: str) -> bool:
        """Whether bare numbers are questions: "For 4 to 6 we are Good", and not "from 4 to 6 we are good"."""
        if found["lead"].strip() in ("for", "on") and text[found.start("said")].isupper():
            return True
        is_marked = re.match(r"\s*[:=]|\s-\s", found["link"]) is not None and not found["lead"]
        return "." in found["refs"] or bool(found["called"]) or is_marked

    def _agrees(self, rating: str, rest: str, refs: Sequence[str]) -> bool:
        """Whether what follows takes nothing back: it speaks of no other rating, and excepts none of the questions."""
        if _EXCEPTS.search(levelled(rest)):
            return False  # what it leaves out is heard with it, and a standard apart from it
        words = re.sub(r"\d+", " ", rest)
        if self._spoken.spelled(words) - {self._spoken.rating_of(rating)}:
            return False
        sentences = re.split(r"(?<=[.;!?])\s+", rest)
        named = [each for each in sentences if {ref["ref"] for ref in self._alone.finditer(levelled(each))} & set(refs)]
        if any(len(each.split()) <= _SHORT and _DENIES.search(levelled(each)) for each in named):
            return False
        return len(named) <= sum(map(self._is_named, self._on.finditer(levelled(rest))))

    def _of_each(self, rest: str, refs: Sequence[str]) -> list[Pair]:
        """What is said of all of them, and then of one after another."""
        said = [each for each in self._on.finditer(levelled(rest)) if self._is_named(each)]
        starts = [*(each.start() for each in said), len(rest)]
        of_all = rest[: starts[0]].strip()
        of_one = [
            Pair(self._refs[each["ref"]], rest[each.start("word") : end].strip())
            for each, end in zip(said, starts[1:], strict=True)
        ]
        return [*(Pair(ref, of_all) for ref in refs if of_all), *of_one]

    def _is_named(self, found: re.Match[str]) -> bool:
        """ "On 1.2 the chart …", "4: the chart …", and not "In 4 of our homes", "1.2 million children"."""
        return bool(found["mark"]) or ("." in found["ref"] and found["word"] not in UNITS)
