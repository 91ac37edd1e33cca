"""Answers that open with a rating and go on, no mark between: "1.1 Fully met The manager leads". Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from config.notation import LatePattern, compiled_once
from intake.letters.lines import Line
from intake.letters.questions.sentences import ARROW, PREFIX, Numbering
from intake.ratings import A_COUNT, Spoken, levelled

_FEW = 3  # answers that open with a rating past doubt, before another that may be a count or a name is one
_MANY = 4  # answers of two ratings or more, before a label of one word is no word of its sentence: "Green Lane"
_MOST = 5  # words of a rating: "2 Partly in place"
_NOT_APPLICABLE = "N/A"
_SET_ASIDE = re.compile(r"(?:N/?A|n/a)\b")
_FIRST = LatePattern(r"[\w'\u2019]+")
_NEXT = LatePattern(r"[ \t]?(?:[-\u2013/(][ \t]?)?(?=\w)")  # "2 - Good", "2/Good"
_SENTENCE = LatePattern(r"[ \t]{1,3}(?=[\"'\u201c\u2018(]?[A-Z\d])")
_NAME = LatePattern(r"(?:Dr|Mr|Mrs|Ms|Miss|Prof|PC|DS|DI|Cllr|Sir|Rev)\b|(?!The\s)[A-Z][a-z]+\s[A-Z][a-z]+\b")
_WAITS = LatePattern(
    r"(?:once|when|if|until|till|unless|subject|pending|provided|providing|by|from|but|except|apart|bar|mostly|partly"
    r"|nearly|almost|only|last|previously|or|and|to|was|were)\b",
    re.IGNORECASE,
)
_BEGINS = LatePattern(  # of no name and no thing: "Met The manager leads", and not "Met Dr Khan"
    r"[\"'\u201c\u2018(]?(?:The|Our|All|We|An?|This|These|There|It|They|Each|Every|No|Nobody|Everyone|Some|Most)\s"
)
_AFTER = re.compile(r"after\s(?:\S+\s+){7}", re.IGNORECASE)  # "Met After the review we changed the form, …"


class _Opening(NamedTuple):
    """The first words of an answer, as far as they may be its rating."""

    line: int
    ref: str
    rating: str  # the words that spell it; empty where none do
    code: str
    is_clear: bool  # whoever hears the whole of it hears a rating
    is_plain: bool  # and no list is needed to tell


class Openings:
    """The questions of one audit, as lines may answer them so."""

    def __init__(self, numbering: Numbering, spoken: Spoken, is_rated: Callable[[str], bool]) -> None:
        self._refs, self._spoken, self._is_rated = numbering.refs, spoken, is_rated
        self._said = compiled_once(spoken.pattern)
        self._code = compiled_once(
            rf"[\s*_\u2022\u00b7\u2013#-]{{0,5}}(?:{PREFIX}\.?\s?)?[\[(]?(?P<ref>{numbering.bare})"
            rf"[\])]?(?:\s{{0,3}}{ARROW}\s{{0,3}}|[*_\s.:)/|=\u2013-]{{1,5}})"
        )

    def of(self, lines: Sequence[Line]) -> frozenset[int]:
        """The lines that open with a rating, plainly or as all other answers of the letter do."""
        found = [each for number, line in enumerate(lines) if (each := self._opening(number, line))]
        said = {each.line for each in found if each.is_plain}
        sure = [each for each in found if each.is_clear or each.is_plain]
        labels = [each for each in found if each.rating and not each.rating.isdecimal() and each not in sure]
        numbers = [each for each in found if each.rating.isdecimal()]
        unsure = [each for each in numbers if each not in sure]
        if len(numbers) - len(unsure) >= max(_FEW, len(unsure)):
            said |= {each.line for each in unsure}
        is_many = len({each.ref for each in found}) >= _MANY and len({each.code for each in found}) > 1
        if all(each.code or each.is_clear for each in found) and (is_many or len(sure) >= max(_FEW, len(labels))):
            said |= {each.line for each in labels}
        return frozenset(said)

    def end(self, words: str) -> int:
        """Where the rating is over that opens these words; 0 where none does."""
        if found := _SET_ASIDE.match(words):
            return found.end() if _SENTENCE.match(words, found.end()) and self._code_of(found[0]) else 0
        ends = list(self._ends(words)) if self._said.match(levelled(words[:40])) else []
        return next((end for end in reversed(ends) if _SENTENCE.match(words, end) and self._code_of(words[:end])), 0)

    def _ends(self, words: str) -> Iterator[int]:
        at = 0
        for _ in range(_MOST):
            word = _FIRST.match(words, at)
            if word is None:
                return
            yield word.end()
            follows = _NEXT.match(words, word.end())
            at = follows.end() if follows else word.end()

    def _code_of(self, words: str) -> str:
        head = self._spoken.head(words)
        is_whole = head.is_clear and not re.search(r"\w", words[head.end :])
        if is_whole and head.not_applicable:
            return _NOT_APPLICABLE
        return next(iter(head.ratings)) if is_whole and len(head.ratings) == 1 else ""

    def _opening(self, number: int, line: Line) -> _Opening | None:
        code = self._code.match(levelled(line.text)) if not line.cell and not line.depth else None
        if code is None or not self._is_rated(self._refs[code["ref"]]):
            return None
        ref, words = self._refs[code["ref"]], line.text[code.end() :]
        head, end = self._spoken.head(words), self.end(words)
        if head.is_clear and head.says_something:
            return _Opening(number, ref, words[:end], next(iter(head.ratings), ""), is_clear=True, is_plain=False)
        rating, rest = words[:end], words[end:].lstrip()
        if not end or not self._may_stand(head.cue if head.unsure else "", rating, rest):
            return _Opening(number, ref, "", "", is_clear=False, is_plain=False)
        is_several = " " in rating and not levelled(rating).startswith("not ")
        is_plain = is_several or (rest[:1].isdigit() and rating.isalpha() and levelled(rating) != "met")
        is_plain = is_plain or _BEGINS.match(rest) is not None or rating in line.strong
        return _Opening(number, ref, rating, self._code_of(rating), is_clear=False, is_plain=is_plain)

    def _may_stand(self, doubt: str, rating: str, rest: str) -> bool:
        """Whether a sentence of its own follows: "Met Once staff are trained" is none, and "Met Dr Khan" is met."""
        if _WAITS.match(rest) or _NAME.match(rest):
            return False
        said = re.sub(r"\d+", " ", re.split(r"(?<=[.!?;])\s", rest, maxsplit=1)[0])
        if self._spoken.head(said, yes_no=False).ratings or self._spoken.spelled(said) - {self._code_of(rating)}:
            return False  # "Green Amber in places"
        return not doubt or doubt.startswith(A_COUNT) or _AFTER.match(rest) is not None
