"""Names written in small letters: "mr khan", "aisha begum", "we asked jayden", "leahs mum"."""

from collections.abc import Sequence

from nlp.people.things import joined
from nlp.people.used import Use, use
from nlp.people.wordlists import Lists, NameWord, cues

SHORT = 3  # letters of a name in small letters, up to which it may be any other word
CLOSES = ("", ".", ",", ";", ")", "\n")


def is_named_small(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Names without capitals: "mr khan", "aisha begum", "we asked jayden", "poppy lives with her gran"."""
    token = tokens[place]
    if place and tokens[place - 1].low in cues().sure_titles and joined(text, tokens[place - 1], token):
        return token.low in known.names or len(token.low) == 1
    if owns_bare(tokens, place, known):
        return True
    if token.low not in known.given or (place and tokens[place - 1].low in cues().before_things):
        return False
    if not is_strong(token, known):
        return token.first and token.low not in cues().seldom and use(text, tokens, place) == Use.SURE
    return (
        len(token.low) > SHORT or use(text, tokens, place) > Use.NONE or _is_before_family(text, tokens, place, known)
    )


def _is_before_family(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    if place + 1 == len(tokens):
        return False
    after = tokens[place + 1]
    return joined(text, tokens[place], after) and after.low in known.rare_family and not after.is_capital


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
