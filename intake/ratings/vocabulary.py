"""Every way in which the ratings of a scale are written: codes, labels, colours, and how people bend them."""

import colorsys
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from config.questionnaire import Rating, Scale, spelling

_SAME_LENGTH = {"\u00a0": " ", "\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2044": "/", "\t": " "}
COLOURS = frozenset(["red", "amber", "orange", "yellow", "green", "blue", "purple"])
_MOST_MARKS = 4_096  # kept of all that Unicode has: a letter that holds each of them would fill a reader's memory
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = "\ufe0f\u200d\u20e3"  # what makes "2" a keycap and "⚠" a picture


T = TypeVar("T")
LONGEST = 1_000  # characters: a longer line hardly comes again, and some hundred of them would fill a reader's memory


def kept(made: Callable[..., T]) -> Callable[..., T]:
    """What is made of a line, made once: the lines of our own letters come back in every reply."""
    keeping = lru_cache(maxsize=8192)(made)

    def look(*about: object) -> T:
        for each in about:
            if isinstance(each, str) and len(each) > LONGEST:
                return made(*about)
        return keeping(*about)

    return look


def levelled(words: str) -> str:
    """The words in small letters with spaces, quotes and dashes made alike, mark for mark, so that places stay."""
    if words.isascii():
        return words.lower().replace("\t", " ")
    return words.translate(_MARKS)


def _mark(mark: str) -> str:
    if mark < "\x7f":
        return " " if mark == "\t" else mark.lower()
    if mark in _SAME_LENGTH:
        return _SAME_LENGTH[mark]
    if _DASHES.match(mark):
        return "-"
    if mark in _INVISIBLE:
        return " "
    plain = unicodedata.normalize("NFKC", mark).lower()
    return plain if len(plain) == 1 else mark


class _Marks(dict[int, str]):
    """What is made of each mark, made once."""

    def __missing__(self, number: int) -> str:
        made = _mark(chr(number))
        if len(self) < _MOST_MARKS:
            self[number] = made
        return made


_MARKS = _Marks()


def spellings(scale: Scale) -> dict[str, str]:
    """Every spelling of every rating, squeezed, with its code; what two ratings share spells neither."""
    said: dict[str, set[str]] = {}
    for rating in scale.ratings:
        for each in _spellings(rating):
            said.setdefault(squeezed(each), set()).add(rating.code)
    for rating in scale.ratings:
        for each in _looser(rating):
            if squeezed(each) not in said or rating.code in said[squeezed(each)]:
                said.setdefault(squeezed(each), set()).add(rating.code)
    for colour, codes in _colours(scale).items():
        if len(codes) == 1 and colour not in said:
            said[colour] = codes
    return {words: next(iter(codes)) for words, codes in said.items() if len(codes) == 1 and words}


def _spellings(rating: Rating) -> set[str]:
    extra = {rating.name, rating.code.replace("_", " ")}
    extra |= {str(rating.points)} if rating.points is not None and rating.code.isdigit() else set()
    return set(rating.spellings) | {spelling(each) for each in extra}


def labels_of_scale(scale: Scale) -> dict[str, str]:
    """Every label, and every alias of several words, with its code; "there" is no slip for "three"."""
    said = {levelled(words): each.code for each in scale.given for words in each.aliases if " " in words}
    return said | {levelled(each.label): each.code for each in scale.given}


def _looser(rating: Rating) -> set[str]:
    """What people make of "Not met" and "Partially met": "not yet met", "met in part"."""
    label = spelling(rating.label)
    if label.startswith("not "):
        rest = label[4:]
        isnt = {f"{is_} {when}{rest}" for is_ in ("isnt", "arent") for when in ("", "yet ", "currently ")}
        isnt |= {f"{each} yet" for each in isnt}
        return (
            isnt
            | {f"not {when} {rest}" for when in ("yet", "currently", "presently")}
            | {
                f"{label} {when}"
                for when in ("yet", "currently", "at present", "at the moment", "at this time", "at all")
            }
        )
    if label.startswith("requires "):
        return {f"{word} {label[9:]}" for word in ("req", "reqs", "require", "required", "requiring")}
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


def initials(scale: Scale) -> dict[str, str]:
    """The first letter of every colour, where the ratings are colours and no rating has a letter for its code."""
    first = {each.label[:1].upper(): each.code for each in scale.given}
    is_plain = len(first) == len(scale.given) and not any(each.code.isalpha() for each in scale.given)
    return first if is_plain and _is_coloured(scale) else {}


def _is_coloured(scale: Scale) -> bool:
    """Whether the ratings themselves are colours."""
    return all(each.label.casefold() in COLOURS for each in scale.given)


def _colours(scale: Scale) -> dict[str, set[str]]:
    """The colours that the scale prints: those we paint a scale with that has none rate nothing."""
    found: dict[str, set[str]] = {}
    if not (scale.prints_colours or _is_coloured(scale)):
        return found
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


def squeezed(words: str) -> str:
    """The words alone, small, with one space between."""
    return " ".join(re.findall(r"[^\W_]+", words.lower().replace("n't", "nt")))
