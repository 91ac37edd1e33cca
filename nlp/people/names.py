"""People's names in a text, by lists of names, capitals, titles and the words around them."""

import re
from collections.abc import Iterator, Sequence

from nlp.people.beside import (
    Use,
    cued,
    is_a_saint,
    is_inquiry,
    is_kin,
    is_of_a_house,
    is_title_case,
    names_a_thing,
    published,
    titled,
    use,
)
from nlp.people.full import ends_titled_name, is_full_name, is_initialled, may_be_name
from nlp.people.initials import PRONOUN
from nlp.people.single import is_single_name
from nlp.people.small import ends_small_name, is_named_small, is_strong, owns_bare
from nlp.people.wordlists import Lists, NameWord, cues, joined, lists, tokens_of

SHORT = 3  # letters of a word in small letters that no list has, up to which it is a slip
MOST_TITLES = 3  # of one person: "Rev Dr Prof"
AFTER_TITLE = (" ", ". ")
OPENS = (" (", " '", ' "', " ‘", " “", ' ("', " (“", " ('", " (‘")
CLOSES = frozenset({")", "'", '"', "’", "”"})
ENDS = ("", ",", ".", ";", ")")
LISTED = re.compile(r", |,? (?:and|or|&) ")


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where people are named, as (start, end)."""
    tokens = list(tokens_of(text))
    known = lists()
    place, last = 0, len(tokens)
    found: list[tuple[int, int]] = []  # token places
    while place < last:
        if not _may_begin(tokens, place, known):
            place += 1
            continue
        taken = -_passed(text, tokens, place) or _name_at(text, tokens, place, known)
        if taken > 0 and not is_of_a_house(text, tokens[place + taken - 1].end):
            found.append((place, place + taken))
        place += abs(taken) or 1
    if not found:
        return
    beside = [*_in_company(text, tokens, found), *_after_nicknames(text, tokens, found)]
    for first, last in sorted({*found, *beside}):
        yield tokens[_with_title(text, tokens, first)].start, tokens[last - 1].name_end


def _passed(text: str, tokens: Sequence[NameWord], place: int) -> int:
    """How many words name somebody everybody has read of, who does nothing here; 0 where none does."""
    words = published(tokens, place)
    last = tokens[place + words - 1]
    if words and not last.owns and PRONOUN.match(text, last.end) and use(text, tokens, place + words - 1) == Use.SURE:
        return 0
    return words


def _may_begin(tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """Whether a name may begin here at all; most words of a text are none, and cost no more than this."""
    token = tokens[place]
    low = token.low
    if token.is_capital or low in known.given:
        return True
    if token.first and low not in known.words and len(low) > SHORT and low.isalpha():
        return True
    if low[-1] == "s" and owns_bare(tokens, place, known):
        return True
    return place > 0 and tokens[place - 1].low in known.before_small


def _with_title(text: str, tokens: Sequence[NameWord], first: int) -> int:
    """Where the name begins with its title, which tells of a person too: "Mr and Mrs Khan"."""
    if (
        first
        and tokens[first - 1].low in cues().kin_titles
        and tokens[first - 1].is_capital
        and joined(text, tokens[first - 1], tokens[first])
    ):
        return first - 1
    for _ in range(MOST_TITLES):
        if not first or tokens[first - 1].low not in cues().sure_titles:
            break
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


def _after_nicknames(
    text: str, tokens: Sequence[NameWord], found: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The nickname within a name, and what follows it: "Robert 'Bobby' Hale", "Alexandra (Lexi)"."""
    for _, last in found:
        if last == len(tokens) or not tokens[last].is_capital or tokens[last].low in lists().sector:
            continue
        if (
            text[tokens[last - 1].end : tokens[last].start] not in OPENS
            or text[tokens[last].end : tokens[last].end + 1] not in CLOSES
        ):
            continue
        if len(tokens[last].text) > 2 and (tokens[last].low in lists().names or not tokens[last].text.isupper()):
            yield last, last + 1
            rest = tokens[last + 1 : last + 2]
            if (
                rest
                and rest[0].is_capital
                and may_be_name(rest[0], lists(), ())
                and text[tokens[last].end + 1 : rest[0].start] == " "
            ):
                yield last + 1, last + 2


def _neighbour(text: str, tokens: Sequence[NameWord], edge: int, step: int) -> int | None:
    """The place of the listed word before or after that may be a name; None where there is none."""
    place = edge + step
    if 0 <= place < len(tokens) and tokens[place].low in ("and", "or") and not tokens[place].is_capital:
        place += step
    if not 0 <= place < len(tokens):
        return None
    token = tokens[place]
    is_unheard = step > 0 and text[token.end : token.end + 1] in ENDS and _is_nothing_else(token)
    if not token.is_capital or not (token.low in lists().names or is_unheard):
        return None
    first, last = sorted((edge, place))
    if LISTED.fullmatch(text[tokens[first].end : tokens[last].start]) is None:
        return None
    beside = [tokens[at] for at in (place - 1, place + 1) if 0 <= at < len(tokens) and at != edge]
    is_alone = not any(
        each.is_capital and joined(text, *sorted((each, token), key=lambda at: at.start)) for each in beside
    )
    return place if is_alone else None


def _is_nothing_else(token: NameWord) -> bool:
    """Whether it can only be a name that no list has: "Emre and Defne"."""
    return len(token.low) > SHORT and token.low.isalpha() and token.text.istitle() and token.low not in lists().known


def _name_at(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> int:
    """How many tokens from here on are one person's name; 0 when none is, less when so many are a thing's."""
    token = tokens[place]
    if not token.is_capital and not is_named_small(text, tokens, place, known):
        return 0
    has_title = place > 0 and titled(text, tokens, place)
    run = _run(text, tokens, place, known, titled=has_title)
    if _is_turned_round(text, tokens, place, known):
        return 2 + (place + 2 < len(tokens) and tokens[place + 2].is_initial)
    if is_kin(text, tokens, place) and token.is_capital and token.low not in known.never_kin:
        return max(run, 1)
    if not run and token.is_capital and not is_title_case(tokens, place):
        return int(is_single_name(text, tokens, place, known))
    if not run or is_a_saint(text, tokens, place):
        return 0
    if names_a_thing(text, tokens, place, run, titled=has_title):
        return -run
    if is_inquiry(text, tokens, place, run) and cued(text, tokens, place) < 2:
        return 0
    if has_title or is_full_name(tokens[place : place + run], known) or is_initialled(tokens, place, run, known):
        return run
    return 1 if is_single_name(text, tokens, place, known) else 0


def _is_turned_round(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    """A family name, a comma and a given name: "Patel, Aisha"."""
    if place + 1 == len(tokens) or tokens[place].owns or text[tokens[place].end : tokens[place + 1].start] != ", ":
        return False
    if place and text[tokens[place].start - 2 : tokens[place].start - 1] in CLOSES:
        return False  # it follows a nickname: "'Bobby' Hale, Piet"
    other = tokens[place + 1]
    if is_strong(other, known):
        return tokens[place].low in known.family_not_place
    return other.is_initial and text[other.end : other.end + 1] == "." and tokens[place].low in known.sure_family


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
        is_last = titled and taken == 1 and ends_titled_name(token, known, before[0])
        if not (is_last or may_be_name(token, known, before) or ends_small_name(text, token, known, before)):
            break
        taken += 1
        if token.owns:
            break
    while taken and (tokens[place + taken - 1].low in cues().particles and not tokens[place + taken - 1].is_capital):
        taken -= 1
    return taken
