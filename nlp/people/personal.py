"""Personal data in a text: identifiers by their shape, people by the names they bear. Rules alone, no model."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nlp.people.again import again
from nlp.people.forms import forms
from nlp.people.identifiers import identifiers
from nlp.people.initials import initials
from nlp.people.letters import letters
from nlp.people.names import names


class Personal(NamedTuple):
    """Something in a text that tells who a person is, from `start` to `end` in characters.

    kind: name, nhs_number, date_of_birth, phone, email, postcode, nino, reference or address.
    """

    kind: str
    start: int
    end: int


WORDS = {
    "name": "a name",
    "nhs_number": "an NHS number",
    "date_of_birth": "a date of birth",
    "phone": "a phone number",
    "email": "an email address",
    "postcode": "a postcode",
    "nino": "a National Insurance number",
    "reference": "a case number",
    "address": "an address",
}
LONGEST = 20_000  # characters looked at in one go; longer texts are cut where a line or sentence ends


def find(text: str) -> list[Personal]:
    """What identifies a person in the text, in order and without overlap."""
    found: list[Personal] = []
    for start, piece in _pieces(text):
        known = [Personal(kind, start + first, start + last) for kind, first, last in identifiers(piece)]
        people = [
            Personal("name", start + first, start + last)
            for each in (forms, names, initials, letters)
            for first, last in each(piece)
        ]
        found.extend(_apart([*known, *people]))
    told = [(each.start, each.end) for each in found if each.kind == "name"]
    if told:
        found = _apart([*found, *(Personal("name", first, last) for first, last in again(text, told))])
    return found


def redact(text: str, found: Iterable[Personal] | None = None) -> str:
    """The text with each finding replaced by its kind in brackets: "[name] was seen"."""
    pieces: list[str] = []
    place = 0
    for each in find(text) if found is None else found:
        pieces += [text[place : each.start], f"[{each.kind.replace('_', ' ')}]"]
        place = each.end
    return "".join([*pieces, text[place:]])


def passage(text: str, start: int, end: int) -> str:
    """The words from `start` to `end`, redacted by what the whole text tells: "Kayleigh" named before is known here."""
    words = text[start:end]
    known = [
        Personal(each.kind, max(each.start, start) - start, min(each.end, end) - start)
        for each in _of_all(text)
        if each.start < end and each.end > start
    ]
    return redact(words, _apart([*known, *find(words)]))


@lru_cache(maxsize=4)  # an answer is quoted sentence by sentence
def _of_all(text: str) -> tuple[Personal, ...]:
    return tuple(find(text))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while len(text) - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind("\n"), window.rfind(". "), window.rfind(" ", LONGEST // 2)) + 1 or LONGEST
        yield start, window[:cut]
        start += cut
    yield start, text[start:]


def _apart(found: list[Personal]) -> list[Personal]:
    """Earlier in the list wins where two overlap: an identifier is surer than a name."""
    taken: list[Personal] = []  # by place and without overlap, so that only the two beside it can overlap with another
    starts: list[int] = []
    for each in found:
        at = bisect(starts, each.start)
        is_free_before = not at or taken[at - 1].end <= each.start
        if is_free_before and (at == len(taken) or each.end <= starts[at]):
            taken.insert(at, each)
            starts.insert(at, each.start)
    return taken
