"""Whether a line above answers says that they rate another thing, another agency or another time. Pure."""

import re

from config.notation import LatePattern
from intake.letters.disowned.houses import is_own_kind, names_another_house
from intake.letters.disowned.said import disowned
from intake.letters.disowned.ways import speaks_of_now, way_it_heads
from intake.letters.ours import Known
from intake.ratings import levelled

_THING = LatePattern(  # a rating or a number beside a question, and none of the question
    r"\b(?:risks?|actions?(?! plan is)|minutes|agenda|kpis?|dashboards?|contracts?|incidents?"
    r"|priorit(?:y|ies)|urgen(?:t|cy)|importance|severity|likelihood"
    r"|confidence|quality of|how (?:easy|hard|difficult|sure|confident|urgent|important|far"
    r"|many|much|long|often|well)|clarity|numbers? of|count of|number per"
    r"|versions? of|version numbers?|levels? (?:of|needed|required|per)|(?:training|risk|maturity)"
    r" levels?|appendi(?:x|ces)|page numbers?|pages in|cross-?references?"
    r"|who (?:answers?|leads?|does|owns?|is)|leads? (?:on|for|per)|owners?|deadlines?|votes?"
    r"|polls?|budgets?|costs?|hours|days for|effort|workload|progress (?:on|with|against)"
    r"|status of|files? (?:attached|sent|per|by)|copies|prevent|adults?|dspt|toolkit|section"
    r" (?:175|157)|sef|domestic abuse|nhs safeguarding assurance"
    r"|data security|health and safety|equality impact|benchmarks?|averages?|national|regional"
    r"|good looks like|competenc(?:y|ies)|matrix|recap|transcript|agreed in principle)\b"
)
_TIME = LatePattern(
    r"\b(?:previously|formerly|historic(?:al(?:ly)?)?|at the time|in the past|used to|back in"
    r"|pre-(?!schools?\b|k\b|exam|populat)\w{3,20}|before (?!you\b|we\b|(?:\w+ ){0,3}(?:surgery"
    r"|clinics?|school|lunch|work|bed|weekend"
    r"|holidays?|patients?|leave|starts?|opens?)\b)(?:\w+)|trajectory|projection|projected|milestones?"
    r"|where (?:we|i|they) (?:were|was|want|will|would|hope|aim)|when (?:we|i) (?:was|were|started)"
    r"|(?:would|'d) (?:have|guess)|(?<!\Ai)(?<!\Awe)(?: would|'d) say"
    r"|by (?:next|the end of|summer|spring|autumn|winter)|next year|baseline)\b"
)
_RATES = (
    r"(?:say|says|said|wrote|writes|gave|give|gives|found|finds|voted|vote|think|thinks|thought"
    r"|told|sent|(?:scored|rated|judged) (?:us|me|these|this|it)|reckons?|suggests?|proposes?"
    r"|pasted|copied|forwarded)"
)
_TOLD = LatePattern(rf"(?<!\bto )\b{_RATES}\b")
_OUR_ANSWERS = LatePattern(
    r"(?:(?:here|these|the following) (?:are|is) )?(?:our|my) (?:own )?(?:ratings|answers|scores"
    r"|responses)\b"
)
_ATTRIBUTES = LatePattern(r"[@<]|\A\W{0,3}on \S{0,12}\s?\d")
_SISTER = LatePattern(
    r"\((?:our |a |the )?(?:sister|partner|neighbouring|other) \w+\)"
)  # "Elm House (sister practice)"
_HAD = LatePattern(r"(?:(?!(?:we|i|you|it|all|this|that)\b)[\w'-]{1,20} ){1,4}had\Z")  # "Ann (who left in May) had:"
_UNCHECKED = LatePattern(r"\bnot (?:yet |been )?(?:checked|moderated|agreed|approved|confirmed|verified)\Z")
_OWN = LatePattern(r"\b(?:we|i|we've|i've|ours|ourselves|my)\b")
_PASTED = LatePattern(
    r"(?<!your )\b(?:pasted|copied|text|e-?mail|message|note|extract|transcript) (?:from|by|of)\b"
    r"(?! (?:(?:my|our)(?: own)?(?: [a-z]{3,12})? (?:(?:spread)?sheet|workbook|table|tracker|document)"
    r"|excel|word)\W*\Z)"
    r"|\bforwarded\b"
    r"|\bbegin forward"
)
_VIEW = (
    r"(?:scores?|answers?|ratings?|views?|opinions?|self-?\s?assessments?|returns?|responses?"
    r"|grades?|figures|verdicts?|judgements?|feedback|comments?|report|review)"
)
_POSSESSED = LatePattern(
    rf"(?<![\w-])(?P<who>[\w-]{{1,30}})(?:'s|s') (?:own |latest |quality |internal |honest )?{_VIEW}\b"
)
_FOR = LatePattern(
    r"(?i:on behalf of|(?:answers?|ratings?|scores?|responses?) for|for) (?i:the )?"
    r"(?:(?P<name>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3})(?: only)?\Z"
    r"|(?P<site>[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}) (?i:sites?|branch|campus|wing|ward)\b)"
)
_OUTSIDE = LatePattern(
    r"\b(?:local authority|nhs england|icb|ccg|cqc|ofsted|estyn|hmip|commissioners?|auditors?"
    r"|consultants?|inspectors?|inspection|umbrella body|critical friend|peer|parents|young"
    r" people|pcn)\b"
)
_SELF = frozenset(
    [
        "our",
        "my",
        "the",
        "everyone",
        "team",
        "board",
        "today",
        "year",
        "week",
        "month",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
    ]
)
_CONDITION = LatePattern(  # and no main clause behind a comma: "If the new post is funded:"
    r"(?:if|assuming|provided|providing|unless|once|should|as soon as|as long as|(?:when|after|until)"
    r"(?= (?:[\w'-]{1,30} ){1,4}(?:is|are|starts?|arrives?|returns?|opens?|comes|agrees?|gets?|begins?|we expect)\b))"
    r" (?!(?:i|you|it|this|that|these|any\w*|there|not|so|required|again|more|possible|needed"
    r"|we (?:have|are|were|may|can|could))\b)"
    r"(?:[\w'-]{1,30} ){1,8}[\w'-]{1,30}\Z"
)
_ANNOUNCES = LatePattern(  # "... before surgery starts, so here goes"
    r"(?:\b(?:so|but|finally|anyway)|\bhere (?:it is|they are|this is|goes|(?:you|we) (?:go|are)|are (?:ours|mine)))\Z"
)
_SHOWS = LatePattern(r"\W{0,3}(?:here|this|that|these|below)(?:'s| is| are) (?:how|what)\b")
_AROUND = " \t\xa0:-\u2013\u2014*_#="
_UNREAD = LatePattern(  # nobody is to read what stands below
    r"\b(?:not|never) (?:to be )?(?:read|seen|counted) by\b|\bnote to (?:self|myself)\b|\bnot for you\b"
    r"|\b(?:do not|don't|dont|ignore|disregard|nothing|never)\b.{0,24}\b(?:below|beneath|under) (?:this|the|here)\b"
    r"|\b(?:notes|scribbles?|jottings?|workings?)\b.{0,12}\b(?:ignore|for me|private)\b"
)
_LONGEST = 120  # characters of a heading
_ASIDE = LatePattern(r"\([^()]{0,120}\)")
_CLAUSE = LatePattern(r"(?<=[.!?])\s+")
STANDS_ABOVE = "“{0}” stands above it. Write “[{1}]” and your own rating of now on a line."


