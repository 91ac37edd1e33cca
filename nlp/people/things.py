"""Names that are no people: schools, wards, roads, laws, inquiries, months, and words of many."""

import re
from collections.abc import Sequence

from nlp.people.used import Use, use
from nlp.people.wordlists import Lists, NameWord, cues, lists

ITS = re.compile(r" (?:what|how|if|why|where|about) (?:he|she|his|her)\b")  # "Ask Olive what she wants"
MANY = re.compile(r"(?:[eo]rs|ists|ians|ents|ants|ums|ees|ies|ettes|ments|tions|ings)$")  # referrers, locums


def is_rather_a_thing(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a name is something else unless it is used as a person: an inquiry, a month, a scheme, "IRIS"."""
    token = tokens[place]
    if (
        token.low in cues().inquiries
        or token.low in cues().months
        or (_is_asked_for(tokens, place) and not ITS.match(text, token.end))
    ):
        return True
    if place and tokens[place - 1].is_capital and tokens[place - 1].low in cues().schemes:
        return True
    return token.text.isupper() and not text.isupper()


def _is_asked_for(tokens: Sequence[NameWord], place: int) -> bool:
    """The scheme of bars: "Ask Angela", "Ask for Angela"."""
    return place > 0 and (
        tokens[place - 1].low == "ask"
        or (place > 1 and [each.low for each in tokens[place - 2 : place]] == ["ask", "for"])
    )


def is_of_time(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a month or a season is one here: "in June", "last summer"."""
    is_time = tokens[place].low in cues().months or tokens[place].low in cues().seasons
    return is_time and place > 0 and tokens[place - 1].low in cues().times


def is_plural(token: NameWord, known: Lists) -> bool:
    return (token.low.endswith("s") and token.low[:-1] in known.words) or MANY.search(token.low) is not None


def is_title_case(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether the neighbours are capitalised too, as in a heading or the name of a programme."""
    near = [tokens[at] for at in (place - 1, place + 1) if 0 <= at < len(tokens)]
    return any(each.is_capital and not each.first and len(each.text) > 1 for each in near)


def names_a_thing(text: str, tokens: Sequence[NameWord], place: int, run: int, *, titled: bool) -> bool:
    """Whether the run is part of the name of a school, a trust, a road or a law."""
    last = tokens[place + run - 1]
    rest = tokens[place + run : place + run + 2]
    if (
        rest
        and {rest[0].low, rest[0].low.removesuffix("s")} & cues().papers
        and joined(text, last, rest[0])
        and not (titled or last.owns)
    ):
        return True
    if rest and joined(text, last, rest[0]) and rest[0].is_capital and not titled:
        if rest[0].low in cues().things:
            return True
        if len(rest) > 1 and rest[1].low in cues().things and rest[1].is_capital and joined(text, rest[0], rest[1]):
            return True
    if run == 1 and last.owns and rest and text[last.end : rest[0].start] == " " and rest[0].is_capital and not titled:
        return rest[0].low not in cues().belongings  # "Martha's Rule"
    if run == 2 and last.low in cues().buildings and not titled:
        return use(text, tokens, place + 1) == Use.NONE
    if run == 1 or last.low not in cues().things:
        return False
    return run > 2 or last.low not in lists().family or not (titled or tokens[place].low in lists().sure_given)


def joined(text: str, one: NameWord, other: NameWord) -> bool:
    gap = text[one.end : other.start]
    if one.text in ("A", "I"):  # an article, a pronoun or a roman number, unless a full stop makes it an initial
        return gap in (". ", ".")
    return gap in (" ", "\u00a0") or (gap in (". ", ".") and one.is_initial)
