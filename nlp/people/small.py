"""Names written in small letters: "mr khan", "aisha begum", "we asked jayden", "leahs mum"."""

from collections.abc import Sequence

from nlp.people.beside import Use, use
from nlp.people.wordlists import Lists, NameWord, cues, joined, lists

SHORT = 3  # letters of a name in small letters, up to which it may be any other word
OWN_KIN = frozenset({"mum", "mother", "dad", "father", "nan", "gran", "brother", "sister", "mam", "stepdad"})
SPOKEN = frozenset({"spoke", "spoken", "talked", "listened", "speak", "talk", "met", "chat"})
RANG = frozenset({"rang", "phoned", "asked", "told", "met", "visited", "texted"})
AFTER = frozenset(
    {"about", "if", "on", "who", "alone", "that", "again", "today", "yesterday", "when", "because", "he", "she"}
)
CLOSES = ("", ".", ",", ";", ")", "\n", "_")


def is_named_small(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Names without capitals: "mr khan", "aisha begum", "we asked jayden", "poppy lives with her gran"."""
    token = tokens[place]
    if place and tokens[place - 1].low in cues().sure_titles and joined(text, tokens[place - 1], token):
        return token.low in known.names or len(token.low) == 1
    if owns_bare(tokens, place, known):
        return True
    if token.first and token.low not in known.given:
        return token.low not in known.known and use(text, tokens, place) == Use.SURE
    if token.low not in known.given or (place and tokens[place - 1].low in cues().before_things):
        return False
    if not is_strong(token, known):
        if (
            _is_beside_one(text, tokens, place, known)
            or _is_between_commas(text, tokens, place)
            or _is_of_kin(text, tokens, place)
            or _is_spoken_to(text, tokens, place)
        ):
            return True
        least = Use.SOME if text.islower() else Use.SURE
        return token.first and token.low not in cues().seldom and use(text, tokens, place) >= least
    if len(token.low) > SHORT or use(text, tokens, place) > Use.NONE:
        return True
    return _is_before_family(text, tokens, place, known) or _is_beside_one(text, tokens, place, known)


def _is_before_family(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    if place + 1 == len(tokens):
        return False
    after = tokens[place + 1]
    return joined(text, tokens[place], after) and after.low in known.rare_family and not after.is_capital


def _is_of_kin(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether somebody's mother or brother follows, without the apostrophe: "spoke with grace mum"."""
    if place + 1 == len(tokens) or tokens[place].low in ("will", "may", "art") or tokens[place].low in cues().seldom:
        return False
    return text[tokens[place].end : tokens[place + 1].start] == " " and tokens[place + 1].low in OWN_KIN


def _is_beside_one(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Whether a name that is nothing else stands beside it: "leo and mia were seen"."""
    for at in (place - 2, place + 2):
        if 0 <= at < len(tokens) and tokens[(at + place) // 2].low == "and" and is_strong(tokens[at], known):
            first, last = sorted((at, place))
            return text[tokens[first].end : tokens[last].start] == " and "
    return False


def _is_spoken_to(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether somebody spoke to it, though it is a word too: "i spoke to bob about the gate"."""
    low = tokens[place].low
    if not place or low in cues().abstract or low in cues().seldom or low in cues().months or low in lists().sector:
        return False
    after = tokens[place + 1].low if place + 1 < len(tokens) else ""
    before = tokens[place - 1].low
    is_spoken = before in ("to", "with") and place > 1 and tokens[place - 2].low in SPOKEN
    is_end = text[tokens[place].end : tokens[place].end + 1] in CLOSES
    return (is_spoken or before in RANG) and (is_end or after in AFTER)


def _is_between_commas(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether it stands apart behind whoever it is: "the driver, dean, had", "her dad (mark)"."""
    if not place or text[tokens[place].end : tokens[place].end + 1] not in (",", ")"):
        return False
    if text[tokens[place - 1].end : tokens[place].start] not in (", ", " ("):
        return False
    return tokens[place - 1].low in cues().posts or tokens[place - 1].low in cues().someone | cues().people


def ends_small_name(text: str, token: NameWord, known: Lists, before: Sequence[NameWord]) -> bool:
    """Whether a family name that is a word too closes a name and what is said: "the lead is karen marsh"."""
    if not before or before[0].is_capital or token.is_capital or not is_strong(before[0], known):
        return False
    return token.low in known.family and text[token.end : token.end + 1] in CLOSES


def owns_bare(tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Whether a name in small letters owns what follows, without the apostrophe: "leahs mum"."""
    low = tokens[place].low
    if not low.endswith("s") or low[:-1] not in known.sure_given or low in known.known or place + 1 == len(tokens):
        return False
    return tokens[place + 1].low in cues().belongings or tokens[place + 1].low in cues().people


def is_strong(token: NameWord, known: Lists) -> bool:
    """A given name that is no other word."""
    return token.low in known.sure_given
