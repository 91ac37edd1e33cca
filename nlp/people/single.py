"""A name of one word: a name that is nothing else, or a word that is used as one."""

import re
from collections.abc import Sequence

from nlp.people.beside import (
    Use,
    cued,
    followed,
    is_household,
    is_located,
    is_of_time,
    is_plural,
    is_rather_a_thing,
    is_title_case,
    use,
)
from nlp.people.small import is_strong, owns_bare
from nlp.people.wordlists import Lists, NameWord, cues, lists

CONTRACTED = re.compile(r"'(?:ve|d|ll|re|m|t)$")
TOLD_OF = frozenset({"about", "against", "to", "that", "because", "when", "whether"})
PREFIX = re.compile(r"^(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Fitz|[OD]['’])(?=[A-Z])")
SPEAKS = frozenset({"said", "says", "told", "asked", "thinks", "wants", "feels"})


def is_single_name(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Whether one word alone names somebody here."""
    token = tokens[place]
    if _is_never(token):
        return False
    is_thing = is_rather_a_thing(text, tokens, place)
    is_there = not token.owns and is_located(text, tokens, place)
    if owns_bare(tokens, place, known) or is_household(text, tokens, place, known):
        return True
    if not is_thing and not is_there and is_strong(token, known):
        return True
    used, announced = use(text, tokens, place), cued(text, tokens, place)
    if is_there and used < Use.SURE:
        return False
    if announced == 3:
        return token.low not in cues().things
    least = Use.SURE if token.low in known.places else Use.SOME if is_thing else Use.NONE
    if used < least and announced < 2:
        return False
    return _is_used(text, tokens, place, used, announced)


def _is_used(text: str, tokens: Sequence[NameWord], place: int, used: Use, announced: int) -> bool:
    """Whether a word that may be a name is used as one."""
    token, known = tokens[place], lists()
    is_followed = followed(text, tokens, place)
    if token.low in known.given:
        surely = Use.SURE if announced > 1 else used
        return _is_given(text, tokens, place, surely, followed=is_followed) or _is_colour(tokens, place, used)
    if token.low in known.sure_family:
        return not token.first or is_followed or announced > 0 or used > Use.NONE or _owns(token)
    if token.low in known.family_not_sector and announced >= 2:
        return True
    if used and token.low in known.family_not_sector and not _is_a_role(token) and token.low not in cues().things:
        is_many = is_plural(token, known) and used < Use.SURE and not _is_singular(tokens, place)
        return not (is_many or is_title_case(tokens, place))
    if announced and token.low in known.family_not_sector and not token.first and _is_by_itself(text, tokens, place):
        return True
    if token.low in known.words or token.low in cues().things or token.low in cues().titles:
        return (used == Use.SURE and _may_be_any(token, known)) or _is_colour(tokens, place, used)
    if _is_odd(token):
        return announced >= 2
    if used and not is_title_case(tokens, place) and not is_plural(token, known):
        return True
    if is_plural(token, known) and announced < 2:
        return False
    return announced >= 2 or (announced == 1 and is_followed) or (is_followed and not token.first and token.owns)


def _is_odd(token: NameWord) -> bool:
    """Whether its capitals are those of no name: "CPOMS", "LiquidLogic"; "McNab" and "Lund-Hale" are well."""
    parts = PREFIX.sub("", token.text).replace("'s", "").replace("’s", "").split("-")
    return not all(part[:1].isupper() and (len(part) == 1 or part[1:].islower()) for part in parts)


def _is_singular(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether one is meant though it ends as many do: "Mills was arrested"."""
    return place + 1 < len(tokens) and tokens[place + 1].low in (
        "was",
        "is",
        "has",
        "does",
        "wasn't",
        "isn't",
        "hasn't",
    )


def _is_by_itself(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a family name that is a word too stands alone in a sentence with its capital: "handed over to Stone"."""
    token = tokens[place]
    if _is_a_role(token) or token.low in cues().things or is_plural(token, lists()) or is_title_case(tokens, place):
        return False
    return tokens[place - 1].low in TOLD_OF and text[tokens[place - 1].end : token.start] == " "


def _owns(token: NameWord) -> bool:
    return token.owns and not token.text.isupper()


def _is_colour(tokens: Sequence[NameWord], place: int, used: Use) -> bool:
    """Whether a colour speaks: "Blue said they'd like"."""
    if tokens[place].low not in cues().colours or not used or place + 1 == len(tokens):
        return False
    return tokens[place].is_capital and tokens[place + 1].low in SPEAKS


def _is_never(token: NameWord) -> bool:
    if token.first and token.low in lists().never_first:
        return True
    is_short = len(token.text) < 2 or (token.text.isupper() and len(token.low) <= 3)
    return is_short or token.low in cues().never or CONTRACTED.search(token.low) is not None


def _is_given(text: str, tokens: Sequence[NameWord], place: int, used: Use, *, followed: bool) -> bool:
    """Whether a given name is one here, since it may be another word, a month or a place."""
    token, known = tokens[place], lists()
    if is_strong(token, known):
        return True
    if used < Use.SURE and place and tokens[place - 1].low == "the":
        return False  # "the Rio"
    if used or not token.is_capital:
        return used > Use.NONE and not is_of_time(tokens, place)
    if token.low in known.months_and_places:
        return followed and not token.first
    of = text[token.end : token.end + 4] == " of "
    is_thing = place > 0 and tokens[place - 1].low in cues().before_things
    if token.owns and not of:
        return text[token.end : token.end + 2].strip().islower()  # "Grace's bed"
    return not (token.first or of or is_thing or is_title_case(tokens, place))


def _may_be_any(token: NameWord, known: Lists) -> bool:
    """Whether any word may be somebody's name: not one of many, and not of the sector, seasons and colours apart."""
    if token.low in known.names and not _is_a_role(token):
        return True
    if token.low in cues().things or token.low in cues().titles or token.low in known.places or is_plural(token, known):
        return False
    return token.low not in known.sector or token.low in cues().seasons


def _is_a_role(token: NameWord) -> bool:
    """Whether a family name is rather what somebody is, or how much was said: "Child said", "Little said"."""
    low = token.low
    return low in cues().little or any(
        low in each for each in (cues().titles, cues().posts, cues().child, cues().people, cues().someone)
    )
