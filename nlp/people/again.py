"""A name that is known from one place, wherever else it stands: in part, in small letters, by its initials."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.people.beside import Use, is_located, is_of_time, use
from nlp.people.initials import SUBJECT
from nlp.people.wordlists import Lists, NameWord, cues, joined, lists, tokens_of

SHORTEST = 3  # letters of a part that is looked for
SMALLEST = 4  # letters of a part in small letters


def again(text: str, found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where names that are found elsewhere in the text stand once more, as (start, end)."""
    known = lists()
    told = [list(tokens_of(text[start:end])) for start, end in found]
    parts = {low for name in told for each in name for low in _parts(each, known)}
    initials = {short for name in told for short in _initials(name)}
    if not parts:
        return
    tokens = list(tokens_of(text))
    for place, token in enumerate(tokens):
        if token.low in parts or (token.is_capital and _is_one_of_many(tokens, place, parts)):
            if _is_told_again(text, tokens, place, known):
                yield token.start, token.name_end
        elif token.is_capital and token.text in initials and token.low not in cues().short_names:
            yield token.start, token.name_end
    yield from _dotted(text, tokens, initials)


def _parts(token: NameWord, known: Lists) -> Iterator[str]:
    """The words a name is known by again: each of a double one, but no title and no word that is hardly a name."""
    if token.low in cues().titles or token.low in cues().particles:
        return
    for low in {token.low, *token.text.lower().removesuffix("'s").removesuffix("’s").split("-")}:
        if len(low) >= SHORTEST and (low in known.names or low not in known.words):
            yield low


def _initials(name: Sequence[NameWord]) -> Iterator[str]:
    """What a full name is shortened to: "KB", "KMB" of three words, and "OAF" of Oluwaseun Adebayo-Finch."""
    words = [each for each in name if each.is_capital and each.low not in cues().titles and not each.is_initial]
    if len(words) > 1:
        yield words[0].text[0] + words[-1].text[0]
        parts = [part[0] for each in words for part in each.text.split("-") if part]
        if len(parts) > 2:
            yield "".join(parts)
    if len(words) > 2:
        yield "".join(each.text[0] for each in words)


def _is_told_again(text: str, tokens: Sequence[NameWord], place: int, known: Lists) -> bool:
    token = tokens[place]
    if not token.is_capital:
        return len(token.low) >= SMALLEST and token.low not in known.words
    if _is_of_a_thing(text, tokens, place) or (not token.owns and is_located(text, tokens, place)):
        return False
    if token.low not in known.words:
        return True
    before = tokens[place - 1].low if place else ""
    if token.low in known.places and before in ("in", "at", "from", "near", "across", "of", "and"):
        return False
    if is_of_time(tokens, place):
        return False
    if token.first or token.low in known.sector or token.low in known.places:
        return use(text, tokens, place) > Use.NONE or SUBJECT.match(text, token.end) is not None
    return True


def _is_of_a_thing(text: str, tokens: Sequence[NameWord], place: int) -> bool:
    """Whether a street, a school or a review follows that bears the name: "Brown Street", "the Munro review"."""
    if place + 1 == len(tokens) or not joined(text, tokens[place], tokens[place + 1]):
        return False
    after = tokens[place + 1]
    return after.low in cues().papers or (after.is_capital and after.low in cues().things)


def _is_one_of_many(tokens: Sequence[NameWord], place: int, parts: set[str]) -> bool:
    """Whether a family is meant: "the Browns", where one of them is named."""
    low = tokens[place].low
    return place > 0 and tokens[place - 1].low == "the" and low.endswith("s") and low[:-1] in parts


def _dotted(text: str, tokens: Sequence[NameWord], initials: set[str]) -> Iterator[tuple[int, int]]:
    """Known initials with their full stops: "K.B."."""
    for one, other in pairwise(tokens):
        is_short = one.is_initial and other.is_initial and one.text + other.text in initials
        if is_short and text[one.end : other.start] in (".", ". "):
            yield one.start, other.end + (text[other.end : other.end + 1] == ".")
