"""Who wrote what a letter quotes: neither its sender nor we, as far as a thread header names somebody. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType
from typing import NamedTuple

from intake.letters.lines import BREAK, Line
from intake.letters.mime import Letter, addresses
from intake.letters.ours.courtesy import brings_again

_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
NOBODY: Mapping[str, str] = MappingProxyType({})
YOU = "You"  # who wrote an older letter of the sender
_FORMS = (".xlsx", ".xlsm", ".docx", ".csv", ".ods", ".odt", ".xls", ".rtf")
NEAR = 12  # lines of words, among which a letter of ours is known again


class People(NamedTuple):
    """Whose words count in a letter: its sender's and ours. `colleagues`: names of the agency's others by address."""

    own: frozenset[str] = frozenset()  # addresses
    names: frozenset[str] = frozenset()  # how the sender may sign
    colleagues: Mapping[str, str] = NOBODY
    senders: frozenset[str] = frozenset()  # its sender's addresses alone
    before: str = ""  # who wrote an older letter of its sender, where that counts no more
    brings_form: bool = False  # whether it has a file that may be a form

    def is_sender(self, header: str) -> bool:
        """Whether a header that names an author names the sender."""
        found = {_untagged(each) for each in addresses(header)}
        return bool(found & self.senders) or (bool(header.strip()) and self._is_sender(header))

    def other(self, header: str, *, is_ours: bool) -> str:
        """Who else wrote what follows a header that names its author so; empty for the sender, for us, for nobody."""
        found = addresses(header)
        if found:
            known = next((self.colleagues[each] for each in sorted(found) if each in self.colleagues), "")
            return "" if any(map(self._is_own, found)) or self._is_sender(header) else known or min(found)
        name = " ".join(header.split()).strip("\"'*_:;, ")
        if is_ours or not name or self._is_sender(name):
            return ""
        return next((each for each in self.colleagues.values() if each.casefold() == name.casefold()), name)

    def _is_own(self, address: str) -> bool:
        return _untagged(address) in self.own

    def _is_sender(self, header: str) -> bool:
        return " ".join(header.partition("<")[0].lower().split()).strip("\"', ") in self.names


NO_PEOPLE = People()


def people_of(letter: Letter, names: frozenset[str], colleagues: Mapping[str, str]) -> People:
    """The sender's addresses and those the letter went to us at."""
    to = {each for name in _TO for value in letter.all(name) for each in addresses(value)}
    ours = {each for each in to if each not in colleagues}
    senders = frozenset(map(_untagged, letter.senders))
    own = frozenset(map(_untagged, {*letter.senders, *ours}))
    brings_form = any(each.name.lower().endswith(_FORMS) for each in letter.attachments)
    return People(own, names, colleagues, senders - set(map(_untagged, to)), brings_form=brings_form)


def with_authors(lines: Sequence[Line], people: People, ours: Callable[[str], bool]) -> list[Line]:
    """Every line with whoever else wrote it; a letter of ours inside theirs is ours again.

    An older letter of the sender is `YOU`, where theirs of now says anything else than that it comes again.
    """
    if not any(line.label == BREAK or line.author for line in lines):
        return list(lines)
    above = list(takewhile(lambda line: line.label != BREAK, lines))
    if people.brings_form or not brings_again([line.text for line in above if not line.depth], people.names):
        people = people._replace(before=YOU)
    kept: list[Line] = []
    within: list[tuple[int, str]] = []  # how deep each quoted letter stands, and its author
    for number, line in enumerate(lines):
        if line.label == BREAK:
            depth = next((below.depth for below in lines[number + 1 :] if below.text), line.depth)
            within = [*(each for each in within if each[0] < depth), (depth, _author(lines, number, people, ours))]
            kept.append(line)
            continue
        author = next((author for depth, author in reversed(within) if depth <= line.depth), "")
        kept.append(line if author == line.author else line._replace(author=author))
    return kept


def without_older(lines: Sequence[Line], people: People, ours: Callable[[str], bool]) -> list[Line]:
    """The lines up to an older letter of the sender, below ours that answered it: it was read when it came."""
    is_ours = False
    for number, line in enumerate(lines):
        if line.label == BREAK:
            if is_ours and people.is_sender(line.author):
                return list(lines[:number])
            is_ours = is_ours or any(ours(below.text) for below in list(_lines_below(lines, number))[:NEAR])
    return list(lines)


def _author(lines: Sequence[Line], number: int, people: People, ours: Callable[[str], bool]) -> str:
    said = lines[number].author
    if not said:
        return ""
    near = list(_lines_below(lines, number))[:NEAR]
    if people.is_sender(said) and not any(ours(line.text) for line in near if line.depth == near[0].depth):
        return people.before
    return people.other(said, is_ours=any(ours(line.text) for line in near))


def _lines_below(lines: Sequence[Line], number: int) -> Iterator[Line]:
    below = takewhile(lambda line: line.label != BREAK, lines[number + 1 :])
    return (line for line in below if line.text)


def _untagged(address: str) -> str:
    """An address without what stands behind its plus sign."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
