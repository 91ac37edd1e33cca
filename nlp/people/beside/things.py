"""Names that are no people: schools, wards, roads, laws, inquiries, months, and words of many."""

import re
from collections.abc import Sequence

from nlp.people.beside.used import Use, use
from nlp.people.wordlists import Lists, NameWord, cues, joined, lists

ITS = re.compile(r" (?:what|how|if|why|where|about) (?:he|she|his|her)\b")  # "Ask Olive what she wants"
SAYING_OF = re.compile(r" (?:of the|of all|the lad)\b")  # "Eve of the inspection", "Jack the lad"
TOY = re.compile(r",? the (?:([a-z]+) )?([A-Za-z]+)\b")
HOUSES = frozenset(
    {"school", "hospital", "college", "university", "hall", "house", "centre", "building", "court", "clinic", "surgery"}
)
NOBLE = frozenset({"sir", "dame", "lord", "lady"})
CASES = frozenset({"case", "review", "inquiry", "trial", "murder", "verdict", "report"})
LONGEST_SHORT = 4  # letters from which a given name in capitals is no short name of a thing
MANY = re.compile(r"(?:[eo]rs|ists|ians|ents|ants|ums|ees|ies|ettes|ments|tions|ings)$")  # referrers, locums


def is_rather_a_thing(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a name is something else unless it is used as a person: an inquiry, a month, a scheme, "IRIS"."""
    token = tokens[place]
    if token.low in cues().inquiries or token.low in cues().months:
        return True
    if token.low == "angela" and _is_asked_for(tokens, place) and not ITS.match(text, token.end):
        return True
    if place and tokens[place - 1].is_capital and tokens[place - 1].low in cues().schemes:
        return True
    if token.low in cues().possessed and token.owns and use(text, tokens, place) == Use.NONE:
        return True  # "Guy's and St Thomas'"
    toy = TOY.match(text, token.end)
    if toy and any(each and each.lower() in cues().pets_of for each in toy.groups()):
        return True
    return SAYING_OF.match(text, token.end) is not None or (_is_short_name(token) and not text.isupper())


def _is_short_name(token: NameWord) -> bool:
    """Whether capitals alone make it the short name of a thing, "ELSA"; a longer given name shouts: "JAYDEN"."""
    if not token.text.isupper():
        return False
    return len(token.low) < LONGEST_SHORT or token.low in cues().shouted or token.low not in lists().sure_given


def published(tokens: Sequence[NameWord], place: int) -> int:
    """How many words here are somebody everybody has read of, "Victoria Climbié"; 0 where none is."""
    if place + 1 == len(tokens) or not tokens[place].is_capital:
        return 0
    if place + 2 < len(tokens) and tokens[place + 1].low in ("and", "&"):
        return 3 if f"{tokens[place].low}-and-{tokens[place + 2].low}" in cues().published else 0
    if not tokens[place + 1].is_capital or tokens[place].owns:
        return 0
    if f"{tokens[place].low}-{tokens[place + 1].low}" not in cues().published:
        return 0
    return 3 if place + 2 < len(tokens) and tokens[place + 2].low in cues().inquiries else 2


def is_inquiry(text: str, tokens: Sequence[NameWord], place: int, run: int) -> bool:
    """Whether somebody's review may be meant, "Laming", "Lord Laming"; whoever is Mr Wood, or acts, is not."""
    token = tokens[place]
    if run > 1 or token.low not in cues().inquiries or (place and tokens[place - 1].low in cues().plain_titles):
        return False
    is_given = token.low in lists().given and (not place or tokens[place - 1].low != "the")
    return use(text, tokens, place) < (Use.SOME if is_given else Use.SURE)


def is_a_saint(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a church or a school is meant: "St Mary", "King Edward's"."""
    if tokens[place].low in ("king", "queen") and place + 1 < len(tokens) and tokens[place + 1].is_capital:
        return not tokens[place].owns and joined(text, tokens[place], tokens[place + 1])
    before = tokens[place - 1] if place else None
    return (
        before is not None and before.low in cues().saints and before.is_capital and joined(text, before, tokens[place])
    )


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
    one = token.low[:-1] if token.low.endswith("s") else ""
    return one in known.words or one in cues().titles or one in cues().posts or MANY.search(token.low) is not None


def is_title_case(tokens: Sequence[NameWord], place: int) -> bool:
    """Whether the neighbours are capitalised too, as in a heading or the name of a programme."""
    near = [tokens[at] for at in (place - 1, place + 1) if 0 <= at < len(tokens)]
    return any(each.is_capital and not each.first and len(each.text) > 1 for each in near)


def names_a_thing(text: str, tokens: Sequence[NameWord], place: int, run: int, *, titled: bool) -> bool:
    """Whether the run is part of the name of a school, a trust, a road or a law."""
    last = tokens[place + run - 1]
    rest = tokens[place + run : place + run + 2]
    if rest and joined(text, last, rest[0]):
        is_noble = place > 0 and tokens[place - 1].low in NOBLE and joined(text, tokens[place - 1], tokens[place])
        if is_noble and (rest[0].low in cues().things or rest[0].low in cues().papers):
            return True  # "Lady Margaret school"
        if run == 1 and _has_a_law(tokens, place, rest[0]):
            return True
        if not titled and _is_before_a_thing(text, tokens, place, run):
            return True
    if run == 2 and not titled and last.low not in lists().names and is_plural(last, lists()):
        return True  # "Chelsea Pensioners"
    if run == 2 and last.low in cues().buildings and not titled:
        least = Use.SOME if tokens[place].low in lists().sure_given else Use.SURE
        return use(text, tokens, place + 1) < least  # "Hope House was told"
    if run == 1 or last.low not in cues().things:
        return False
    return run > 2 or last.low not in lists().family or not (titled or tokens[place].low in lists().sure_given)


def _has_a_law(tokens: Sequence[NameWord], place: int, after: NameWord) -> bool:
    """Whether a law or a case everybody knows is named by it: "Sarah's law", "the Sharif case"."""
    if tokens[place].owns:
        return after.low in cues().laws
    return place > 0 and tokens[place - 1].low == "the" and tokens[place].low in cues().cases and after.low in CASES


def _is_before_a_thing(text: str, tokens: Sequence[NameWord], place: int, run: int) -> bool:
    """Whether what follows makes a thing of the run: "Munro review", "Rowan Primary", "Martha's Rule"."""
    last = tokens[place + run - 1]
    rest = tokens[place + run : place + run + 2]
    if not last.owns and {rest[0].low, rest[0].low.removesuffix("s")} & cues().papers:
        return True
    if not rest[0].is_capital:
        return run > 1 and not last.owns and rest[0].low in HOUSES
    if rest[0].low in cues().things or (
        len(rest) > 1 and rest[1].low in cues().things and rest[1].is_capital and joined(text, rest[0], rest[1])
    ):
        return True
    return run == 1 and last.owns and not _is_owned(tokens[place + 1 : place + 5])


def _is_owned(after: Sequence[NameWord]) -> bool:
    """Whether what follows is a person's, though it has capitals: "Elijah's Early Help worker"."""
    if after[0].low in cues().things or after[0].low in cues().papers:
        return False
    return any(each.low in cues().belongings or each.low in cues().posts for each in after)
