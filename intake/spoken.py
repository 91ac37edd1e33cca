"""How people write a rating, a yes or an N/A at the head of an answer; what is not plainly one is not taken for one."""

import colorsys
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from config.audit import Rating, Scale, spelling

NOT_APPLICABLE = "n/a"
_SAME_LENGTH = {"\u00a0": " ", "\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2044": "/", "\t": " "}
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_DECORATION = re.compile(r"[\s*_~\"'([{<>=:;,.\-•·→✓✔☑✅]*")
_FILLERS = re.compile(
    r"(?:(?:we'd|i'd|we've|it's|that's|our|my|the|an?|we|i|would|say|said|rate|rated|rating|score|scored|scoring|self|assess|assessed"
    r"|assessment|ourselves|this|it|as|is|are|at|be|brag|rag|overall|currently|current|still|now|answer|response|think"
    r"|feel|believe|judge|judgement|put|give|given|it's|that|should|self-assessment|self-assessed)\b[\s:=\-,*_]*){0,10}"
)
_GLUE = re.compile(r"\.\s+|[\s*_\"'.]*[-/,:;&()\[\]|+=][\s*_\"'(\[\-/]*|\s*\b(?:or|to|and|and/or)\b\s*|[\s*_]+")
_HEDGES = (
    r"mostly|nearly|almost|largely|mainly|in part|part|partly|partially|not fully|not quite|not entirely"
    r"|to some extent|just about|in places|sometimes"
)
_HEDGED = re.compile(rf"[\s\-,;:.(]*(?:{_HEDGES})\b")
_UNSURE = re.compile(
    r"\W*(?:somewhere |probably |maybe |perhaps )?(?:between|about|around|nearly|almost|not quite|not fully"
    r"|not entirely|mostly|largely|probably|maybe|possibly|perhaps|roughly|either|a mix|mixed|borderline|not yet|not)\b"
)
_TURN = re.compile(
    r"\b(?:but|now|actually|rather|sorry|correction|make that|i mean|no)\b[\s,:-]*"
    r"(?:(?:now|it's|its|is|a|an|make that)\b\s*){0,3}"
)
_OUT_OF = re.compile(r"\s*(?:out of|of)\s*(\d+)(?![\w%]|\.\d)")
_AFTER_LABEL = frozenset(["because", "as", "since", "we", "our", "although", "though", "here", "overall"])
_AFTER_NUMBER = _AFTER_LABEL | {"the", "all", "this", "these", "there", "it", "they", "but", "however", "while", "i"}
_AFTER_ASIDE = frozenset(["because", "as", "since", "we", "our", "to", "for", "here", "in", "at", "this"])
_AFTER_NO = frozenset(["we", "our", "because", "as", "since", "this", "there", "it", "they", "i", "not"])
_AFTER_YES_NEVER = frozenset(["and", "or", "but", "if", "in", "to", "mostly", "partly", "partially", "sometimes"])
_CLEAN = re.compile(r"\s*(?:$|[(\[](?!\s*(?:of|out)\b)|[.,;:!)\]}\"'|*_=/–\n]|-(?=[\s\w(])|\s-)")
_NEXT_WORD = re.compile(r"\s+([\w']+)")
_ONE_TO_ONE = re.compile(r"\b1\s*(?:[-:]|to)\s*(?:2\s*[-:]\s*)?1\b|\b121\b")


def levelled(words: str) -> str:
    """The words in small letters with spaces, quotes and dashes made alike, mark for mark, so that places stay."""
    if words.isascii():
        return words.lower().replace("\t", " ")
    return "".join(_mark(mark) for mark in words)


def _mark(mark: str) -> str:
    if mark < "\x7f":
        return " " if mark == "\t" else mark.lower()
    if mark in _SAME_LENGTH:
        return _SAME_LENGTH[mark]
    if _DASHES.match(mark):
        return "-"
    plain = unicodedata.normalize("NFKC", mark).lower()
    return plain if len(plain) == 1 else mark


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


class _Found(NamedTuple):
    kind: str  # rating | yes_no | aside
    value: str
    end: int
    is_number: bool = False
    words: int = 1


