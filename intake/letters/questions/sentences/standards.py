"""A standard that is rated as a whole: "Everything in section 1 is Met", "Standard 3 is Met throughout". Pure."""

import re
from collections.abc import Sequence

from intake.letters.questions.sentences.refs import Pair
from intake.ratings import Spoken, levelled

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
LONGEST = 120  # marks of a sentence that rates a standard


class WholeStandards:
    """The rated questions of one audit, by the standard their numbers begin with."""

    def __init__(self, refs: Sequence[str], spoken: Spoken) -> None:
        self._refs = [ref for ref in refs if "." in ref]
        self._spoken, said = spoken, rf"(?P<said>{spoken.pattern})"
        one = r"(?:section|standard|part|theme|area|domain)\s(?P<number>\d{1,2})(?![\w.]\w)"
        many = rf"(?P<many>{'|'.join(_NUMBERS)}|\d)"
        every = (
            rf"(?:all|(?P<both>both)|every\w*|each)(?:\s(?:one|of|the|{many}|items?|questions?|parts?|answers?|ratings?))*"
            r"\s(?:of|in|under|for|on)\s(?:the\s)?"
        )
        link = r"(?:\s?[:=\u2013-]|\s(?:is|are|rated|at|as))*\s"
        self._ways = tuple(
            re.compile(rf"\W*(?:{way})\W*")
            for way in (
                rf"{every}{one}{link}(?:all\s)?{said}",
                rf"{one}{link}(?:all|entirely|wholly)\s{said}",
                rf"{one}{link}{said}\s(?:throughout|across the board|for all(?: of (?:it|them))?|on (?:all|every) \w+)",
            )
        )
        self._in_order = re.compile(
            rf"\W*{one}\s?[:=\u2013-]\s*(?P<all>{spoken.pattern}(?:\s*[,;]\s*{spoken.pattern})+)\W*"
        )
        self._each = re.compile(spoken.pattern)
        self._whole = tuple(
            re.compile(rf"\W*{way}\W*")
            for way in (rf"{one}{link}?\s?\(?{said}\)?", rf"(?:we|i)\s(?:are|rate)\s{said}\s(?:for|on|in)\s{one}")
        )

    def told(self, sentence: str) -> list[Pair]:
        """Every rated question of the standard, with the rating that is said of all of them."""
        if listed := self._found([self._in_order], levelled(sentence)):  # "Standard 1: 2, 3, 2, N/A"
            each, refs = [said[0] for said in self._each.finditer(listed["all"])], self._of(listed["number"])
            return [Pair(*pair) for pair in zip(refs, each, strict=True)] if len(each) == len(refs) else []
        found = self._found(self._ways, levelled(sentence))
        refs = self._of(found["number"]) if found else []
        if found is None or not self._spoken.head(found["said"]).is_clear:
            return []
        many = "two" if found.groupdict().get("both") else found.groupdict().get("many")
        if many and many not in (str(len(refs)), _NUMBERS[len(refs) - 2] if 1 < len(refs) < 10 else ""):
            return []  # "all three of standard 9", which has four
        return [Pair(ref, sentence[found.start("said") : found.end("said")]) for ref in refs]

    def rated(self, sentence: str) -> bool:
        """Whether a standard is given one rating: it may be said of each question, or be what they come to."""
        found = self._found(self._whole, levelled(sentence))
        return found is not None and bool(self._of(found["number"]))

    def _found(self, ways: Sequence[re.Pattern[str]], flat: str) -> re.Match[str] | None:
        if not self._refs or len(flat) > LONGEST:
            return None
        return next((said for way in ways if (said := way.fullmatch(flat))), None)

    def _of(self, number: str) -> list[str]:
        return [ref for ref in self._refs if ref.partition(".")[0] == number]
