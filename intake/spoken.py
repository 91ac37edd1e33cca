"""How people write a rating, a yes or an N/A at the head of an answer; what is not plainly one is not taken for one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from config.audit import Scale
from intake.slips import Slips
from intake.spellings import labels_of_scale, levelled, spellings, squeezed
from intake.weighing import Weighing

NOT_APPLICABLE = "n/a"
PICTURE = "[\u2600-\u260f\u2614-\u27bf\u2b50-\u2bff\U0001f300-\U0001f5f3\U0001f600-\U0001faff]"
_DECORATION = re.compile(rf"(?:[\s*_~\"'([{{<>=:;,.\-•·→✓✔☑✅]|{PICTURE})*")
_COLOURED = (
    {mark: "green" for mark in "🟢🟩💚"}
    | {mark: "red" for mark in "🔴🟥"}
    | {mark: "amber" for mark in "🟠🟧🧡🟡🟨💛"}
    | {mark: "blue" for mark in "🔵🟦💙"}
    | {mark: "purple" for mark in "🟣🟪💜"}
)
_PICTURES = f"[{''.join(_COLOURED)}]"
_NEXT_PICTURE = re.compile(rf"(?={_PICTURES})")
_CROSSES = frozenset("❌✖✗✘❎🚫👎")
_INITIALS = re.compile(r"[\s*_\[(]*(?:[A-Z]\.?){1,3}[\])]?\s*(?:(?<=[\])])|[:>]|[-\u2013\u2014](?=\s))\s*(?=\S)")
_OTHER_YEAR = ("LY", "PY", "NY")
_ENDED = r"(?=\s*(?:$|[.,;:)!]|-\s|\b(?:because|that|since|as|we|after)\b))"
_BY_NOW = re.compile(
    rf"\s+(?:(?:for |as of |by )?now|again|this year|at present|at the moment|today|currently|overall|too|also){_ENDED}"
)
_GOES_ON = re.compile(rf"{_BY_NOW.pattern}|\s+(?:up|down) from\b.{{0,40}}{_ENDED}")
_FILLERS = re.compile(
    r"(?:(?:we'd|i'd|we've|it's|that's|our|my|the|an?|we|i|would|say|said|rate|rated|rating|score|scored|scoring|self"
    r"|assess|assessed|assessment|ourselves|this|it|as|is|are|at|be|brag|rag|overall|currently|current|still|now|answer|response|think"
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
_NUMBERS = ("zero", "one", "two", "three", "four", "five")
_CLEAN = re.compile(
    rf"\s*{PICTURE}|"
    r"\s*(?:$|[(\[](?!\s*(?:of|out)\b)|[.,;:!)\]}\"'|*_=/–\n]|-(?=[\s\w(])|\s-|\s{3,}(?=\S))"
)
_NEXT_WORD = re.compile(r"\s+([\w']+)")
_ONE_TO_ONE = re.compile(r"\b1\s*(?:[-:]|to)\s*(?:2\s*[-:]\s*)?1\b|\b121\b")


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
    is_picture: bool = False  # or a label with slips: it belongs to whatever rating it stands beside


@dataclass
class Spoken:
    """The spellings of one audit's scale, ready to be looked for."""

    scale: Scale
    names: frozenset[str] = frozenset()  # how the writer may sign what they say
    _codes: dict[str, str] = field(init=False)
    _rating: re.Pattern[str] = field(init=False)
    _top: str = field(init=False)
    _slips: Slips = field(init=False)
    _weighing: Weighing = field(init=False)
    _lowest: str = field(init=False)

    def __post_init__(self) -> None:
        self._codes = spellings(self.scale)
        self._rating = _pattern(self._codes, [levelled(each.label) for each in self.scale.ratings])
        numbers = [rating.code for rating in self.scale.ratings if rating.code.isdigit()]
        self._top = max(numbers, key=int, default="")
        self._slips = Slips(labels_of_scale(self.scale))
        self._weighing = Weighing(self._rating.pattern, _PICTURES, self._codes)
        self._lowest = self.scale.given[-1].code

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

    def spelled(self, words: str) -> set[str]:
        """The codes of all ratings that end a part of these words."""
        found = self._rating.finditer(levelled(words))
        return {self._codes[squeezed(each[0])] for each in found if _CLEAN.match(words, each.end())}

    def head(self, words: str, *, yes_no: bool = True, rating: bool = True) -> Head:
        """What the words begin with, of the kinds asked for."""
        text = levelled(words)
        if _ONE_TO_ONE.match(text.lstrip()):
            return Head()
        start = _DECORATION.match(text)
        at = self._past(text, start.end() if start else 0)
        if rating and (later := self._weighing.moved(text, at)):
            return self._later(words, later)
        first = self._item(text, at, yes_no, rating)
        if first is None and rating and (lead := self._signed(words)):
            signed = self.head(words[lead:], yes_no=yes_no)
            if signed.says_something:
                return signed._replace(end=signed.end + lead)
        if first is None:
            filled = _FILLERS.match(text, at)
            past = filled.end() if filled else at
            past += len(text[past:]) - len(text[past:].lstrip(" *_\"'(["))
            first = self._item(text, past, yes_no=False, rating=rating) if past > at else None
            at = past if first else at
        if first is None:
            return Head(unsure=self._wavers(text, rating))
        head = self._whole(text, first, yes_no, rating)
        return head._replace(unsure=True) if head.is_clear and self._is_denied(text, at, head) else head

    def _past(self, text: str, at: int) -> int:
        """Back to the first picture that is a colour: it is said, and decorates nothing."""
        return next((place for place in range(at) if text[place] in _COLOURED and self._picture(text[place])), at)

    def _picture(self, mark: str) -> str | None:
        colour = _COLOURED.get(mark, "")
        ways = ("amber", "yellow", "orange") if colour == "amber" else (colour,)
        return next((code for way in ways if (code := self._codes.get(way))), None)

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
        crossed = bool(_CROSSES & set(text[:at])) or text[head.end :].lstrip()[:1] in _CROSSES
        return crossed and bool(head.ratings - {self._lowest})

    def _wavers(self, text: str, rating: bool) -> bool:
        """Whether the words begin by weighing ratings: "between 2 and 3", "not quite good"."""
        if rating and self._top and re.match(r"[\s*_(]*\d(?:\.\d|[¼½¾])(?![\w.%])\s*(?:$|[,;:)\-–]|\.(?!\d))", text):
            return True  # "2.5" is between two steps
        if rating and self._slips.nears(text):
            return True
        unsure = _UNSURE.match(text)
        if not (unsure and rating):
            return False
        near = text[unsure.end() : unsure.end() + 24]
        return self._rating.match(near.lstrip()) is not None and not _ONE_TO_ONE.search(near)

    def _whole(self, text: str, first: _Found, yes_no: bool, rating: bool) -> Head:
        found = [first]
        unsure = False
        while len(found) < 6:
            glue = _GLUE.match(text, found[-1].end) or _NEXT_PICTURE.match(text, found[-1].end)
            if glue is None:
                break
            more = self._item(text, glue.end(), yes_no, rating)
            if more is None and found[-1].kind == "yes_no" and (filled := _FILLERS.match(text, glue.end())):
                more = self._item(text, filled.end(), yes_no=False, rating=rating)
            if more is None and rating and found[-1].kind == "rating":
                more = self._respelt(text, glue.end(), found[-1])
            if more is None or not self._belongs(text, glue[0], found[-1], more):
                break
            found.append(more)
        last = found[-1]
        end = last.end
        if last.is_number and (out_of := _OUT_OF.match(text, end)) and out_of[1] == self._top:
            end = out_of.end()
        if not _ends(text, end, last) and not self._hangs(text, end, last):
            if len(found) == 1 or len({(each.kind, each.value) for each in found}) == 1:
                return Head()
            unsure = True
        if _hedged(text, end) or _unfinished(text, end, last) or self._turns(text[end : end + 60], found):
            unsure = True
        doubted = self._is_doubted(text, end, last)
        by_now = _BY_NOW.match(text, end) if last.kind == "rating" else None
        return _as_head(found, by_now.end() if by_now else end, unsure or doubted)

    def _respelt(self, text: str, at: int, before: _Found) -> _Found | None:
        """A label with slips in it, beside the code it belongs to, or beside another."""
        like = self._slips.like(text, at)
        slip = next((each for each in like if each.code == before.value), next(iter(like), None))
        return _Found("rating", slip.code, slip.end, is_picture=True) if slip else None

    def _hangs(self, text: str, end: int, last: _Found) -> bool:
        return last.kind == "rating" and self._weighing.hangs(text, end)

    def _is_doubted(self, text: str, end: int, last: _Found) -> bool:
        """Whether the rating waits for something, or somebody else's stands beside it."""
        if last.kind == "yes_no":
            return self._weighing.hangs(text, end, firmly=True)
        if self._hangs(text, end, last):
            return True
        return last.kind == "rating" and self._weighing.differs(text, end, last.value)

    def _turns(self, rest: str, found: Iterable[_Found]) -> bool:
        """ "2, but now 3", "2. Sorry, 3": another rating that takes the first one's place."""
        turn = _TURN.search(rest)
        said = self._rating.match(rest, turn.end()) if turn else None
        if said is None or not re.match(r"\s*(?:$|[.,;:)!])", rest[said.end() :]):
            return False
        return self._codes[squeezed(said[0])] not in {each.value for each in found}

    def _belongs(self, text: str, glue: str, before: _Found, more: _Found) -> bool:
        """Whether a second find is part of the same saying, and not the first word of the comment."""
        if before.kind != more.kind and "aside" not in (before.kind, more.kind):
            return bool(_ends(text, more.end, more))
        if glue.strip() == ".":
            return False
        same = before.value == more.value
        if before.is_picture or more.is_picture:
            return True
        if not glue.strip(" *_"):  # only a space between: "2 good", "green 2"
            both_numbers = before.is_number and more.is_number
            return (same or both_numbers) and bool(_ends(text, more.end, more))
        if same:  # "NO: No concerns" has said it once
            return bool(_ends(text, more.end, more))
        if more.is_number and not re.search(r"[-/&+]|or|to|and", glue):
            return bool(_ends(text, more.end, more))
        return True

    def _item(self, text: str, at: int, yes_no: bool, rating: bool) -> _Found | None:
        if aside := _ASIDE.match(text, at):
            return _Found("aside", NOT_APPLICABLE, aside.end())
        if rating and (said := self._rating.match(text, at)):
            spelled = squeezed(said[0])
            is_number = spelled[-1].isdigit() or spelled in _NUMBERS
            return _Found("rating", self._codes[spelled], said.end(), is_number, len(said[0].split()))
        if rating and (code := self._picture(text[at : at + 1])):
            return _Found("rating", code, at + 1, is_picture=True)
        if rating and (slip := self._slips.meant(text, at)):
            return _Found("rating", slip.code, slip.end)
        if yes_no and (answered := _YES_NO.match(text, at)):
            return _Found("yes_no", "yes" if answered[0][0] == "y" else "no", answered.end())
        return None


