"""Question numbers as a telephone writes down what was said: "one point two", "question four", "full stop". Pure."""

import re
from collections.abc import Callable, Collection, Iterator

from config.notation import LatePattern, compiled_once

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_NUMBERS = {word: number for number, word in enumerate(f"{_ONES} eighteen nineteen twenty".split())}
_TENS = {"twenty": 20, "thirty": 30}
_TO_NINE = "|".join(_ONES.split()[1:10])
_TO_TWENTY = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER = rf"(?:(?:twenty|thirty)[ -](?:{_TO_NINE})|{_TO_TWENTY})"
_POINTED = LatePattern(
    rf"(?<![\w.-])({_NUMBER}|\d{{1,2}})\s(?:point|dot)\s({_NUMBER}|\d{{1,2}})(?![\w-])", re.IGNORECASE
)
_CALLED = LatePattern(rf"(?<!\w)(question|standard|item)\s(?:number\s)?({_NUMBER})(?![\w-])", re.IGNORECASE)
_STOP = re.compile(r",?\s(?:full stop|new line|new paragraph)(?![\w-])[.,]?", re.IGNORECASE)
_COMMA = re.compile(r"\scomma(?=\s|$)", re.IGNORECASE)
_CODED = r"\W*(?:question |standard |item )?\d{1,2}(?:\.\d{1,2})? "
_BEGINS = re.compile("the|our|we|all|they|there|it|each|every|everybody|everyone|nobody|no|this|these|staff")
_GOES_ON = LatePattern(
    "once|when|if|until|till|unless|subject|pending|provided|by|from|but|except|apart|bar|mostly|partly|nearly|almost"
    "|only|last|previously|or|and|to|was|were|not|for|as|at|in|on|of|with|now|too|ish|minus|plus|moving|next|soon|is|maybe|probably|because"
)
_LEAST = 2  # questions of a letter that is dictated: "one point two of our plan" alone may be anything


def undictated(texts: list[str], refs: Collection[str]) -> list[str]:
    """The texts with their questions in figures, where two or more of an audit's questions are named in words."""
    named = [ref for text in texts for way in _ways(text) for found in way.finditer(text) if (ref := _ref(found))]
    has_stops = any(_STOP.search(text) for text in texts if _may_stop(text))
    if len({ref for ref in named if ref in refs}) < _LEAST and not has_stops:
        return texts
    return [
        _COMMA.sub(",", _STOP.sub(".", in_figures(text, refs))) if _is_dictated(text, refs) else text for text in texts
    ]


def stopped(before: list[str], told: list[str], label: str, names: Callable[[str], bool]) -> list[str]:
    """What was dictated, with a stop behind a rating right behind its number: "3.2 amber. the agreement is …".

    `label`: how ratings are spelled; `names`: whether one names a colour, which no word of a sentence goes with.
    """
    way = compiled_once(rf"{_CODED}(?P<said>{label})(?= (?P<next>[a-z]+)\b)")
    return [
        f"{text[: found.end()]}.{text[found.end() :]}"
        if text != old and (found := way.match(text.lower())) and _begins(found, names)
        else text
        for old, text in zip(before, told, strict=True)
    ]


def _begins(found: re.Match[str], names: Callable[[str], bool]) -> bool:
    """Whether a sentence of its own follows the rating: "good the lead is new", and not "good policies"."""
    if _GOES_ON.fullmatch(found["next"]):
        return False
    return names(found["said"]) or _BEGINS.fullmatch(found["next"]) is not None


def _ways(text: str) -> Iterator[LatePattern]:
    """The ways in which a question may be named in it: those whose own words it has."""
    small, is_odd = text.lower(), not text.isascii()
    if is_odd or "point" in small or "dot" in small:
        yield _POINTED
    if is_odd or "question" in small or "standard" in small or "item" in small:
        yield _CALLED


def _may_stop(text: str) -> bool:
    small = text.lower()
    return not text.isascii() or "full stop" in small or "new " in small


def _is_dictated(text: str, refs: Collection[str]) -> bool:
    """Whether a question is named in this text, in words or, before a "full stop", in figures."""
    return in_figures(text, refs) != text or any(
        re.search(rf"(?<![\w.]){re.escape(ref)}(?![\w.])", text) for ref in refs
    )


def in_figures(text: str, refs: Collection[str]) -> str:
    """The text with each question of the audit that it names in words as we print it."""
    text = _POINTED.sub(lambda found: _ref(found) if _ref(found) in refs else found[0], text)
    return _CALLED.sub(lambda found: f"{found[1]} {_ref(found)}" if _ref(found) in refs else found[0], text)


def _ref(found: re.Match[str]) -> str:
    """1.2 for "one point two", 4 for "question four"."""
    return str(_number(found[2])) if found.re is _CALLED.compiled else f"{_number(found[1])}.{_number(found[2])}"


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    tens, _, ones = said.lower().replace("-", " ").partition(" ")
    return _TENS[tens] + _NUMBERS[ones] if ones else _NUMBERS[tens]
