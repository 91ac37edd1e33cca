"""Words that announce a name or belong to one: "called", "her brother", "Mrs", "aged 9", "the Brown family"."""

import re
from collections.abc import Sequence

from config.notation import LatePattern
from nlp.people.beside.things import is_plural, is_title_case
from nlp.people.beside.used import Use, use
from nlp.people.wordlists import Lists, NameWord, cues, lists

AFTER_TITLE = (" ", ". ")
ANNOUNCED = re.compile(r"[\s:?,\"“'‘-]{0,4}")
ALLOWED = re.compile(r"[\s:,-]{1,3}")
AGE = re.compile(r"\s?\(?,?\s?(?:\(|aged |age )?\d{1,2}\b(?!:|%|[/.-]\d| (?:per|of))")
CALLED_BY = LatePattern(
    r",? (?:as (?:[a-z]+ ){1,4}(?:calls?|called|knows?) (?:him|her|them)\b"
    r"|(?:to|by) (?:his|her|their) (?:friends|mates|family)\b|(?:is|was) the (?:[a-z]+ )?name (?:he|she|they)\b"
    r"|\(not (?:his|her|their) real name)"
)
IS = frozenset({"is", "are", "was", "as", "am", "i'm"})
ME = frozenset({"known", "i"})
CALLED = frozenset({"called", "named", "nicknamed", "as"})
KNOW = frozenset({"know", "knows", "knew", "known"})
THEM = frozenset({"him", "her", "them", "me", "who"})


def cued(text: str, tokens: Sequence[NameWord], place: int) -> int:
    """3 when a person is called by it, 2 when the words before announce a name, 1 when they only allow one."""
    if _is_called(text, tokens, place):
        return 3
    if not place:
        return 0
    before, gap = tokens[place - 1], text[tokens[place - 1].end : tokens[place].start]
    if gap == ", " and _is_apposed(text, tokens, place):
        return 2
    if gap == " " and (_is_raised(tokens, place) or _is_cleft(tokens, place)):
        return 2
    if before.low in cues().pets and gap == " " and tokens[place].low in lists().given:
        return 2
    if before.low in cues().naming and ANNOUNCED.fullmatch(gap):
        return 2
    if before.low in IS and place > 1 and (tokens[place - 2].low in cues().naming or tokens[place - 2].low in ME):
        return 2
    is_post = before.low in IS and place > 1 and tokens[place - 2].low in cues().posts
    if gap == " " and (is_post or before.low in ("says", "said")):
        return 2 if _is_in_lists(tokens[place]) else int(not is_post)
    if before.low in cues().before and ALLOWED.fullmatch(gap):
        return 2 if before.low in cues().people and not before.first else 1
    return 0


def _is_called(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether people call somebody so: "a man known as Shaky", "call her Mia", "Tommo, as his mates call him"."""
    if CALLED_BY.match(text, tokens[place].end):
        return True
    if not place:
        return False
    before, gap = tokens[place - 1].low, text[tokens[place - 1].end : tokens[place].start]
    if before in cues().alias and ANNOUNCED.fullmatch(gap):
        return True
    if before == "of" and place > 3 and [each.low for each in tokens[place - 4 : place - 1]] == ["by", "the", "name"]:
        return True
    if place > 1 and gap == " " and _calls(tokens[place - 2].low, before):
        return True
    if before not in CALLED or not ANNOUNCED.fullmatch(gap):
        return False
    earlier = [each.low for each in tokens[max(0, place - 5) : place - 1]]
    if before == "as":
        return not KNOW.isdisjoint(earlier) and not cues().someone.union(THEM).isdisjoint(earlier)
    return (
        earlier[-1:] == ["be"] or not {"he", "she"}.isdisjoint(earlier[-3:]) or not cues().someone.isdisjoint(earlier)
    )


def _is_apposed(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a name stands between commas after whoever it is of: "My manager, Gale, reads"."""
    token, before = tokens[place], tokens[place - 1]
    if (
        text[token.end : token.end + 1] not in (",", ".", ")", "")
        or token.low not in lists().names
        or before.is_capital
    ):
        return False
    return before.low in cues().posts or before.low in cues().someone or before.low in cues().people


def _is_raised(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether somebody is complained of by a name no list has: "concerns about Obuobi"."""
    token = tokens[place]
    known = lists()
    is_name = token.low in known.given and token.low not in cues().months and token.low not in known.places
    if token.text.isupper() or (token.low in known.words and not is_name) or is_plural(token, known):
        return False
    if tokens[place - 1].low == "neither":
        return True
    if (
        place > 2
        and tokens[place - 1].low == "to"
        and tokens[place - 2].low in ("twice", "again", "back", "over", "once")
    ):
        return tokens[place - 3].low in ("wrote", "spoke", "handed", "talked", "reported", "written", "spoken")
    return place > 1 and tokens[place - 1].low in ("about", "against") and tokens[place - 2].low in cues().raised


def _is_cleft(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether it is told who did it: "It was Brockthwaite who drove"."""
    if place < 2 or tokens[place - 1].low not in ("was", "is") or tokens[place - 2].low != "it":
        return False
    is_told = place + 1 < len(tokens) and tokens[place + 1].low == "who"
    return is_told and tokens[place].is_capital and not is_plural(tokens[place], lists())


def _calls(earlier: str, word: str) -> bool:
    """Whether somebody is called what follows: "call her Mia", "everybody calls Jay-J"."""
    if earlier in ("call", "calls", "called", "nicknamed"):
        return word in ("him", "her", "them")
    return word in ("calls", "call") and earlier in ("everybody", "everyone", "friends", "they", "who", "family")


def followed(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether the words after speak of a person: "said", "(7)", ", aged 9", "'s mum"."""
    token = tokens[place]
    if AGE.match(text[token.end : token.end + 12]):
        return not token.owns
    if place + 1 == len(tokens):
        return False
    after = tokens[place + 1]
    if text[token.end : after.start] not in (" ", ", "):
        return False
    return after.low in (cues().belongings if token.owns else cues().after) and not after.is_capital


def titled(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    before = tokens[place - 1]
    if before.owns or before.low not in cues().titles or text[before.end : tokens[place].start] not in AFTER_TITLE:
        return False
    known, token = lists(), tokens[place]
    if before.low in cues().sure_titles:
        is_plain = before.low in cues().plain_titles and not before.text.isupper() and token.is_capital
        return is_plain or token.low not in known.sector or token.low in known.names
    return token.low in known.names or token.low not in known.words


def is_household(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Whether a family is told of by its name: "the Okafors", "the Brown children"."""
    if not place or tokens[place - 1].low != "the" or is_title_case(tokens, place):
        return False
    low = tokens[place].low
    if low.endswith("s") and "-" not in low and not tokens[place].owns and low not in known.names:
        if low[:-1] in known.family or low[:-2] in known.family:
            return low not in known.words or (low[:-1] in known.family and use(text, tokens, place) > 0)
        is_unknown = low not in known.words and low[:-1] not in known.words and not is_plural(tokens[place], known)
        return is_unknown and not tokens[place].text.isupper() and use(text, tokens, place) > Use.NONE
    after = [each.low for each in tokens[place + 1 : place + 3]]
    if not after or after[0] not in cues().household or (len(after) > 1 and after[1] in cues().things | cues().posts):
        return False  # "the Thrive family hub"
    return low in known.family_not_sector or (low not in known.words and not tokens[place].text.isupper())


def _is_in_lists(token: NameWord) -> bool:
    return token.low in lists().names