@dataclass
class Spoken:
    """The spellings of one audit's scale, ready to be looked for."""

    scale: Scale
    rated: bool = True
    _codes: dict[str, str] = field(init=False)
    _rating: re.Pattern[str] = field(init=False)
    _top: str = field(init=False)

    def __post_init__(self) -> None:
        self._codes = spellings(self.scale)
        self._rating = _pattern(self._codes, [levelled(each.label) for each in self.scale.ratings])
        numbers = [rating.code for rating in self.scale.ratings if rating.code.isdigit()]
        self._top = max(numbers, key=int, default="")

    @property
    def pattern(self) -> str:
        """A regular expression for any spelling of a rating, N/A, yes or no, in levelled words."""
        return rf"(?:{self._rating.pattern}|{_ASIDE.pattern}|{_YES_NO.pattern})"

    def rating_of(self, words: str) -> str | None:
        """The code these words spell from end to end, if they spell one."""
        head = self.head(words, yes_no=False)
        rest = levelled(words)[head.end :]
        whole = head.is_clear and len(head.ratings) == 1 and not re.search(r"\w", rest)
        return next(iter(head.ratings)) if whole else None

    def head(self, words: str, *, yes_no: bool = True, rating: bool = True) -> Head:
        """What the words begin with, of the kinds asked for."""
        text = levelled(words)
        if _ONE_TO_ONE.match(text.lstrip()):
            return Head()
        start = _DECORATION.match(text)
        at = start.end() if start else 0
        first = self._item(text, at, yes_no, rating)
        if first is None:
            filled = _FILLERS.match(text, at)
            past = filled.end() if filled else at
            past += len(text[past:]) - len(text[past:].lstrip(" *_\"'(["))
            first = self._item(text, past, yes_no=False, rating=rating) if past > at else None
        if first is None:
            return Head(unsure=self._wavers(text, rating))
        return self._whole(text, first, yes_no, rating)

    def _wavers(self, text: str, rating: bool) -> bool:
        """Whether the words begin by weighing ratings: "between 2 and 3", "not quite good"."""
        if rating and self._top and re.match(r"[\s*_(]*\d\.\d(?![\w.%])\s*(?:$|[,;:)\-–]|\.(?!\d))", text):
            return True  # "2.5" is between two steps
        unsure = _UNSURE.match(text)
        if not (unsure and rating):
            return False
        near = text[unsure.end() : unsure.end() + 24]
        return self._rating.match(near.lstrip()) is not None and not _ONE_TO_ONE.search(near)

    def _whole(self, text: str, first: _Found, yes_no: bool, rating: bool) -> Head:
        found = [first]
        unsure = False
        while len(found) < 6:
            glue = _GLUE.match(text, found[-1].end)
            if glue is None:
                break
            more = self._item(text, glue.end(), yes_no, rating)
            if more is None and found[-1].kind == "yes_no" and (filled := _FILLERS.match(text, glue.end())):
                more = self._item(text, filled.end(), yes_no=False, rating=rating)
            if more is None or not self._belongs(text, glue[0], found[-1], more):
                break
            found.append(more)
        last = found[-1]
        end = last.end
        if last.is_number and (out_of := _OUT_OF.match(text, end)) and out_of[1] == self._top:
            end = out_of.end()
        if not _ends(text, end, last):
            if len(found) == 1 or len({(each.kind, each.value) for each in found}) == 1:
                return Head()
            unsure = True
        if _hedged(text, end) or _unfinished(text, end, last) or self._turns(text[end : end + 60], found):
            unsure = True
        return _as_head(found, end, unsure)

    def _turns(self, rest: str, found: Iterable[_Found]) -> bool:
        """ "2, but now 3", "2. Sorry, 3": another rating that takes the first one's place."""
        turn = _TURN.search(rest)
        said = self._rating.match(rest, turn.end()) if turn else None
        if said is None or not re.match(r"\s*(?:$|[.,;:)!])", rest[said.end() :]):
            return False
        return self._codes[_squeezed(said[0])] not in {each.value for each in found}

    def _belongs(self, text: str, glue: str, before: _Found, more: _Found) -> bool:
        """Whether a second find is part of the same saying, and not the first word of the comment."""
        if before.kind != more.kind and "aside" not in (before.kind, more.kind):
            return bool(_ends(text, more.end, more))
        if glue.strip() == ".":
            return False
        same = before.value == more.value
        if not glue.strip(" *_"):  # only a space between: "2 good", "green 2"
            both_numbers = before.is_number and more.is_number
            return (same and bool(_ends(text, more.end, more))) or both_numbers
        if same:  # "NO: No concerns" has said it once
            return bool(_ends(text, more.end, more))
        if more.is_number and not re.search(r"[-/&+]|or|to|and", glue):
            return bool(_ends(text, more.end, more))
        return True

    def _item(self, text: str, at: int, yes_no: bool, rating: bool) -> _Found | None:
        if aside := _ASIDE.match(text, at):
            return _Found("aside", NOT_APPLICABLE, aside.end())
        if rating and (said := self._rating.match(text, at)):
            spelled = _squeezed(said[0])
            return _Found("rating", self._codes[spelled], said.end(), spelled[-1].isdigit(), len(said[0].split()))
        if yes_no and (answered := _YES_NO.match(text, at)):
            return _Found("yes_no", "yes" if answered[0][0] == "y" else "no", answered.end())
        return None


_ASIDE = re.compile(
    r"(?<![\w/])(?:n\s?/\s?a|n\.\s?a\.?|na|not[\s-]applicable|(?:this )?does(?: not|n't) apply)(?![\w/])"
)
_YES_NO = re.compile(r"(?<![\w/])(?:yes|yep|yeah|nope|no|y|n)(?![\w'])")


