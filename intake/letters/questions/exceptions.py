"""Lines that rate everything but a few questions: "All Green except 4.2, which is Amber as …". Pure.

Only the exceptions are answers: what is said of everything names no question, and stays with the words left over.
"""

import re

from intake.letters.questions.refs import Numbering, Pair
from intake.ratings import Spoken, levelled
from intake.ratings import said as said_rows

_IS = (
    r"(?:\s*,?\s*(?:which|that|this|it|where (?:we|it))?\s*(?:(?:is|are|was rated|remains?|stays?|at|as)\s+)?"
    r"(?:(?:only|still|an?|now|both)\s+){0,2}"
    r"|\s*[:=(\u2013-]+\s*)"
)
_LEAD = r"(?:(?:we|i|would|rate|rated|say|put|mark|our|ratings?|answers?|are|for|hi|hello)[,:]?\s+){0,4}"
_NAMED = (
    r"(?:\s+(?:questions?|standards?|items?|answers?|ratings?"
    r"|of|them|us|else|is|are|rated|as|now|still|at|an?|the)){0,5}"
)
MOST_SAID = 120  # characters of a sentence that rates everything


class Exceptions:
    """The questions of one audit, as they may be excepted from what is said of all."""

    def __init__(self, numbering: Numbering, spoken: Spoken) -> None:
        self._refs, self._spoken = numbering.refs, spoken
        said, every, but = spoken.pattern, said_rows("every.said"), said_rows("every.but")
        of_all = r"(?:\s+(?:on|for|in|across)\s+(?:all|every\w*)\b[^.;\n]{0,30}?)?"
        self._all = re.compile(
            rf"(?P<all>[^.;\n]{{0,60}}?(?<!\w){every}[^.;\n]{{0,60}}?{said}{of_all})[\s,(\u2013-]{{1,4}}{but}\s+"
        )
        self._every = re.compile(
            rf"\W*(?:{_LEAD}(?:all|every\w*|each|the (?:rest|others?)){_NAMED}\s+{said}{of_all}"
            rf"|(?:we|they)(?:'re|\s+are|\s+rate)\s+(?:all\s+)?{said}\s+(?:on|for|in|across)\s+(?:all|every\w*)\b[^.;\n]{{0,30}})\W*"
        )
        one = rf"{numbering.lead}\[?(?:{numbering.bare})\]?"
        self._one = re.compile(rf"(?P<refs>{one}(?:\s*(?:,|and|&)\s*{one})*){_IS}(?={said})")
        self._ref = re.compile(numbering.bare)
        self._joined = re.compile(r"\W*(?:and\s+|or\s+|but\s+)?")

    def rates_all(self, text: str) -> bool:
        """Whether the words give every question its rating, and name none: "All In place"."""
        return len(text) <= MOST_SAID and self._every.fullmatch(levelled(text)) is not None

    def told(self, text: str) -> list[Pair]:
        """The questions excepted, each with its rating and words; first what is said of all, at no question."""
        flat = levelled(text[:1000])
        every = self._all.match(flat)
        if every is None:
            return []
        found = [each for each in self._one.finditer(flat, every.end())]
        if not found or self._joined.sub("", flat[every.end() : found[0].start()]):
            return []
        ends = [*(each.start() for each in found[1:]), len(text)]
        pairs = [Pair("", text[: every.end("all")])]
        for each, end in zip(found, ends, strict=True):
            words = re.sub(r"[\s,;(]*(?:\band\b\s*)?$", "", text[each.end() : end])
            refs = self._ref.findall(each["refs"])
            pairs.extend(Pair(self._refs[ref], words) for ref in refs)
        return pairs if all(self._spoken.head(each.words).is_clear for each in pairs[1:]) else []
