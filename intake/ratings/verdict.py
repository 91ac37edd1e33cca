"""How people write a rating, a yes or an N/A at the head of an answer; what is not plainly one is not taken for one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from config.questionnaire import Scale
from intake.ratings.cues import ONE_TO_ONE, Weighing
from intake.ratings.endings import BY_NOW, CLEAN, ends, hedged, unfinished
from intake.ratings.marks import PICTURE, PICTURES, ScaleSpelling, Spelt
from intake.ratings.vocabulary import levelled

_DECORATION = re.compile(rf"(?:[\s*_~\"'([{{<>=:;,.…\-•·→✓✔☑✅]|{PICTURE})*")
_NEXT_PICTURE = re.compile(rf"(?={PICTURES})")
_CROSSES = frozenset("❌✖✗✘❎🚫👎")
_INITIALS = re.compile(r"[\s*_\[(]*(?:[A-Z]\.?){1,3}[\])]?\s*(?:(?<=[\])])|[:>]|[-\u2013\u2014](?=\s))\s*(?=\S)")
_OTHER_YEAR = ("LY", "PY", "NY")
_FILLERS = re.compile(
    r"(?:(?:we'd|i'd|we've|it's|that's|our|my|the|an?|we|i|would|say|said|rate|rated|rating|score|scored|scoring|self"
    r"|assess|assessed|assessment|ourselves|this|it|as|is|are|at|be|brag|rag|overall|currently|current|still|now|answer|response|think"
    r"|feel|believe|judge|judgement|put|give|given|it's|that|should|self-assessment|self-assessed)\b[\s:=\-,*_]*){0,10}"
)
_GLUE = re.compile(r"\.\s+|[\s*_\"'.]*[-/,:;&()\[\]|+=][\s*_\"'(\[\-/]*|\s*\b(?:or|to|and|and/or)\b\s*|[\s*_]+")
_OUT_OF = re.compile(r"\s*(out of|of|/)\s*(\d+)(?![\w%/]|\.\d)")


class Head(NamedTuple):
    """What stands at the head of some words: rating codes and yes/no as said, and where the rest begins.

    More than one of a kind, or `unsure`, means that it cannot be told what was meant.
    """

    ratings: frozenset[str] = frozenset()
    yes_no: frozenset[str] = frozenset()
    not_applicable: bool = False
    unsure: bool = False
    end: int = 0

    @property
    def says_something(self) -> bool:
        return bool(self.ratings or self.yes_no or self.not_applicable or self.unsure)

    @property
    def is_clear(self) -> bool:
        said = len(self.ratings) <= 1 and len(self.yes_no) <= 1 and not (self.not_applicable and self.ratings)
        return self.says_something and not self.unsure and said


@dataclass
class Spoken:
    """The spellings of one audit's scale, ready to be looked for."""

    scale: Scale
    names: frozenset[str] = frozenset()  # how the writer may sign what they say
    _spelling: ScaleSpelling = field(init=False)
    _weighing: Weighing = field(init=False)
    _lowest: str = field(init=False)

    def __post_init__(self) -> None:
        self._spelling = ScaleSpelling(self.scale)
        self._weighing = Weighing(self._spelling)
        self._lowest = self.scale.given[-1].code

    @property
    def pattern(self) -> str:
        """A regular expression for any spelling of a rating, N/A, yes or no, in levelled words."""
        return self._spelling.pattern

    def rating_of(self, words: str) -> str | None:
        """The code these words spell from end to end, if they spell one."""
        head = self.head(words, yes_no=False)
        rest = levelled(words)[head.end :]
        whole = head.is_clear and len(head.ratings) == 1 and not re.search(r"\w", rest)
        return next(iter(head.ratings)) if whole else None

    def spelled(self, words: str) -> set[str]:
        """The codes of all ratings that end a part of these words."""
        found = self._spelling.rating.finditer(levelled(words))
        return {self._spelling.code(each[0]) for each in found if CLEAN.match(words, each.end())}

    def head(self, words: str, *, yes_no: bool = True, rating: bool = True) -> Head:
        """What the words begin with, of the kinds asked for."""
        text = levelled(words)
        if ONE_TO_ONE.match(text.lstrip()):
            return Head()
        start = _DECORATION.match(text)
        at = self._past(text, start.end() if start else 0)
        if rating and (later := self._weighing.moved(text, at)):
            return self._later(words, later)
        first = self._spelling.at(text, at, yes_no, rating)
        if first is None and rating and (lead := self._signed(words)):
            signed = self.head(words[lead:], yes_no=yes_no)
            if signed.says_something:
                return signed._replace(end=signed.end + lead)
        if first is None:
            filled = _FILLERS.match(text, at)
            past = filled.end() if filled else at
            past += len(text[past:]) - len(text[past:].lstrip(" *_\"'(["))
            first = self._spelling.at(text, past, yes_no=False, rating=rating) if past > at else None
            at = past if first else at
        if first is None:
            return Head(unsure=rating and self._weighing.wavers(text))
        head = self._whole(text, self._run(text, first, yes_no, rating))
        return head._replace(unsure=True) if head.is_clear and self._is_denied(text, at, head) else head

    def _past(self, text: str, at: int) -> int:
        """Back to the first picture that is a colour: it is said, and decorates nothing."""
        return next((place for place in range(at) if self._spelling.picture(text[place])), at)

    def _later(self, words: str, at: int) -> Head:
        """The rating that another moved on to; where it is not plain, there is one and it cannot be told."""
        later = self.head(words[at:], yes_no=False)
        return later._replace(end=later.end + at) if later.is_clear else Head(unsure=True)

    def _signed(self, words: str) -> int:
        """Past who says it, where that stands before the rating: initials, or the writer's name."""
        found = _INITIALS.match(words)
        if found and not any(year in found[0] for year in _OTHER_YEAR):
            return found.end()
        lead = re.match(r"[\s*_\[(]*([^\W\d_]+(?: [^\W\d_]+){0,2})[\])]?\s*[:>]\s*(?=\S)", words)
        return lead.end() if lead and lead[1].lower() in self.names else 0

    def _is_denied(self, text: str, at: int, head: Head) -> bool:
        """A sign before a number ("-1" is no rating), or a cross before anything but the lowest."""
        if text[at - 1 : at] == "-" and text[at].isdigit() and text[at - 2 : at - 1] in ("", " ", ":", "(", "=", "*"):
            return True
        if text[at - 1 : at] == "<" and text[at].isdigit() and ">" not in text[head.end :][:2]:
            return True  # "<2"
        crossed = bool(_CROSSES & set(text[:at])) or text[head.end :].lstrip()[:1] in _CROSSES
        return crossed and bool(head.ratings - {self._lowest})

    def _run(self, text: str, first: Spelt, yes_no: bool, rating: bool) -> list[Spelt]:
        """Everything that belongs to the same saying: "2 - Good", "Yes, 2"."""
        found = [first]
        while len(found) < 6:
            glue = _GLUE.match(text, found[-1].end) or _NEXT_PICTURE.match(text, found[-1].end)
            if glue is None:
                break
            more = self._spelling.at(text, glue.end(), yes_no, rating)
            if more is None and found[-1].kind == "yes_no" and (filled := _FILLERS.match(text, glue.end())):
                more = self._spelling.at(text, filled.end(), yes_no=False, rating=rating)
            if more is None and rating and found[-1].kind == "rating":
                more = self._spelling.beside(text, glue.end(), found[-1])
            if more is None or not self._belongs(text, glue[0], found[-1], more):
                break
            found.append(more)
        return found

    def _whole(self, text: str, found: Sequence[Spelt]) -> Head:
        """The head that these make, unless the sentence goes on and they were only its first words."""
        unsure = False
        last = found[-1]
        end = last.end
        if last.is_number and (out_of := _OUT_OF.match(text, end)):
            if out_of[2] == self._spelling.top:
                end = out_of.end()
            elif out_of[1] == "/":  # 3/4 of staff: a share, however it goes on
                return Head()
        if not ends(text, end, last) and not self._weighing.waits(text, end, last):
            if len(found) == 1 or len({(each.kind, each.value) for each in found}) == 1:
                return Head()
            unsure = True
        if hedged(text, end) or unfinished(text, end, last) or self._weighing.turns(text[end : end + 60], found):
            unsure = True
        doubted = self._weighing.doubts(text, end, last)
        by_now = BY_NOW.match(text, end) if last.kind == "rating" else None
        return _as_head(found, by_now.end() if by_now else end, unsure or doubted)

    def _belongs(self, text: str, glue: str, before: Spelt, more: Spelt) -> bool:
        """Whether a second find is part of the same saying, and not the first word of the comment."""
        if before.kind != more.kind and "aside" not in (before.kind, more.kind):
            return ends(text, more.end, more)
        if glue.strip() == ".":  # "Good. Outstanding." says two things; "Good. 2 staff …" only one
            said = not before.is_number and not more.is_number and before.value != more.value
            return said and before.kind == more.kind == "rating" and not re.search(r"\w", text[more.end :])
        same = before.value == more.value
        if before.is_picture or more.is_picture:
            return True
        if not glue.strip(" *_"):  # only a space between: "2 good", "green 2"
            both_numbers = before.is_number and more.is_number
            return (same or both_numbers) and ends(text, more.end, more)
        if same:  # "NO: No concerns" has said it once
            return ends(text, more.end, more)
        if more.is_number and not re.search(r"[-/&+]|or|to|and", glue):
            return ends(text, more.end, more)
        return True


def _as_head(said: Sequence[Spelt], end: int, unsure: bool) -> Head:
    return Head(
        frozenset(each.value for each in said if each.kind == "rating"),
        frozenset(each.value for each in said if each.kind == "yes_no"),
        any(each.kind == "aside" for each in said),
        unsure,
        end,
    )
