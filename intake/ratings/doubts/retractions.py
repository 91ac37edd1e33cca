"""What behind a rating takes it back: it hangs on something, is a draft, is another's word, or was a joke. Pure."""

import re
from typing import NamedTuple

from config.notation import LatePattern
from intake.ratings.cues import BEHIND, cue, said

_ANY_MARK = r"[\s\-,;:.!(\[=/*_\"']*"
_ASIDE = r"\s*[,;:(\[*_=-][\s,;:(\[*_-]*"  # "3 (CQC)", "3, draft": a mark must stand between
_WHOLE = r"(?=\s*(?:$|[.,;!)\]]))"
_YEAR = r"(?:,?\s(?:in\s)?(?:[a-z]+\s)?20\d\d)?"
_TO_HERE = rf"(?:{said('later.here')}\s+){{0,3}}"
_HELD = r"[\s,;(\[*_-]*"
_RECORDED = rf"{_ANY_MARK}(?:(?:as )?recorded\)?\s*)?"  # "Amber (recorded) is wrong"
_WITH_ANY = r"[\s,;:(\[*_=-]+"
_LEFT = (  # "Green, Sam to confirm"
    r"(?:[a-z][\w'.-]*\s){1,3}to\s(?:(?:confirm|check|agree|verify|approve|decide|sign\soff)"
    r"|be\s(?:confirmed|checked|agreed|verified|approved|decided|signed\soff))"
    r"|(?:i'll|we'll|will|shall)\s(?:check|confirm|verify)(?:\s(?:that|this|it))?\swith\s[a-z][\w'-]*(?:\s[a-z][\w'-]*)?"
    r"|(?:awaiting|(?:waiting|wait)\sfor|per|via)\s[a-z][\w'.-]*|needs\s[\w-]+'s?\s(?:ok|okay|approval|agreement|view|input|say-so)"
)
_TOLD_BY = (
    r"(?!(?:i|we|it|that|this)\s)[a-z][\w'.-]*\s(?:says|thinks|reckons|believes|feels)(?:\s(?:so|that))?"
    r"|(?:says|said|reckons|thinks|according\sto)\s[a-z][\w'.-]*(?:\s[a-z][\w'.-]*){0,2}"
)
_OF_ONE = r"(?!(?:today|this|last|year|now|it|that|let)'s)[^\W\d_]+'s"
_POSSESSED = rf"{_OF_ONE}\s+"


class Retraction(NamedTuple):
    """How a rating is taken back, and the words behind it that do so."""

    kind: str
    value: str


def _ways() -> tuple[tuple[str, LatePattern], ...]:
    people, pronoun, view = said("theirs.people"), said("theirs.pronoun"), said("theirs.view")
    led, papers = rf"(?:{said('theirs.led')}\s+){{0,3}}", rf"(?:\s+(?:{view}|{said('theirs.paper')})){{0,3}}"
    whose = rf"{led}{people}(?:'s?)?(?:\s+{view}){{0,3}}|(?:{said('theirs.from')}\s+){led}{people}(?:'s?)?{papers}"
    names = rf"{led}{_POSSESSED}(?:{view}|{said('theirs.paper')})"
    they = rf"(?:so\s+)?{pronoun}\s+{said('theirs.says')}(?:\s+us|\s+so)?"
    told = rf"{said('theirs.told')}\s+{people}|{said('theirs.what')}\s+(?:{people}|{pronoun})\s+{said('theirs.says')}"
    return (
        ("later", cue("later.condition", "later.if", lead=rf"{_HELD}{_TO_HERE}")),
        ("later", cue("later.held", lead=_HELD)),
        ("later", cue("later.waits", lead=r"\.\s{1,2}", tail=r"\s[^.;:!\n]{3,50}\.?\s*\Z")),
        ("asks back", cue("asks_back.joke", lead=_ANY_MARK)),
        ("asks back", cue("asks_back.withdrawn", lead=_ANY_MARK, tail=_WHOLE)),
        ("asks back", cue("asks_back.disputed", lead=_RECORDED)),
        ("asks back", cue("asks_back.denied", lead=_RECORDED, tail=_WHOLE)),
        ("asks back", cue("asks_back.said", lead=_WITH_ANY, tail=_WHOLE)),
        ("asks back", LatePattern(rf"{_ASIDE}(?:{_LEFT}){_WHOLE}")),
        ("somebody else's", LatePattern(rf"{_ASIDE}(?:{_TOLD_BY}){_WHOLE}")),
        ("asks back", cue("asks_back.state", lead=_ASIDE, tail=_WHOLE)),
        ("past", cue("past.that", lead=_ANY_MARK)),
        ("place", cue("place.only", lead=_ASIDE, tail=_WHOLE)),
        ("somebody else's", LatePattern(rf"{_ASIDE}(?:{whose}|{names}|{_OF_ONE}|{they}){_YEAR}{_WHOLE}")),
        ("somebody else's", LatePattern(rf"{_ANY_MARK}(?:{told})(?!\w)")),
    )


_WAYS = _ways()
_UNSETTLED = cue("asks_back.unsettled", lead=_ASIDE)
_PART_ONLY = LatePattern(  # but "N/A, we see adults only in this clinic" says why
    r"(?![\s,:–(-]{0,4}(?:we|they|it|our|because|as|since)\b)[^.;]{0,30}?\bonly\s{1,3}(?:for|to|in|at)\b|[\s,]*(?:for|to|in|at)\s[^.;,]{1,40}\sonly(?=\s*(?:$|[.,;)]))"
)


def taken_back(text: str, end: int, *, is_lowest: bool) -> Retraction | None:
    """What takes back the rating that ends here; "Not in place - not agreed by the board" gives the reason."""
    ways = _WAYS if is_lowest else (*_WAYS, ("asks back", _UNSETTLED))
    found = ((kind, way.match(text, end)) for kind, way in ways)
    return next((Retraction(kind, each[0].strip(" ,;:.!([=/*_-")) for kind, each in found if each), None)


_UNANSWERED = cue("aside.unanswered", lead=BEHIND)
_UNSURE = cue("aside.unsure", lead=BEHIND, tail=_WHOLE)
_OF_SOME = cue("place.some", lead=r"\s(?:to|for|at|with|on|in)\s(?:(?:our|the|any)\s)?", tail=_WHOLE)


def unanswered(text: str, end: int) -> Retraction | None:
    """ "N/A - ran out of time", "N/A = not assessed": an N/A that leaves the question open."""
    for kind, way in (("asks back", _UNANSWERED), ("asks back", _UNSURE), ("place", _OF_SOME)):
        if found := way.match(text, end):
            return Retraction(kind, found[0].strip(" ,;:.!([=/*_-"))
    return None


def for_some_only(text: str, end: int, rating: re.Pattern[str]) -> Retraction | None:
    """ "N/A to Hull; 2 for Leeds", "N/A for under fives only": an N/A that is said of a part."""
    part = _PART_ONLY.match(text, end)
    other = re.compile(
        rf"(?:[;,.:=]|\b(?:is|are|but|and|others?|rest|elsewhere|otherwise|so|hence))\s*(?:an?\s+)?{rating.pattern}(?=\W*$|\s*[,;)]|\s+(?:for|to|at|in)\b)"
    )
    found = part or other.search(text, end, end + 120)
    return Retraction("place", found[0].strip(" ,;:.=")) if found else None
