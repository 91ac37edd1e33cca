"""Lines that begin with a question's code and end with its rating: "2.1 She leads - Green", "9 A box [2]". Pure."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from config.notation import compiled_once
from intake.letters.lines import Line
from intake.letters.questions.sentences import PREFIX, Numbering, Pair
from intake.ratings import Spoken, concluded, levelled, of_another

_LEAST = 3  # words before the rating: "1.2 Senior lead: 2" calls its question by a name
_LONGEST = 600  # characters of such a line


class _Ended(NamedTuple):
    line: int
    ref: str
    words: str
    said: str


class RatedEnds:
    """The questions of one audit, as lines may answer them so."""

    def __init__(self, numbering: Numbering, spoken: Spoken, rated: Mapping[str, bool]) -> None:
        self._refs, self._order, self._spoken, self._rated = numbering.refs, numbering.order, spoken, rated
        self._code = compiled_once(
            rf"[\s*_\u2022\u00b7\u2013#-]{{0,5}}(?:{PREFIX}\.?\s?)?[\[(]?(?P<ref>{numbering.bare})[\])]?[*_\s.:)/|=\u2013-]{{1,5}}"
        )
        self._end = compiled_once(
            rf"(?:(?P<open>[(\[])|(?<=\s)[-=]\s?)\s?(?P<said>{spoken.pattern})\s?[)\].!*_]{{0,3}}\Z"
        )

    def of(self, lines: Sequence[Line]) -> dict[int, Pair]:
        """By line, the question and its rating, the words behind it; of bare numbers only where several end so."""
        found = [each for number, line in enumerate(lines) if (each := self._ended(number, line))]
        found = [each for each in found if sum(other.ref == each.ref for other in found) == 1]
        if not self._is_run(found) or self._counts_up(found):
            found = [each for each in found if not each.said.isdecimal() and "." in each.ref]
        return {each.line: Pair(each.ref, f"{each.said} - {each.words}") for each in found}

    def _ended(self, number: int, line: Line) -> _Ended | None:
        """The line as question, words and rating, where nothing else of it rates."""
        if line.cell or line.depth or len(line.text) > _LONGEST:
            return None
        flat = levelled(line.text.rstrip())
        code = self._code.match(flat)
        end = self._end.search(flat, max(code.end(), len(flat) - 60)) if code else None
        if code is None or end is None or not self._rated.get(self._refs[code["ref"]]):
            return None
        words, said = line.text[code.end() : end.start()].strip(), line.text[end.start("said") : end.end("said")]
        is_bracketed = bool(end["open"]) == flat[end.end("said") :].strip(" .!*_").startswith((")", "]"))
        if not is_bracketed or len(words.split()) < _LEAST or self._says_otherwise(words, said):
            return None
        return _Ended(number, self._refs[code["ref"]], words, said)

    def _says_otherwise(self, words: str, said: str) -> bool:
        """Whether the words rate themselves, tell of others who do, or put the rating in doubt."""
        code = self._spoken.rating_of(said)
        if code is None or self._spoken.head(words).says_something or self._spoken.spelled(words) - {code}:
            return True
        if said.isdecimal():
            return bool(of_another(words)) or not self._spoken.head(f"{said} - {words}").is_clear
        is_told = concluded(self._spoken, f"{words} ({said})").is_clear
        return not is_told or not self._spoken.head(f"{said} - {words}").is_clear

    def _is_run(self, found: Sequence[_Ended]) -> bool:
        return len(found) > 1 and all(self._order[one.ref] < self._order[other.ref] for one, other in pairwise(found))

    def _counts_up(self, found: Sequence[_Ended]) -> bool:
        """Whether the ends are the numbers of notes: "… [1]", "… [2]", "… [3]"."""
        return [each.said for each in found] == [str(number) for number in range(1, len(found) + 1)]