_ASIDE = re.compile(
    r"(?<![\w/])(?:n\s?/\s?a|n\.\s?a\.?|na|not[\s-]applicable|(?:this )?does(?: not|n't) apply)(?![\w/])"
)
_YES_NO = re.compile(r"(?<![\w/])(?:yes|yep|yeah|nope|no|y|n)(?![\w'])")


def _ends(text: str, end: int, last: _Found) -> bool:
    """Whether the saying is over here: at a mark, at the end, or before a word that begins the reason."""
    if _CLEAN.match(text, end) or _GOES_ON.match(text, end) or (last.is_picture and not last.is_number):
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
    if re.match(r"\s*(?:\?|-+>|=+>|→|➔|➜|⇒)|-?ish\b", rest):
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


def _pattern(codes: Iterable[str], labels: Iterable[str]) -> re.Pattern[str]:
    """Longest first; a number never as part of a larger number, a date, a time or a share."""
    each = [r"(?:\s{1,3}|[-_])".join(re.escape(word) for word in said.split()) for said in codes]
    each += [r"\s*".join(re.escape(word) for word in label.split()) for label in labels if " - " in label]
    body = "|".join(sorted(each, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?<![.£$#])(?:{body})(?![^\W_]|[%£]|'\w|\.\d|,\d\d|:\d|/\d{{1,2}}/\d\d)")
