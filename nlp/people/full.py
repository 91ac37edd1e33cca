"""A name of several words: which may stand in it, and whether enough of them are names."""

from collections.abc import Sequence

from nlp.people.small import is_strong
from nlp.people.wordlists import Lists, NameWord, cues

BY = frozenset({"by", "from", "with", "to", "told", "asked", "met"})
SHORT = 3  # letters of a name in small letters, up to which it may be any other word


def may_be_name(token: NameWord, known: Lists, before: Sequence[NameWord]) -> bool:
    """Whether a word may belong to a name, of which `before` is said already."""
    if before and (token.low in cues().particles or _is_inside(before[-1])):
        return True
    if not token.is_capital:
        return bool(before) and not before[0].is_capital and _has_rare_family(token, known)
    if token.is_initial:
        return True
    low = token.low
    if low in known.given or low in known.family or any(part in known.given for part in low.split("-")):
        return not (before and low in known.sector and low not in known.family and not is_strong(before[0], known))
    if len(token.text) > 1 and token.text.isupper() and len(low) <= 5:
        return False
    if low in known.sector or low in known.places or low in cues().things or low in cues().titles:
        return False
    if len(before) > 1 and before[0].low in cues().titles:
        before = before[1:]  # "Nurse Lucy Fields"
    if before and (is_strong(before[0], known) or (len(low) <= SHORT and before[0].low in known.sure_family)):
        return True  # "Nguyen Thi Lan"
    return low not in known.ordinary


def is_initialled(tokens: Sequence[NameWord], place: int, run: int, known: Lists) -> bool:
    """Whether an initial and a name that no list has say who did it: "reported by L. Okonjo"."""
    own = tokens[place : place + run]
    is_name = own[0].is_initial and own[-1].text.istitle() and len(own[-1].low) > SHORT and _is_unknown(own[-1], known)
    return is_name and place > 0 and tokens[place - 1].low in BY


def ends_titled_name(token: NameWord, known: Lists, given: NameWord) -> bool:
    """Whether a word that is a thing or a place elsewhere is the family name: "PC Leopold Strand"."""
    if not token.is_capital or token.text.isupper() or token.low in cues().titles or token.low in cues().papers:
        return False
    is_given = not given.owns and not given.is_initial and (is_strong(given, known) or _is_unknown(given, known))
    return is_given and token.low not in known.sector and token.low not in cues().things


def _has_rare_family(token: NameWord, known: Lists) -> bool:
    """In small letters: "okafor", "smith-okafor"."""
    return not {token.low, *token.low.split("-")}.isdisjoint(known.rare_family)


def _is_inside(token: NameWord) -> bool:
    """Whether it is the "der" of "van der Berg"."""
    return token.low in cues().inside and not token.is_capital


def is_full_name(run: Sequence[NameWord], known: Lists) -> bool:
    """Two or more words of which enough are names, or an initial and a family name."""
    words = [each for each in run if not each.is_initial and each.low not in cues().particles]
    if len(run) < 2 or not words:
        return False
    if words[0].low in known.sector and words[-1].low.removesuffix("s") in known.sector:
        return False  # "Junior Wardens"
    if any(map(_is_inside, run)) and words[0].low not in known.words:
        return True  # "Piet van der Berg"
    if run[0].low in cues().inside and len(run) == 2 and _is_unknown(words[0], known):
        return True  # "Van Houten"
    weights = [_weight(each, known) for each in words]
    if words[0].low in known.words and words[0].low not in known.given and max(weights) < 1.5:
        return False  # "Young Scrutineers"
    if len(words) == 1:
        return weights[0] >= 1.5 and len(run) > 1
    if words[0].first and weights[0] < 1:
        return weights[0] > 0 and max(weights[1:]) >= 1.5
    is_name = any(each.low in known.given or _weight(each, known) == 1.5 for each in words)
    return sum(weights) >= (1.75 if words[0].low in known.sure_family else 2) and (
        is_name or any(_is_unknown(each, known) for each in words)
    )


def _weight(token: NameWord, known: Lists) -> float:
    """How much a word speaks for a name: 2 a given name, 1.5 a family name, 1 unknown, less for other words."""
    low = token.low
    parts = {low, *low.split("-")}
    if parts & known.given:
        return 1 if parts & known.words else 2
    if parts & known.family:
        return 1 if parts & known.words else 1.5
    if parts & known.words:
        return 0.25
    return 1


def _is_unknown(token: NameWord, known: Lists) -> bool:
    return not {token.low, *token.low.split("-")} & known.known