def _ends(text: str, end: int, last: _Found) -> bool:
    """Whether the saying is over here: at a mark, at the end, or before a word that begins the reason."""
    if _CLEAN.match(text, end):
        return True
    word = _NEXT_WORD.match(text, end)
    if word is None:
        return text[end:].strip() in ("?", "+", "-")  # over, and unsure: see _unfinished
    if last.kind == "aside":
        return word[1] in _AFTER_ASIDE
    if last.kind == "yes_no":
        return word[1] not in _AFTER_YES_NEVER and len(last.value) > 0 if last.value == "yes" else word[1] in _AFTER_NO
    return word[1] in (_AFTER_NUMBER if last.is_number else _AFTER_LABEL)


def _hedged(text: str, end: int) -> bool:
    return _HEDGED.match(text, end) is not None


def _unfinished(text: str, end: int, last: _Found) -> bool:
    """ "2?", "2+", "2-" with nothing after: somewhere near, and not there."""
    rest = text[end:]
    if re.match(r"\s*(?:\?|-+>|=+>|→|➔|➜|⇒)", rest):
        return True
    if last.kind == "yes_no" and re.match(r"[\s,]*(?:and|or|&|/|but)\b", rest):
        return True
    return last.kind == "rating" and re.match(r"(?:\+|-(?!\s*\w)(?!-))", rest) is not None


def _as_head(found: Iterable[_Found], end: int, unsure: bool) -> Head:
    said = list(found)
    return Head(
        frozenset(each.value for each in said if each.kind == "rating"),
        frozenset(each.value for each in said if each.kind == "yes_no"),
        any(each.kind == "aside" for each in said),
        unsure,
        end,
    )


def spellings(scale: Scale) -> dict[str, str]:
    """Every spelling of every rating, squeezed, with its code; what two ratings share spells neither."""
    said: dict[str, set[str]] = {}
    for rating in scale.ratings:
        for each in _spellings(rating):
            said.setdefault(_squeezed(each), set()).add(rating.code)
    for rating in scale.ratings:
        for each in _looser(rating):
            if _squeezed(each) not in said or rating.code in said[_squeezed(each)]:
                said.setdefault(_squeezed(each), set()).add(rating.code)
    for colour, codes in _colours(scale).items():
        if len(codes) == 1 and colour not in said:
            said[colour] = codes
    return {words: next(iter(codes)) for words, codes in said.items() if len(codes) == 1 and words}


def _spellings(rating: Rating) -> set[str]:
    extra = {rating.name, rating.code.replace("_", " ")}
    extra |= {str(rating.points)} if rating.points is not None and rating.code.isdigit() else set()
    return set(rating.spellings) | {spelling(each) for each in extra}


def _looser(rating: Rating) -> set[str]:
    """What people make of "Not met" and "Partially met": "not yet met", "met in part"."""
    label = spelling(rating.label)
    if label.startswith("not "):
        rest = label[4:]
        return {f"not {when} {rest}" for when in ("yet", "currently", "presently")} | {
            f"{label} {when}" for when in ("yet", "currently", "at present", "at the moment", "at this time", "at all")
        }
    part = re.fullmatch(r"(?:partially|partly|part) (.+)", label)
    if part:
        rest = part[1]
        ways = {"partially", "partly", "part", "partial"}
        return (
            {f"{way} {rest}" for way in ways}
            | {"partial", "partially", "partly", "in part"}
            | {f"{rest} {way}" for way in ("partially", "partly", "in part")}
        )
    return set()


def _colours(scale: Scale) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rating in scale.given:
        for name in _colour_names(rating.colour):
            found.setdefault(name, set()).add(rating.code)
    return found


def _colour_names(colour: str) -> tuple[str, ...]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, _, strength = colorsys.rgb_to_hls(red, green, blue)
    if strength < 0.25:
        return ()
    steps = (
        (15, ("red",)),
        (60, ("amber", "orange", "yellow")),
        (170, ("green",)),
        (260, ("blue",)),
        (335, ("purple",)),
    )
    return next((names for most, names in steps if hue * 360 <= most), ("red",))


def _squeezed(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.lower()))


def _pattern(codes: Iterable[str], labels: Iterable[str]) -> re.Pattern[str]:
    """Longest first; a number never as part of a larger number, a date, a time or a share."""
    each = [r"(?:\s{1,3}|[-_])".join(re.escape(word) for word in said.split()) for said in codes]
    each += [r"\s*".join(re.escape(word) for word in label.split()) for label in labels if " - " in label]
    body = "|".join(sorted(each, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?<![.£$#])(?:{body})(?![^\W_]|[%£]|'\w|\.\d|,\d\d|:\d|/\d{{1,2}}/\d\d)")
