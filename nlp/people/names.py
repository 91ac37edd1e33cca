"""People's names in a text, by lists of names, capitals, titles and the words around them."""

import re
from collections.abc import Iterator, Sequence

from nlp.people.small import ends_small_name, is_named_small, is_strong, owns_bare
from nlp.people.things import is_of_time, is_plural, is_rather_a_thing, is_title_case, joined, names_a_thing
from nlp.people.used import Use, is_kin, use
from nlp.people.wordlists import Lists, NameWord, cues, lists, tokens_of

SHORT = 3  # letters of a name in small letters, up to which it may be any other word
CONTRACTED = re.compile(r"'(?:ve|d|ll|re|m|t)$")
AFTER_TITLE = (" ", ". ")
ANNOUNCED = re.compile(r"[\s:?,\"“'‘-]{0,4}")
ALLOWED = re.compile(r"[\s:,-]{1,3}")
AGE = re.compile(r"\s?\(?,?\s?(?:\(|aged |age )?\d{1,2}\b(?!:|%|[/.-]\d| (?:per|of))")
LISTED = re.compile(r", |,? (?:and|or|&) ")


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where people are named, as (start, end)."""
    tokens = list(tokens_of(text))
    known = lists()
    place = 0
    found: list[tuple[int, int]] = []  # token places
    while place < len(tokens):
        taken = _name_at(text, tokens, place, known) if _may_begin(tokens, place, known) else 0
        if taken:
            found.append((place, place + taken))
        place += taken or 1
    for first, last in sorted([*found, *_in_company(text, tokens, found)]):
        yield tokens[_with_title(text, tokens, first)].start, tokens[last - 1].name_end


def _may_begin(tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Whether a name may begin here at all; most words of a text are none, and cost no more than this."""
    token = tokens[place]
    if token.is_capital or token.low in known.given or (place > 0 and tokens[place - 1].low in cues().sure_titles):
        return True
    return token.low[-1] == "s" and owns_bare(tokens, place, known)


def _with_title(text: str, tokens: Sequence[NameWord], first: int) -> int:
    """Where the name begins with its title, which tells of a person too: "Mr and Mrs Khan"."""
    while first and tokens[first - 1].low in cues().sure_titles:
        if text[tokens[first - 1].end : tokens[first].start] not in AFTER_TITLE:
            break
        first -= 1
        if first > 1 and tokens[first - 1].low in ("and", "&") and tokens[first - 2].low in cues().sure_titles:
            first -= 2
    return first


