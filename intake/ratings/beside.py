"""Words beside a rating, in a box or behind it, that belie it: "This is our target", "Should be Amber". Pure."""

import re

from config.notation import LatePattern
from intake.ratings.cues import cue, said
from intake.ratings.verdict import Spoken
from intake.ratings.vocabulary import levelled

_SENTENCE = LatePattern(r"(?<=[.!?;])\s+|\n")
_LONGEST = 160  # characters of a sentence that says so
_FEW = 6  # words of a note that sends to somebody
_RUN_UP = (
    rf"\W*+(?:{said('beside.it')}(?:'s)?\s{{1,3}}(?!\s))?"
    rf"(?:{said('beside.is')}\s{{1,3}}){{0,3}}"
)
_OVER = r"(?=[^\w']*\Z|\s?[,;(]|\.\s|\s-\s)"
_OPENS = cue("beside.opens", lead=_RUN_UP)
_ALONE = cue("beside.alone", lead=_RUN_UP, tail=_OVER)
_LAST = LatePattern(rf"{_RUN_UP}(?:last|previous) (?:year|time|round|audit|return)(?:'s)?{_OVER}")
_SEND = LatePattern(
    r"\W*(?:please\s)?(?:check|confirm|discuss|ask|verify|agree)\s(?:with\s|by\s)?(?:[a-z][\w'.-]*\s?){1,3}\W*"
)
_HIS = LatePattern(  # "Sam's answer, not mine", "Rating is Hill Road's"
    r"\W*(?:the\s)?[a-z][\w-]*(?:\s[a-z][\w-]*)?'s\s(?:answer|rating|score|view|opinion|guess|grade|figure|words?)\b"
    rf"|\W*{said('beside.it')}\s(?:is|was|are)\s(?:the\s)?[a-z][\w-]*(?:\s[a-z][\w-]*)?'s\W*\Z"
)
_NOT_WITH = LatePattern(  # "not agreed with Ben yet"; what "the board" has not agreed may be what was asked
    r"\W*(?i:(?:this|it)(?:'s|\sis)\s)?(?i:not)\s(?i:yet\s|been\s){0,2}(?i:agreed|checked|confirmed|discussed|cleared)"
    r"\s(?i:with|by)\s[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?(?:\s(?i:yet|so far))?\W*\Z"
)
_WAS = LatePattern(r"\W*(?:it |this |that |we )?(?:was|were|had been|used to be)\s{1,3}(?:an?\s|at\s)?")
_UNDONE = cue("senses.undone", lead=r"\W*(?:(?:we|i|this|it)(?:'re|'m|'s| are| am| is)? )?")
_IS_OUTSTANDING = LatePattern(r"\b(?:is|are|remains?|still)\s(?:still\s)?outstanding\b")
_BARE_NO = LatePattern(r"\W*(?:no|nope|never|not)\W*")  # may answer what the box asks
_MEETING = LatePattern(r"\W*met\b")


def belied(spoken: Spoken, code: str, rated: str, words: str) -> str:
    """What the words beside a rating say of it that leaves it in doubt; empty where they say nothing of the kind.

    `code`: the rating; `rated`: the words it was read from.
    """
    first = _SENTENCE.split(words.strip(), maxsplit=1)[0].strip()
    flat = levelled(first)
    if not flat or len(flat) > _LONGEST:
        return ""
    ways = (_OPENS, _ALONE, _LAST, _HIS)
    if any(way.match(flat) for way in ways) or (len(flat.split()) <= _FEW and _SEND.fullmatch(flat)):
        return first
    if _NOT_WITH.match(first):
        return first
    if cue("senses.work").match(levelled(rated).strip()) and (_UNDONE.match(flat) or _IS_OUTSTANDING.search(flat)):
        return first
    if _rates_else(spoken, code, first, flat) or _is_somebody(spoken, rated, first):
        return first
    return "" if _BARE_NO.fullmatch(flat) or not re.search(r"[a-z]{2}", flat) else spoken.against(code, first)


def _rates_else(spoken: Spoken, code: str, first: str, flat: str) -> bool:
    """ "We would rate ourselves Amber", "Should be Amber", or that the rating was so: "Was Green, gone down"."""
    past = _WAS.match(flat)
    if past:
        was = spoken.head(first[past.end() :], yes_no=False)
        is_over = re.match(r"\W*(?:$|[,;.(-])", flat[past.end() + was.end :])
        return was.ratings == {code} and not was.not_applicable and is_over is not None
    head = spoken.head(first, yes_no=False)
    if not head.is_clear or not head.ratings or code in head.ratings or _MEETING.match(flat):
        return False
    begins = re.match(r"\W*(\w+)", flat)
    is_number = re.search(r"[^\W\d_]{2}", first[: head.end]) is None
    is_over = re.match(r"\s*(?:[.!]?\s*$|[,;(]|-\s)", first[head.end :])
    return begins is not None and is_over is not None and not is_number


def _is_somebody(spoken: Spoken, rated: str, first: str) -> bool:
    """Whether the words go on about the rating's own word as somebody or something: "Amber is our lead", "as RI"."""
    word = rated.strip(" .!:;,*_()[]")
    if not word or spoken.rating_of(word) is None or not word[0].isalpha():
        return False
    tells = re.match(rf"{re.escape(word)}\s(?:is|was|has|will)\s(?:our|the|an?|on|her|his|in)\b", first)
    return tells is not None or (word.isupper() and len(word) > 1 and _spells(word, first))


def _spells(short: str, first: str) -> bool:
    """Whether a title in the words has these first letters, or they are used as one: RI, "Responsible Individual"."""
    titles = re.findall(r"\b[A-Z][a-z]+(?:\s[A-Z][a-z]+)+", first)
    return any("".join(part[0] for part in each.split()) == short for each in titles) or (
        re.search(rf"\b(?:as|our|the|an?) {re.escape(short)}\b", first) is not None
    )
