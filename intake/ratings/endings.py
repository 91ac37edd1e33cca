"""Where a rating or a yes is over, before its reason begins, and what right behind it leaves it in doubt. Pure."""

import re

from intake.ratings.marks import PICTURE, Spelt

_ENDED = r"(?=\s*(?:$|[.,;:)!]|-\s|\b(?:because|that|since|as|we|after)\b))"
BY_NOW = re.compile(
    rf"\s+(?:(?:for |as of |by )?now|again|this year|at present|at the moment|today|currently|overall|too|also){_ENDED}"
)
_GOES_ON = re.compile(rf"{BY_NOW.pattern}|\s+(?:up|down) from\b.{{0,40}}{_ENDED}")
_HEDGES = (
    r"mostly|nearly|almost|largely|mainly|in part|part|partly|partially|not fully|not quite|not entirely"
    r"|to some extent|just about|in places|sometimes"
    r"|tbc|tbd|to be confirmed|to be agreed|not (?:yet )?(?:done|started|begun|complete)"
    r"|only (?:partly|partially|in part)"
)
_HEDGED = re.compile(rf"[\s\-,;:.(\[=]*(?:{_HEDGES})\b")
_DENIED = re.compile(r"[\s\-,;:.(\[=]*(?:no|nope|false|not yet)(?=\s*(?:$|[.)\]]))")  # "Met: no"
_AFTER_LABEL = frozenset(["because", "as", "since", "we", "our", "although", "though", "here", "overall"])
_AFTER_NUMBER = _AFTER_LABEL | {"the", "all", "this", "these", "there", "it", "they", "but", "however", "while", "i"}
_AFTER_ASIDE = frozenset(["because", "as", "since", "we", "our", "to", "for", "here", "in", "at", "this", "no"])
_AFTER_NO = frozenset(["we", "our", "because", "as", "since", "this", "there", "it", "they", "i", "not"])
_AFTER_YES_NEVER = frozenset(["and", "or", "but", "if", "in", "to", "mostly", "partly", "partially", "sometimes"])
CLEAN = re.compile(
    rf"\s*{PICTURE}|"
    r"\s*(?:$|[(\[](?!\s*(?:of|out)\b)|[.,;:!)\]}\"'|*_=/–\n]|-(?=[\s\w(])|\s-|\s{3,}(?=\S))"
)
_NEXT_WORD = re.compile(r"\s+([\w']+)")


def ends(text: str, end: int, last: Spelt) -> bool:
    """Whether the saying is over here: at a mark, at the end, or before a word that begins the reason."""
    if CLEAN.match(text, end) or _GOES_ON.match(text, end) or (last.is_picture and not last.is_number):
        return True
    word = _NEXT_WORD.match(text, end)
    if word is None:
        return text[end:].strip() in ("?", "+", "-")  # over, and unsure: see unfinished
    if last.kind == "aside":
        return word[1] in _AFTER_ASIDE
    if last.kind == "yes_no":
        return word[1] not in _AFTER_YES_NEVER if last.value == "yes" else word[1] in _AFTER_NO
    return word[1] in (_AFTER_NUMBER if last.is_number else _AFTER_LABEL)


def hedged(text: str, end: int) -> bool:
    return _HEDGED.match(text, end) is not None


def unfinished(text: str, end: int, last: Spelt) -> bool:
    """ "2?", "2+", "2-" with nothing after: somewhere near, and not there."""
    rest = text[end:]
    if re.match(r"\s*(?:\?|-+>|=+>|→|➔|➜|⇒)|-?ish\b", rest):
        return True
    if last.kind == "yes_no" and re.match(r"[\s,]*(?:and|or|&|/|but)\b", rest):
        return True
    if last.kind == "rating" and _DENIED.match(text, end) and "not" not in text[:end]:
        return True
    return last.kind == "rating" and re.match(r"(?:\+|[-\u2212](?!\s*\w)(?!-))", rest) is not None
