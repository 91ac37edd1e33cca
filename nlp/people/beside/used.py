"""Whether a word is used as a person, whatever else it may mean: by what is done, said, owned and who is met."""

import re
from collections.abc import Sequence
from enum import IntEnum

from config.notation import LatePattern
from nlp.people.beside.works import acts, has, has_a_post, is_somebody, is_told_to
from nlp.people.initials import AGED, AT_AGE, NEXT, does
from nlp.people.wordlists import NameWord, cues, lists

QUOTE = re.compile(r"(?:['’]s)?:? ?[\"“]")
SAID = re.compile(r"[\"”'’,] ?(?:said|says|told|asked|wrote|added) $")
SENTENCE = re.compile(r"[.!?;\n]")
WORDS = re.compile(r"[a-z'-]+")
PLAIN_WORDS = re.compile(r"[a-z-]+")
WITH_OWN = re.compile(r" and (?:his|her) ")
AFTER = 60  # characters after a word that may tell
INWARD = frozenset(
    {"lives", "lived", "feels", "felt", "loves", "loved", "misses", "thinks", "thought", "sleeps", "cried"}
)
RELATED = LatePattern(
    r" (?:is|was) (?:a|an|the|her|his|our|their|my) (?:[a-z]+ )?(?:(?:youngest|eldest|oldest)(?: of|[,.]|$)"
    r"|(?:twin|brother|sister|mum|mother|dad|father|aunt|uncle|cousin|foster carer|boy|girl)\b)"
    r"| (?:is|was) the (?:first|only one|last|one)(?: person)?"
    r" (?:to (?:say|tell|ask|see|notice|know|raise|come|leave)|who)\b"
    r"|(?: and [A-Z][a-z]+)? are (?:[a-z]+ )?(?:sisters|brothers|twins|siblings|cousins)\b"
)
AT_ONE_PLACE = re.compile(
    r" (?:at home|alone|at (?:her|his)|in (?:her|his)|with (?:her|his)|after school|on (?:her|his) own)\b"
)
IN_YEARS = re.compile(
    r", (?:who (?:is|was) )?(?:aged? )?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh)teen)(?:[,)]| (?:years?|yrs?|months?)\b)"
)
BESIDE = (" ", ",", ", ", " ,", "  ", ",,")
SAYING = frozenset({"said", "says", "told", "tells", "thinks", "thought"})


class Use(IntEnum):
    """How much the words around speak of a person."""

    NONE = 0
    SOME = 1  # what people do, but bodies too: "told us"
    SURE = 2  # what one person alone does: "told her teacher", "lives with"


def use(text: str, tokens: Sequence[NameWord], place: int) -> Use:
    """What the words beside a word say of it."""
    token = tokens[place]
    rest = SENTENCE.split(text[token.end : token.end + AFTER], maxsplit=1)[0]
    if token.text.isupper() and text.isupper():
        rest = rest.lower()
    if token.owns:
        near = PLAIN_WORDS.findall(rest)[:2]
        return Use.SURE if any(each in cues().belongings or each in cues().people for each in near) else Use.NONE
    if _is_told_of(token, rest):
        return Use.SURE
    if token.low in cues().colours and rest[:1] != " ":
        return Use.NONE  # a rating: "Amber, needs a plan"
    after = NEXT.match(rest) if rest[:1] in (" ", ",") else None
    words = [word or "" for word in after.groups()] if after else ["", "", ""]
    if words[0] == "who":
        words = [*words[1:], ""]
    if is_kin(text, tokens, place) or has(token, rest, words) or WITH_OWN.match(rest):
        return Use.SURE
    return _done(text, tokens, place, rest, words)


def _done(text: str, tokens: Sequence[NameWord], place: int, rest: str, words: Sequence[str]) -> Use:
    """What it does, or what is done with it."""
    token = tokens[place]
    is_doing = does(words[0], words[1], words[2]) or acts(token, rest, words)
    if _is_met(text, tokens, place) or SAID.search(text[max(0, token.start - 12) : token.start]):
        is_one = is_doing or AT_ONE_PLACE.match(rest) or is_told_to(text, tokens, place)
        return Use.SURE if is_one or _is_of_one(rest, words) else Use.SOME
    if is_doing:
        is_human = token.low in lists().names and _is_human(words)
        return Use.SURE if is_human or _is_of_one(rest, words) else Use.SOME
    is_speaker = QUOTE.match(rest) is not None and not token.text.isupper()
    return Use.SOME if is_speaker or is_somebody(token, rest, words) else Use.NONE


def _is_human(words: Sequence[str]) -> bool:
    """Whether a name does what no body or district does: "Preston cried", "Chester was arrested"."""
    if words[0] in ("was", "is", "were"):
        done = words[2] if words[1] in cues().between else words[1]
        return done in cues().done_to and done not in cues().bodies
    return words[0] in cues().doing and words[0] not in cues().bodies


def _is_told_of(token: NameWord, rest: str) -> bool:
    """Whether an age, a relative or a post follows: "(7)", "is her sister", "our DSL"."""
    if AGED.match(rest) and "(" in rest[:3]:
        return True
    is_so = AT_AGE.match(rest) or RELATED.match(rest) or IN_YEARS.match(rest)
    return is_so is not None or has_a_post(token, rest)


def _is_of_one(rest: str, words: Sequence[str]) -> bool:
    """Whether it is one person who is spoken of: "her teacher", "said he", "lives"."""
    if (words[0] in INWARD and words[1] != "experience") or tuple(words[:2]) in (("went", "missing"), ("ran", "away")):
        return True
    said = WORDS.findall(rest)[:9]
    for at, one in enumerate(said):
        near = said[at + 1 : at + 4]
        if one in ("his", "her") and any(_is_related(each) for each in near[:2]):
            return True
        if one in SAYING and ("he" in near or "she" in near):
            return True
    return False


def _is_related(word: str) -> bool:
    known = cues()
    return any(word in each for each in (known.belongings, known.people, known.titles, known.child, known.posts))


def _is_met(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether somebody meets, asks or speaks to it, or it is called a child or a relative."""
    if not place or text[tokens[place - 1].end : tokens[place].start] not in BESIDE:
        return False
    before = tokens[place - 1]
    earlier = tokens[place - 2].low if place > 1 else ""
    if before.low in cues().anywhere:
        return tokens[place].low in lists().names
    if before.low in cues().meeting:
        return not _is_season(tokens, place) or _ends_there(tokens, place)
    return before.low in ("to", "with", "when") and (earlier in cues().meeting or before.low == "when")


def _is_season(tokens: Sequence[NameWord], place: int) -> bool:
    return tokens[place].low in cues().months or tokens[place].low in cues().seasons


def _ends_there(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether nothing follows that a month or a season would be of: "we met June at home", not "saw April showers"."""
    return place + 1 == len(tokens) or tokens[place + 1].low in cues().met_there | cues().doing


def is_kin(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether it follows somebody's relative: "her brother Blue"."""
    if place < 2 or text[tokens[place - 1].end : tokens[place].start] != " ":
        return False
    return tokens[place - 1].low in cues().people and tokens[place - 2].low in cues().whose
