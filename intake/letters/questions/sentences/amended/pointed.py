"""A sentence that puts right an answer above without its number: "Please make the last one Amber". Pure."""

import re

from config.notation import LatePattern, compiled_once
from intake.ratings import Spoken, levelled

_LONGEST = 240  # characters of a paragraph that does so
_PLACE = r"(?:first|second|third|fourth|fifth|sixth|last|final|middle|top|bottom|other|next|previous)"
_THING = r"(?:ones?|two|three|lines?|answers?|ratings?|scores?|items?|entry|entries|questions?|rows?)"
_ONE = LatePattern(rf"\b(?:the|that|my|our) (?:very )?{_PLACE} {_THING}\b")
_POINTS = LatePattern(
    rf"\b(?:the|that|those) (?:very )?{_PLACE}\b|\bthe (?:\w{{1,20}} ){{1,4}}(?:ones?|questions?|rating|line)\b"
    r"|\b(?:these|those|them"
    r"|all (?:two|three|four|five|six)|both|all of|the above|above"
    r"|(?:that|this) one|for that)\b"
)
_AGAIN = LatePattern(
    r"\bon reflection\b|\bsecond thoughts?\b|\b(?:look|think|thought)\w* (?:\w+ ){0,3}again\b"
    r"|\bactually\b|\btruth be told\b|\bin truth\b"
    r"|\bstrictly\b|\b(?:correction|typo|mistake|oops|sorry|meant|instead|rather|wrote|probably|perhaps|maybe)\b"
    r"|\bmore like\b|\b(?:should|ought to) (?:now )?(?:have )?(?:be|been|read|say|said)\b"
    r"|\b(?:change|make|amend|correct|downgrade|upgrade|knock|move|put|drop|raise|lower)\b"
)
_DOUBTS = LatePattern(
    r"\b(?:ignor|disregard|forget|scrap|scratch|delet|strik|withdr|chang|amend|check|correct|revis|confirm|review)\w*"
    r"|\b(?:wrong|mistaken?|mistakes?|care|caution|doubt\w*|typo|errors?|guess\w*|unsure|not|isn't|wasn't|provisional"
    r"|generous|harsh|kind|high|low|salt|draft|hmm?|might|may|could|probably|perhaps|worr\w+|up|down)\b|\?"
)
_NAMES_ON = re.compile(r" [A-Z][a-z]")  # "Green Lane has moved"
_GIVEN = (
    r"(?:\b(?:to|be|read|say|said|as|at|an?|is|are)\s)(?:an?\s)?(?:{0})"
    r"(?=\W*\Z|[.,;!?)]|\s(?:for|on|instead|rather|please|not|too|now)\b)"
)


def points_above(text: str, spoken: Spoken) -> bool:
    """Whether a paragraph below a list of answers puts one in doubt that it points at, or gives one another rating."""
    if len(text) > _LONGEST:
        return False
    flat = levelled(text)
    if _ONE.search(flat) and _DOUBTS.search(flat):
        return True
    return bool((_POINTS.search(flat) or _AGAIN.search(flat)) and _rates(text, flat, spoken))


def _rates(text: str, flat: str, spoken: Spoken) -> bool:
    """Whether a rating is named as one: "Good" or "to good", and not "a good team"."""
    if compiled_once(_GIVEN.format(spoken.pattern)).search(flat):
        return True
    label = compiled_once(rf"(?<![\w.])(?:{spoken.pattern})(?!\w|\.\w)")
    found = label.finditer(flat) if len(flat) == len(text) else ()
    told = [each for each in found if not _NAMES_ON.match(text, each.end())]
    large = [each for each in told if any(map(str.isupper, text[each.start() : each.end()]))]
    return any(each.start() for each in large) or any(_opens(each, text) for each in told)


def _opens(found: re.Match[str], text: str) -> bool:
    return not found.start() and text[0].isupper() and " for " in text
