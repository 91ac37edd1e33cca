"""A sentence that rates all questions of a letter, or all but a few: "All questions: Met except 4.2 (Amber)". Pure.

The whole sentence must be known: a word that is not may hedge it, or give it to others or another time.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from config.notation import LatePattern
from config.questionnaire import Scale
from intake.letters.of_all.phrases import (
    BUT,
    COLOURED,
    EVERYTHING,
    LEAD,
    LINK,
    NUMBERS,
    ONLY_EXCEPTIONS,
    QUESTIONS,
    REASON,
    REST,
    TAIL,
    THROUGHOUT,
    VERB,
    WE_ARE,
    WE_HAVE,
    WE_RATE,
)
from intake.letters.questions import JOINED, PREFIX, Numbering, Ranges
from intake.letters.reading import OfAll
from intake.ratings import Spoken, ear, levelled

LONGEST = 400  # characters of such a sentence
WEAK, REMAINING, MISCOUNTED = "a way to speak", "the rest of them", "how many it leaves out"
_IS = (
    r"(?:\s?,?\s?(?:which|that|this|it|where (?:we|it))?\s?(?:(?:is|are|we are|remains?|stays?|at|as)\s)?"
    r"(?:(?:only|still|an?|now|both|all|each|rated|scored)\s){0,2}|\s?[:=(,\u2013-]+\s?(?:(?:which|where)\s)?"
    r"(?:(?:it's|it is|both|all|each|are|is|we are|an?|rated)\s){0,3})"
)


class _List(NamedTuple):
    """Questions that are left out, each with its own rating or none, and where their list ends."""

    items: tuple[tuple[str, str], ...]
    end: int
    fits: bool


class _Way(NamedTuple):
    """One way to say it, and whether nothing else can be meant by it."""

    pattern: re.Pattern[str]
    doubt: str = ""


class WaysOfAll:
    """The ways to rate all questions of one form at once."""

    def __init__(self, refs: Sequence[str], spoken: Spoken) -> None:
        self._spoken, self._numbering = spoken, Numbering(refs)
        self._ranges = Ranges(self._numbering)
        said = spoken.pattern
        twice = rf"{said}(?:\s?[-(/,=:]\s?{said}\)?)?|{spoken.plurals}"  # "2 - Good", "greens"
        rate = rf"(?:a rating of\s|an?\s)?[\"'(*_]{{0,2}}(?P<said>{twice})(?![\w%]|\sexceptions?)[\"')*_]{{0,2}}"
        self._ways = tuple(_ways(rate))
        self._but_first = tuple(
            re.compile(rf"(?:for\s)?(?:{which})\s{BUT}") for which in (QUESTIONS, EVERYTHING)
        )  # "All except 2.1 are Green"
        self._link = re.compile(rf"{LINK}{rate}")
        code = rf"(?:{PREFIX}s?\.?\s?)?\[?(?:{self._numbering.any}|\d{{1,2}}(?:\.\d{{1,2}})?)\]?(?![\w%]|\.\w)"
        one = rf"(?:{code}|(?:section|standard|part|area|theme)\s\d{{1,2}}(?![\w%]|\.\w))"
        self._codes = re.compile(rf"{one}(?:{JOINED}{one})*")
        self._code = re.compile(
            r"(?P<whole>(?:section|standard|part|area|theme)\s\d{1,2}(?!\.\d))"
            rf"|(?P<ref>{self._numbering.any}|\d{{1,2}}(?:\.\d{{1,2}})?)(?![\w%]|\.\w)"
        )
        own = rf"(?P<said>{spoken.plurals}|{said})"
        self._own = re.compile(rf"{_IS}{own}(?![\w%])\)?(?:\sto\s(?:us|our\s\w+))?")
        self._beside = re.compile(rf"\s?\((?:(?:both|all)\s)?{own}\)")

    def told(self, sentence: str) -> OfAll | None:
        """What the sentence says of all questions; None where it says anything else too."""
        text = " ".join(sentence.split())
        flat = levelled(text)
        if len(text) > LONGEST or "?" in text or (lead := LEAD.match(flat)) is None:
            return None
        found = self._first(text, flat, lead.end()) or self._plain(text, flat, lead.end(), is_alone=True)
        return found or self._excepting_first(text, flat, lead.end())

    def left_out(self, text: str) -> tuple[tuple[tuple[str, str], ...], int]:
        """The questions that words leave out, each with its own rating or none, and where their list begins.

        "but 3.1 is Amber", "except 3.1 and 4.1"; none where they say anything else too.
        """
        flat = levelled(text)
        begun = _LEAVES_OUT.match(flat)
        left = self._left_out(flat, begun.end(), self._own) if begun else None
        if begun is None or left is None or not left.fits or not self._is_over(flat, left):
            return (), 0
        return left.items, begun.end()

    def before_list(self, line: str, below: Sequence[str]) -> OfAll | None:
        """What a line says that ends in "except:" or "with two exceptions", with the questions on the lines below."""
        text = " ".join(line.split())
        flat = levelled(text)
        lead = LEAD.match(flat)
        ends = text.endswith(":") or _ENDS_EXCEPTED.search(flat)
        for way in self._ways if lead and below and len(text) < LONGEST and ends else ():
            found = way.pattern.match(flat, lead.end() if lead else 0)
            but = self._but(flat, found.end()) if found and way.doubt != REMAINING else None
            value = self._value(found["said"]) if found and but and but.end() >= len(flat) else ""
            if found and but and value:
                doubt = MISCOUNTED if _is_miscounted(but, len(below)) else ""
                return OfAll(text, value, tuple((ref, "") for ref in below), _many(found), doubt)
        return None

    def _plain(self, text: str, flat: str, at: int, *, is_alone: bool) -> OfAll | None:
        """A rating for all, and behind it the questions that have another: "All Green except 4.2"."""
        for way in self._ways:
            found = way.pattern.match(flat, at)
            value = self._value(found["said"]) if found else ""
            if found is None or not value:
                continue
            doubt = way.doubt or self._is_idle(found)
            if TAIL.fullmatch(flat, found.end()):
                is_thanks = bool(doubt) and not _is_name(found["said"]) and _THANKS.search(flat, found.end())
                return None if is_thanks else OfAll(text, value, (), _many(found), doubt)  # "All good, thanks"
            if not is_alone or doubt == REMAINING:
                continue
            but = self._but(flat, found.end())
            left = self._left_out(flat, but.end(), self._own) if but else self._otherwise(flat, found.end(), doubt)
            if left and self._is_over(flat, left):
                doubt = MISCOUNTED if but and _is_miscounted(but, len(left.items)) else ""
                return OfAll(text, value, left.items, _many(found), doubt, left.fits)
        return None

    def _but(self, flat: str, at: int) -> re.Match[str] | None:
        return ONLY_EXCEPTIONS.match(flat, at) or BEHIND_BUT.match(flat, at)

    def _first(self, text: str, flat: str, at: int) -> OfAll | None:
        """ "All except 2.1 are Green", "Everything bar 2.3 and 4.1 is Met; 2.3 is Not met and …"."""
        begun = next((found for way in self._but_first if (found := way.match(flat, at))), None)
        left = self._left_out(flat, begun.end(), self._beside) if begun else None
        found = self._link.match(flat, left.end) if left else None
        value = self._value(found["said"]) if found else ""
        if begun is None or left is None or found is None or not value:
            return None
        if TAIL.fullmatch(flat, found.end()):
            return OfAll(text, value, left.items, _many(begun), "", left.fits)
        more = _THEN.match(flat, found.end())
        own = self._left_out(flat, more.end(), self._own) if more else None
        if (
            own is None
            or not self._is_over(flat, own)
            or {ref for ref, _ in own.items} - {ref for ref, _ in left.items}
        ):
            return None
        return OfAll(text, value, tuple({**dict(left.items), **dict(own.items)}.items()), _many(begun), "", left.fits)

    def _excepting_first(self, text: str, flat: str, at: int) -> OfAll | None:
        """ "With the exception of 5.2 (Partially Met) we are Met throughout."."""
        begun = FIRST_BUT.match(flat, at)
        left = self._left_out(flat, begun.end(), self._own) if begun else None
        gap = re.compile(r"[\s,)]*").match(flat, left.end) if left else None
        told = self._plain(text, flat, gap.end(), is_alone=False) if gap else None
        if told is None or left is None or told.doubt == REMAINING:
            return None
        return told._replace(excepted=left.items, doubt="", fits=left.fits)

    def _otherwise(self, flat: str, at: int, doubt: str) -> _List | None:
        """ "Each question is Green; 4.1 is Amber": those that have another rating, behind what is plain by itself."""
        gap = _THEN.match(flat, at)
        left = self._left_out(flat, gap.end(), self._own) if gap and not doubt else None
        return left if left and all(value for _, value in left.items) else None

    def _left_out(self, flat: str, at: int, own: re.Pattern[str]) -> _List | None:
        """The questions listed from here on; None where there are none."""
        items: list[tuple[str, str]] = []
        fits = True
        while codes := self._codes.match(flat, at):
            rated = own.match(flat, codes.end())
            at = rated.end() if rated else codes.end()
            refs = self._named(codes[0])
            fits = fits and bool(refs)
            value = self._value(rated["said"]) if rated else ""
            items += [(ref, value) for ref in refs]
            gap = _NEXT.match(flat, at)
            if gap is None or not self._codes.match(flat, gap.end()):
                break
            at = gap.end()
        return _List(tuple(items), at, fits) if items or not fits else None

    def _named(self, said: str) -> list[str]:
        """The questions of these words; none where one of them is none of ours."""
        found = list(self._code.finditer(said))
        refs = self._numbering.refs
        if any(each["whole"] for each in found):
            wholes = [each["whole"].split()[-1] if each["whole"] else "" for each in found]
            return [ref for ref in refs.values() if ref.partition(".")[0] in wholes] if all(wholes) else []
        return self._ranges.named_by(said) if found and all(each["ref"] in refs for each in found) else []

    def _is_over(self, flat: str, left: _List) -> bool:
        """Whether nothing but the reason of what is left out follows."""
        if TAIL.fullmatch(flat, left.end):
            return True
        behind = REASON.fullmatch(flat, left.end)
        return behind is not None and not re.search(
            rf"(?<!\w)(?:all|every\w*|rest|others?)(?!\w)|{self._numbering.called}", behind[0]
        )

    def _value(self, said: str) -> str:
        """The code of these words, or "yes" or "no"; empty where they are neither."""
        words = re.sub(r"[\W_]+$", "", said)
        one = re.sub(r"'?s$", "", words)  # "greens"
        return words if words in ("yes", "no") else self._spoken.rating_of(words) or self._spoken.rating_of(one) or ""

    def _is_idle(self, found: re.Match[str]) -> str:
        """ "We are strong in all areas" may be a way to speak; so may "all areas good" without what joins them."""
        how = found.groupdict()
        is_loose = bool(how.get("are")) or how.get("joins") == " " or (how.get("of") or "").startswith("area")
        return WEAK if is_loose and not _is_name(found["said"]) else ""


def _is_name(said: str) -> bool:
    """Whether the words name a rating and say nothing else: a colour, a number, two words."""
    return said in COLOURED or bool(re.search(r"\d|met\b|\s", said)) or len(said) == 1


def _is_miscounted(but: re.Match[str], many: int) -> bool:
    """Whether "with two exceptions" names one, or three."""
    said: str = but.groupdict().get("count") or ""
    return bool(said) and many != (int(said) if said.isdigit() else NUMBERS.index(said))


_ENDS_EXCEPTED = re.compile(r"\bexceptions?(?: below| as follows)?\W*\Z")
_THANKS = re.compile(r"\b(?:thanks?|cheers)\b")
BEHIND_BUT = LatePattern(rf"[\s,;:(\u2013-]{{1,4}}(?:{BUT})")
FIRST_BUT = LatePattern(rf"\W*(?:{BUT})")
_LEAVES_OUT = LatePattern(
    rf"[\s,;:.!(\u2013-]{{0,4}}(?:(?:please|for|to)\s){{0,2}}(?:(?:but\s)?(?:not|only)\s(?:for\s)?|{BUT}|but\s(?:please\s)?)"
    r"(?:(?:make|put)\s)?"
)
_THEN = re.compile(r"[.;:,]\s(?:(?:and|but)\s)?")
_NEXT = re.compile(r"\s?[,;.&]?\s?(?:(?:and|&|or|but|then)\s)?(?:also\s)?")


def _ways(rate: str) -> Iterator[_Way]:
    """What may be said, the plain ways first."""
    both = rf"(?:{QUESTIONS}|{EVERYTHING})"
    for words in (
        rf"{QUESTIONS}{LINK}{rate}",
        rf"{QUESTIONS}(?P<joins>\s){rate}",
        rf"{WE_RATE}\s{both}\s(?:(?:as|at|to|=)\s)?(?:all\s)?{rate}",
        rf"{WE_RATE}(?:\s(?:as|at))?\s{rate}\s(?:{THROUGHOUT}|(?:for|on|in|to|against|across|under)\s{both})",
        rf"{VERB}\s{both}\s(?:(?:as|at|to|down as|=)\s)?{rate}",
        rf"{VERB}(?:\s(?:as|at|to))?\s{rate}\s(?:{THROUGHOUT}|(?:for|on|in|to|against|across|under)\s{both})",
        rf"{WE_ARE}\s{rate}\s(?:on|for|in|across|against|under|to|with)\s{QUESTIONS}",
        rf"(?:(?:is|are|it's|it is)\s)?{rate}\s(?:for|on|in|to|against|across|under)\s{QUESTIONS}",
        rf"{WE_HAVE}\s{rate}\s{QUESTIONS}",
    ):
        yield _Way(re.compile(words))
    for words in (
        rf"(?:{EVERYTHING})(?:{LINK}|\s){rate}",
        rf"{WE_ARE}\s{rate}\s(?:{THROUGHOUT}|(?:on|for|in|across|against|under|to|with)\s{both})",
        rf"(?:(?:is|are|it's|it is)\s)?{rate}\s(?:{THROUGHOUT}|(?:for|on|in|to|against|across|under)\s{both})",
        rf"{WE_HAVE}\s{rate}\s{EVERYTHING}",
    ):
        yield _Way(re.compile(words), WEAK)
    yield _Way(re.compile(rf"{REST}(?:{LINK}|\s){rate}"), REMAINING)


def _many(found: re.Match[str]) -> tuple[int, str]:
    """How many questions the sentence says there are, and what it calls them."""
    said, of = found.groupdict().get("many"), found.groupdict().get("of") or ""
    if not said:
        return 0, of
    return (int(said) if said.isdigit() else NUMBERS.index(said)), of


@lru_cache(32)
def ways_of_all(refs: tuple[str, ...], scale: Scale) -> WaysOfAll:
    """The ways of one form, made once, whoever writes."""
    return WaysOfAll(refs, ear(scale))