def heads_another(line: str, known: Known) -> bool:
    """Whether what stands below this line is no rating of now of the agency that was asked."""
    if len(line) > _LONGEST or _ATTRIBUTES.search(levelled(line)):
        return False  # a mailer's line above a quote says whose it is elsewhere
    if disowned([line], known) is not None:
        return True
    if _UNREAD.search(levelled(line)) or _SISTER.search(levelled(line)):
        return True
    last = _CLAUSE.split(line.strip())[-1]
    said = " ".join(_ASIDE.sub(" ", last).strip(_AROUND).split())
    flat = levelled(said)
    if speaks_of_now(flat):
        return False
    if way_it_heads(flat) and not last.endswith(("!", "?", ",", ";")):
        return True
    if last.endswith((".", "!", "?", ",", ";")) and not _PASTED.search(levelled(last)):
        return _SHOWS.match(levelled(last)) is not None and names_another_house(last, levelled(last), known)
    if _of_others(said, flat, known) or _CONDITION.match(flat):
        return True
    return _ANNOUNCES.search(flat) is None and (_TIME.search(flat) or _THING.search(flat)) is not None


def _of_others(said: str, flat: str, known: Known) -> bool:
    if _PASTED.search(flat) or (
        " " in flat and _TOLD.search(flat) and not _OWN.search(flat) and not _OUR_ANSWERS.match(flat)
    ):
        return True
    if _HAD.fullmatch(flat) or _UNCHECKED.search(flat) or is_others_view(flat, known) or _for_others(said, known):
        return True
    if _OUTSIDE.search(flat) and not re.search(r"\b(?:with|after|following|since|to|from last|had)\b", flat):
        return True
    return bool(known.addressed) and names_another_house(said, flat, known)


def passes_on(heading: str, known: Known) -> bool:
    """Whether its writer passes on what a colleague told, which is evidence of theirs but no rating: "HR say"."""
    flat = levelled(heading)
    is_told = _TOLD.search(flat) is not None and not _PASTED.search(flat) and not way_it_heads(flat)
    return is_told and not _OUTSIDE.search(flat) and not names_another_house(heading, flat, known)


def is_others_view(flat: str, known: Known) -> bool:
    """Whether words speak of somebody's view that is not the agency's: "Ben's ratings"."""
    return any(_is_others(found, flat, known) for found in _POSSESSED.finditer(flat))


def _for_others(said: str, known: Known) -> bool:
    """Whether answers are given for whoever is named: "On behalf of Oak Lodge", and not "Sent on behalf of Ben Kay"."""
    found = _FOR.match(said)
    name = levelled(found["name"] or found["site"] or "").split() if found else []
    return bool(name) and not set(name) & (known.addressed | known.names)


def _is_others(found: re.Match[str], flat: str, known: Known) -> bool:
    """Whether somebody's view is not that of the agency: "Ben's view", and not "our school's view"."""
    owner = " ".join(flat[: found.start()].split()[-1:])
    if found["who"] in ("everybody", "everyone"):
        return False
    return found["who"] not in known.addressed | known.names | _SELF and not is_own_kind(found["who"], owner, known)
