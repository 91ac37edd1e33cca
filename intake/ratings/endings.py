"""Where a rating or a yes is over, before its reason begins, and what right behind it leaves it in doubt. Pure."""

import re

from config.notation import LatePattern
from intake.ratings.cues import BEHIND, cue
from intake.ratings.marks import PICTURE, Mark
from intake.ratings.vocabulary import COLOURS

_ENDED = r"(?=\s*(?:$|[.,;:)!]|-\s|\b(?:because|that|since|as|we|after)\b))"
_NAMED = r"(?:\s+[^\W\d_]+){0,2}\W*$"  # "cheers Mel"
_DENIED = LatePattern(r"[\s\-,;:.!(\[=]*(?:no|not|nope|false|not yet)(?=\s*(?:$|[.!)\]]))")  # "Met: no", "Strong. Not."
CLEAN = LatePattern(
    rf"\s*+(?:{PICTURE}|$|[(\[](?!\s*(?:of|out)\b)|[.,;:!)\]}}\"'|*_=/–]|-(?=[\s\w(]))"
    r"|[^\S\n]*+\n|\s++-|\s{2,}+(?=\S)|\s?(?:<{2,3}|>{1,3})\s*$"
)
_UP_FROM = LatePattern(rf"\s+(?:up|down) from\b.{{0,40}}{_ENDED}")
_DATED = LatePattern(r"\s+(?:on\s)?\d{1,2}[./]\d{1,2}[./]\d{2,4}(?!\w)")
_NEXT_WORD = LatePattern(r"\s+([\w']+)")
_COUNTED = LatePattern(r"\s*:\s*\d+\s+\w")  # "Outstanding: 3 actions"
_STILL_TO_DO = LatePattern(r"\b(?:still|remains?|remaining|questions|answers|items)\W*\Z")
_TO_DO = LatePattern(  # "Outstanding - 6 staff to do", "Outstanding, sorry"
    r"\W{1,4}(?:sorry|apologies)\W*\Z|\W{1,4}(?:[^\W_][\w'-]{0,20}\s){1,2}to\s(?:do|complete|finish|send|chase|book|return|sign|answer)\b"
)
_COUNTED_ON = LatePattern(r"(?:\s?[,&/]\s?\d){1,4}\s?(?:,?\s(?:and|or)|&)\s\d\W*\Z")  # "1, 2 and 3"
_TO_US = LatePattern(r"\s+(?:to|for)\s+us(?=\s*[,;:]\s*\w|\s+(?:as|because|since)\b)")
_PRAISED = cue("senses.praised", lead=r"\s?(?:,|and\b|&)\s", tail=r"\s[a-z]")
_OF_US = LatePattern(r"\W*(?:we|our|this|it|all|every|each|the|as|because|since|n/?a)\b|\W*$")


def by_now(text: str, end: int) -> int | None:
    """Where "for now", "this year" or "please" is over that follows a rating."""
    found = cue("now.behind", lead=r"\s+", tail=_ENDED).match(text, end)
    found = found or cue("now.thought", lead=r"\s?[,(-]?\s{1,3}", tail=r"\)?(?=\s*(?:$|[.,;:!]))").match(text, end)
    found = found or cue("farewell.said", lead=r"\s+", tail=_NAMED).match(text, end)
    found = found or cue("farewell.kiss", lead=r"\s+", tail=r"\W*$").match(text, end)
    return found.end() if found else None


def past_us(text: str, end: int) -> int:
    """Where "N/A to us" is over: whom it does not apply to is no reason."""
    found = _TO_US.match(text, end)
    return found.end() if found else end


def ends(text: str, end: int, last: Mark) -> bool:
    """Whether the saying is over here: at a mark, at the end, or before a word that begins the reason."""
    if CLEAN.match(text, end) or by_now(text, end) or (last.is_picture and not last.is_number):
        return True
    if last.kind == "rating" and cue("later.open", lead=r"\s+").match(text, end):
        return True
    if _UP_FROM.match(text, end) or (_DATED.match(text, end) and not last.is_number):
        return True
    if _NEXT_WORD.match(text, end) is None:
        return text[end:].strip() in ("?", "+", "-")  # over, and unsure: see unfinished
    if last.kind == "yes_no" and last.value == "yes":
        return cue("reason.never_yes", lead=r"\s+").match(text, end) is None
    if cue("reason.deed", lead=r"\s+").match(text, end) and not last.is_number:
        return False
    side = {"aside": "aside", "yes_no": "no"}.get(last.kind, "number" if last.is_number else "label")
    label = text[last.start : last.end].split()
    is_no_word = label[-1:] and (label[-1] in COLOURS or (len(label) > 1 and label[-1] != "met"))
    if side == "label" and is_no_word and cue("reason.colour", lead=r"\s+").match(text, end):
        return True
    return cue(f"reason.{side}", lead=r"\s+").match(text, end) is not None


def other_sense(text: str, last: Mark) -> bool | None:
    """Whether the label means another thing here ("Outstanding: 3 actions"); None where it may ("Outstanding: DBS")."""
    if last.kind != "rating":
        return False
    if cue("senses.praise").fullmatch(text, last.start, last.end) and _PRAISED.match(text, last.end):
        return False if re.search(r"\w", text[: last.start]) else None  # "our strong, visible leadership" has its rule
    if not cue("senses.work").fullmatch(text, last.start, last.end):
        return False
    if _COUNTED.match(text, last.end):
        return True
    if _STILL_TO_DO.search(text, 0, last.start) or cue("senses.undone", lead=BEHIND).match(text, last.end):
        return None
    if _TO_DO.match(text, last.end):
        return None
    behind = text[last.end :].lstrip()
    return None if behind.startswith(":") and not _OF_US.match(behind[1:]) else False


def unfinished(text: str, end: int, last: Mark) -> bool:
    """ "2?", "2+", "2-" with nothing after: somewhere near, and not there."""
    rest = text[end:]
    if re.match(r"[\"'*_)\]]{0,4}\s*(?:\?|-+>|=+>|→|➔|➜|⇒)|-?ish\b", rest):
        return True
    if last.kind == "yes_no" and re.match(
        r"[\s,]*(?:and\b(?! (?:it|we|they|our|the|this|there|all|i)\b)|(?:or|&|/|but)\b)", rest
    ):
        return True
    if last.kind == "rating" and last.is_number and _COUNTED_ON.match(text, end):
        return True
    if last.kind == "rating" and _DENIED.match(text, end) and "not" not in text[:end]:
        return True
    return last.kind == "rating" and re.match(r"(?:\+|[-\u2212](?!\s*\w)(?!-))", rest) is not None
