"""Names, verbs and sizes, the same in every sentence that people read."""

import re
from collections.abc import Iterable, Iterator
from typing import Self

from config.notation import LatePattern

_COMMANDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_UNSEEN = LatePattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_HIDDEN = LatePattern("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_UNITS = (("KB", 10**3, 0), ("MB", 10**6, 1), ("GB", 10**9, 1))

_TITLE = LatePattern(
    r"(?:dr|mr|mrs|ms|miss|mx|prof|professor|rev|revd|reverend|fr|canon|cllr|councillor|sir|dame|lord|lady"
    r"|hon|judge|imam|rabbi|pc|dc|ps|ds|di|dci|dcs|det|sgt|sergeant|insp|inspector|ch|chief|supt|superintendent|cdr|col|maj|capt|lt)\.?",
    re.IGNORECASE,
)


def untitled(name: str) -> str:
    """The name without the titles before it: "M. Rudge" of "Insp. M. Rudge"."""
    words = name.split()
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        words.pop(0)
    return " ".join(words)


def first_name(name: str) -> str:
    """What to call somebody: their first name, or all of it where it begins with a title, an initial or the family."""
    first = next(iter(name.split()), name)
    is_known = len(first.rstrip(".")) > 1 and not any(mark in first for mark in "@,")
    return first if is_known and untitled(name) == " ".join(name.split()) else name


def listing(items: Iterable[str]) -> str:
    """ "A, B and C"."""
    *most, last = list(items) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def visible(words: str) -> str:
    """The words with each character that commands a terminal shown by its number, as JSON writes it: \\u001b."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", words)


def plain(words: str) -> str:
    """The words with every character that HTML, XML or a sheet cannot carry made visible."""
    return _UNSEEN.sub("\ufffd", words)


def unhidden(words: str) -> str:
    """The words without marks that nobody sees: those that a copied cell brings, and those that turn a line round."""
    return _HIDDEN.sub("", words)


def form(number: int, one: str, more: str = "") -> str:
    """The word that goes with so many: "agency" with 1, "agencies" with 0 and 2."""
    return one if number == 1 else more or f"{one}s"


def count(number: int, one: str, more: str = "") -> str:
    """ "1 agency", "2 agencies"; with its verb where there is one: "1 agency has", "2 agencies have"."""
    return f"{number} {form(number, one, more)}"


def there_are(number: int, one: str, more: str = "") -> str:
    """ "There is 1 question", "There are 2 questions"."""
    return f"There {form(number, 'is', 'are')} {count(number, one, more)}"


class Names(str):
    """Several names as the subject of a sentence, "A, B and C", which knows whether there are many."""

    are_many = False

    @classmethod
    def of(cls, names: Iterable[str], otherwise: str = "") -> Self:
        """The names in one; `otherwise` where there are none."""
        found = list(names)
        made = cls(listing(found) or otherwise)
        made.are_many = len(found) > 1
        return made


def agree(subject: str, one: str, many: str) -> str:
    """The subject with its verb: "A asks", "A and B ask". Names alone can be many."""
    return f"{subject} {many if isinstance(subject, Names) and subject.are_many else one}"


def size_in_words(size: int) -> str:
    """999 bytes, 12 KB, 3.4 MB, 5 GB."""
    if size < 1000:
        return count(size, "byte")
    return next((told for told in _scaled(size) if float(told.split()[0]) < 1000), f"{size / 10**9:.0f} GB")


def _scaled(size: int) -> Iterator[str]:
    for unit, factor, places in _UNITS:
        yield f"{f'{size / factor:.{places}f}'.removesuffix('.0')} {unit}"
