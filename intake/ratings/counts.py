"""A number before words with no mark between: a rating and its words, a count of things, or it cannot be told. Pure."""

import re

from config.notation import LatePattern
from intake.ratings.cues import cue

_WORDS = LatePattern(r"\s{1,3}(?=[^\W\d_])(?P<words>[^\W\d_][^\n.,;:!?()]*)")
_WORD = LatePattern(r"[^\W\d_][\w'’-]*")
_PLURAL = LatePattern(r".{2,}(?<![suia])s|.{2,}(?:ies|ses)|.{3,}s['’]")
_RANGE = LatePattern(r"-\d")  # "0-25 service": two ratings with a dash between are heard before
_STEPS = LatePattern(r"\s(?:up|down)\s(?:from|on)\b")  # "two down from Blue"; "2 down from 3" is 2
_AGAIN = LatePattern(r"\W*\)\s{1,3}(?=[^\W\d_])")
_IN_BRACKETS = LatePattern(r"\s?[(\[]\s?(?P<number>\d|zero|one|two|three|four|five)(?=\s)")  # "2 (two policies)"
_NUMBERS = ("zero", "one", "two", "three", "four", "five")
_LISTS = (
    re.compile(r"\(1\)\s*(?=[^\W\d_]).*?\(2\)\s*[^\W\d_]"),
    re.compile(r"1\s?(?P<mark>[.):]|-\s)\s*(?=[^\W\d_]).*?[\s;,]2\s?(?P=mark)\s*[^\W\d_]"),
)
_LONGEST_NAME = 5  # words of a thing that is counted: "multi agency case file audits"
RATING, COUNT, UNSURE = "rating", "count", "unsure"


def before_words(number: str, rest: str) -> str:
    """What the number is, by the words behind it: who counts two or more writes a plural ("3 staff", "2 Food banks").

    "3 Chart in the wards" begins a sentence and counts nothing. A plural with a capital may do either.
    """
    found = _WORDS.match(rest)
    words = _WORD.findall(found["words"]) if found else []
    thing = _thing(words)
    if not thing or cue("count.date", lead="").fullmatch(words[0].lower()):
        return COUNT
    may_count = number == "1" or _counts(thing)
    if not words[0][0].isupper():
        return COUNT if may_count or len(words) == 1 or _is_participle(thing) else UNSURE
    may_count = may_count or (len(words) > 1 and words[1][0].isupper())  # "2 High Street"
    is_deed = len(thing) == 1 and cue("count.deed", lead="").fullmatch(thing[0].lower()) is not None
    return UNSURE if may_count or is_deed or len(words) == 1 or _is_participle(thing) else RATING


def counts_things(rest: str) -> bool:
    """Whether the words behind a number are a thing of which there are several: "3 referrals, 1 within a day"."""
    found = _WORDS.match(rest)
    thing = _thing(_WORD.findall(found["words"])) if found else []
    return bool(thing) and _counts(thing)


def is_listed(text: str, at: int) -> bool:
    """Whether a numbered list in one line begins here: "1. policy 2. training", "(1) policy (2) training"."""
    return any(way.match(text, at - (text[at - 1 : at] == "(")) for way in _LISTS)


def counts_behind(number: str, rest: str) -> bool:
    """Whether a number goes on as a range or a measure, or counts once it is said again: "0-25", "3 (three) leads"."""
    if number.isalpha() and _STEPS.match(rest.lower()):
        return True
    if _RANGE.match(rest) or cue("count.unit", lead="-").match(rest.lower()):
        return True
    again = _AGAIN.match(rest)
    if again is None or cue("reason.number", lead="").match(rest.lower(), again.end()):
        return False
    return before_words(number, f" {rest[again.end() :]}") == COUNT


def may_count_in_brackets(number: str, rest: str) -> bool:
    """Whether the number is said once more in brackets, before words: "2 (two policies)", "1 (one is late)"."""
    inside = _IN_BRACKETS.match(rest.lower())
    return inside is not None and inside["number"] in (number, *_NUMBERS[int(number) : int(number) + 1])


def _thing(words: list[str]) -> list[str]:
    """The words up to the first that ends the name of a thing: "Food banks | in"."""
    over = cue("count.over", lead="")
    ends = next((at for at, word in enumerate(words) if over.fullmatch(word.lower())), len(words))
    return words[: min(ends, _LONGEST_NAME)]


def _counts(thing: list[str]) -> bool:
    many = cue("count.many", lead="")
    return any(many.fullmatch(word.lower()) or _PLURAL.fullmatch(word.lower()) for word in thing)


def _is_participle(thing: list[str]) -> bool:
    """ "3 Trained in May": who was trained is counted."""
    return len(thing) == 1 and thing[0].lower().endswith("ed")