def _in_company(text: str, tokens: Sequence[NameWord], found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Names that are words too, listed beside a name: "Dale, Gail, Guy and Holly"."""
    taken = {place for first, last in found for place in range(first, last)}
    edges = [(first, -1) for first, _ in found] + [(last - 1, 1) for _, last in found]
    for edge, step in edges:
        while (place := _neighbour(text, tokens, edge, step)) is not None and place not in taken:
            taken.add(place)
            yield place, place + 1
            edge = place


def _neighbour(text: str, tokens: Sequence[NameWord], edge: int, step: int) -> int | None:
    """The place of the listed word before or after that may be a name; None where there is none."""
    place = edge + step
    if 0 <= place < len(tokens) and tokens[place].low in ("and", "or") and not tokens[place].is_capital:
        place += step
    if not 0 <= place < len(tokens):
        return None
    token = tokens[place]
    if not token.is_capital or not _is_in_lists(token):
        return None
    first, last = sorted((edge, place))
    if LISTED.fullmatch(text[tokens[first].end : tokens[last].start]) is None:
        return None
    beside = [tokens[at] for at in (place - 1, place + 1) if 0 <= at < len(tokens) and at != edge]
    is_alone = not any(
        each.is_capital and joined(text, *sorted((each, token), key=lambda at: at.start)) for each in beside
    )
    return place if is_alone else None


def _name_at(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> int:
    """How many tokens from here on are one person's name; 0 when none is."""
    token = tokens[place]
    if not token.is_capital and not is_named_small(text, tokens, place, known):
        return 0
    titled = place > 0 and _is_title(text, tokens, place)
    run = _run(text, tokens, place, known, titled=titled)
    if _is_turned_round(text, tokens, place, known):
        return 2 + (place + 2 < len(tokens) and tokens[place + 2].is_initial)
    if is_kin(text, tokens, place) and token.is_capital and token.low not in known.never_kin:
        return max(run, 1)
    if not run and token.is_capital and not is_title_case(tokens, place):
        return int(_is_single_name(text, tokens, place, known))
    if not run or (place and tokens[place - 1].low in cues().saints and tokens[place - 1].is_capital):
        return 0
    if names_a_thing(text, tokens, place, run, titled=titled):
        return 0
    if all(each.low in cues().inquiries for each in tokens[place : place + run]) and not _is_one(text, tokens, place):
        return 0
    if titled or _is_full_name(tokens[place : place + run], known):
        return run
    return 1 if _is_single_name(text, tokens, place, known) else 0


def _is_turned_round(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """A family name, a comma and a given name: "Patel, Aisha"."""
    if place + 1 == len(tokens) or tokens[place].owns or text[tokens[place].end : tokens[place + 1].start] != ", ":
        return False
    return tokens[place].low in known.family_not_place and is_strong(tokens[place + 1], known)


def _run(text: str, tokens: Sequence[NameWord], place: int, known: Lists, *, titled: bool) -> int:
    """The length of the run of words that may belong to one name; the word after a title always does."""
    taken = int(titled or not tokens[place].is_capital)
    if titled and tokens[place].owns:
        return 1
    while place + taken < len(tokens) and taken < 5:
        token = tokens[place + taken]
        if taken and not joined(text, tokens[place + taken - 1], token):
            break
        before = tokens[place : place + taken]
        if not _may_be_name(token, known, before) and not ends_small_name(text, token, known, before):
            break
        taken += 1
        if token.owns:
            break
    while taken and (tokens[place + taken - 1].low in cues().particles and not tokens[place + taken - 1].is_capital):
        taken -= 1
    return taken


def _may_be_name(token: NameWord, known: Lists, before: Sequence[NameWord]) -> bool:
    if before and token.low in cues().particles:
        return True
    if not token.is_capital:
        return bool(before) and not before[0].is_capital and token.low in known.rare_family
    if token.is_initial:
        return True
    low = token.low
    if low in known.given or low in known.family or any(part in known.given for part in low.split("-")):
        return not (before and low in known.sector and low not in known.family and not is_strong(before[0], known))
    if len(token.text) > 1 and token.text.isupper() and len(low) <= 5:
        return False
    if low in known.sector or low in known.places or low in cues().things or low in cues().titles:
        return False
    if before and (is_strong(before[0], known) or (len(low) <= SHORT and before[0].low in known.sure_family)):
        return True  # "Nguyen Thi Lan"
    return low not in known.ordinary


def _is_full_name(run: Sequence[NameWord], known: Lists) -> bool:
    """Two or more words of which enough are names, or an initial and a family name."""
    words = [each for each in run if not each.is_initial and each.low not in cues().particles]
    if len(run) < 2 or not words:
        return False
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


def _is_single_name(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    token = tokens[place]
    if _is_never(token):
        return False
    is_thing = is_rather_a_thing(text, tokens, place)
    if owns_bare(tokens, place, known) or (not is_thing and is_strong(token, known)):
        return True
    used = use(text, tokens, place)
    cued, followed = _is_cued(text, tokens, place), _is_followed(text, tokens, place)
    if is_thing and not used and cued < 2:
        return False
    if token.low in known.given:
        return _is_given(text, tokens, place, max(used, Use.SURE if cued == 2 else Use.NONE), followed=followed)
    if token.low in known.sure_family:
        return not token.first or followed or cued > 0 or used > Use.NONE
    if token.low in known.family_not_sector and cued == 2:
        return True
    if token.low in known.words or token.low in cues().things or token.low in cues().titles:
        return used == Use.SURE and _may_be_any(token, known)
    if token.text.isupper() or any(each.isupper() for each in token.text[1:] if "'" not in token.text):
        return cued == 2
    if used and not is_title_case(tokens, place) and not is_plural(token, known):
        return True
    return cued == 2 or (cued == 1 and followed) or (followed and not token.first and token.owns)


def _is_never(token: NameWord) -> bool:
    is_short = len(token.text) < 2 or (token.text.isupper() and len(token.low) <= 3)
    return is_short or token.low in cues().never or CONTRACTED.search(token.low) is not None


def _is_given(text: str, tokens: Sequence[NameWord], place: int, used: Use, *, followed: bool) -> bool:
    """Whether a given name is one here, since it may be another word, a month or a place."""
    token, known = tokens[place], lists()
    if is_strong(token, known):
        return True
    if used or not token.is_capital:
        return used > Use.NONE and not is_of_time(tokens, place)
    if token.low in known.months_and_places:
        return followed and not token.first
    of = text[token.end : token.end + 4] == " of "
    is_thing = place > 0 and tokens[place - 1].low in cues().before_things
    return not (token.first or of or is_thing or is_title_case(tokens, place))


def _may_be_any(token: NameWord, known: Lists) -> bool:
    """Whether any word may be somebody's name: not one of many, and not of the sector, seasons and colours apart."""
    if token.low in cues().things or token.low in cues().titles or token.low in known.places or is_plural(token, known):
        return False
    return token.low not in known.sector or token.low in cues().seasons


def _is_one(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    return use(text, tokens, place) == Use.SURE or _is_cued(text, tokens, place) == 2


def _is_cued(text: str, tokens: Sequence[NameWord], place: int) -> int:
    """2 when the words before announce a name, 1 when they only allow one."""
    if not place:
        return 0
    before, gap = tokens[place - 1], text[tokens[place - 1].end : tokens[place].start]
    if before.low in cues().naming and ANNOUNCED.fullmatch(gap):
        return 2
    if (
        before.low in ("is", "as", "am", "i'm")
        and place > 1
        and (tokens[place - 2].low in cues().naming or tokens[place - 2].low in ("known", "i"))
    ):
        return 2
    if before.low in ("says", "said") and gap == " ":
        return 2 if _is_in_lists(tokens[place]) else 1
    if before.low in cues().before and ALLOWED.fullmatch(gap):
        return 2 if before.low in cues().people and not before.first else 1
    return 0


def _is_in_lists(token: NameWord) -> bool:
    return token.low in lists().names


def _is_followed(text: str, tokens: Sequence[NameWord], place: int) -> bool:
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


def _is_title(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    before = tokens[place - 1]
    if before.owns or before.low not in cues().titles or text[before.end : tokens[place].start] not in AFTER_TITLE:
        return False
    known, token = lists(), tokens[place]
    if before.low in cues().sure_titles:
        return token.low not in known.sector or token.low in known.names
    return token.low in known.names or token.low not in known.words
