"""Who is sought in the record: names and addresses as people write them, whatever their case, accents and breaks."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from config.email_address import looks_like_address
from intake.ledger import Refused, one_line

MARK = "[erased]"
LEAST = 3  # letters of a name: two are found in every sentence
_MARKS = "[\u0300-\u036f]*"  # accents that stand behind their letter
_APART = (
    r"(?:[\s._,;:|/+*~()\[\]\"'“”‘’\-\u00a0\u00ad\u200b\u2010-\u2015]|%20|=20|&nbsp;|&quot;|\\[nrt]|<[^<>]{0,200}>)"
)
_INITIALS = rf"(?:(?:(?-i:[A-Z])\.?|[^\W\d_]\.){_APART}{{0,3}}){{1,3}}"
_NICKNAME = rf"[\"'“”‘’(\[][^\W\d_]{{1,20}}[\"'“”‘’)\]]{_APART}{{1,8}}"
_BETWEEN = rf"{_APART}{{1,8}}(?:{_INITIALS}|{_APART}{{0,3}}{_NICKNAME}){{0,2}}"
_GROWN = r"(?-i:(?<=[a-z])(?=[A-Z]))"  # QuillaVantongeren
LONG = 10  # letters of a whole name that no other word is, even written as one
_APOSTROPHE = r"(?:['’‘ʼ`´]|&#0?39;|&#x27;|&apos;|&rsquo;)?"
_AT = r"(?:@|=|%40|&#64;|\(at\)|\[at\])"
_LETTER = r"[^\W_]"


@dataclass(frozen=True)
class Sought:
    """One person, by every name and address that is theirs; initials and nicknames are the operator's to say."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Sought":
        """Raises Refused for a name too short to be told from other words."""
        named = tuple(dict.fromkeys(one_line(each, "WHO") for each in words))
        for each in named:
            if sum(map(str.isalpha, each)) < LEAST:
                raise Refused(f"{each} is too short to be found. Write a whole name or an address.")
        return cls(named)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        longest = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(f"(?:{_written(each)})" for each in longest), re.IGNORECASE)

    def times(self, text: str) -> int:
        """How often they are named."""
        return sum(1 for _ in self.pattern.finditer(text))

    def names(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def is_whole(self, text: str) -> bool:
        """Whether the text is their name or address, and nothing else."""
        return bool(text) and self.pattern.fullmatch(text.strip()) is not None

    def erased(self, text: str, mark: str = MARK) -> str:
        return self.pattern.sub(lambda _: mark, text)

    @property
    def single(self) -> tuple[str, ...]:
        """Those of their names that are one word, which may stand in the record for anything else."""
        return tuple(each for each in self.words if each.isalpha())

    @property
    def last_names(self) -> tuple[str, ...]:
        """The last word of each of their names, which may mean them or somebody else: Dr Vantongeren."""
        found = (each.split()[-1] for each in self.words if not looks_like_address(each) and len(each.split()) > 1)
        return tuple(
            each for each in dict.fromkeys(found) if each not in self.words and sum(map(str.isalpha, each)) >= LEAST
        )

    def meets(self, other: "Sought") -> bool:
        """Whether both may be the same person: one is named in what the other is called."""
        return any(map(self.names, other.words)) or any(map(other.names, self.words))


def moved(sought: Sought, text: str, place: int) -> int:
    """Where a place in the text lies once they are erased; one within a name goes to its end."""
    gone = 0
    for found in sought.pattern.finditer(text):
        if found.end() <= place:
            gone += found.end() - found.start() - len(MARK)
        elif found.start() < place:
            return found.start() - gone + len(MARK)
    return place - gone


def _written(words: str) -> str:
    if looks_like_address(words):
        local, _, domain = words.rpartition("@")
        return rf"(?<![\w.+\-]){_spelt(local)}{_AT}{_spelt(domain)}(?!{_LETTER})"
    parts = [each for each in re.split(r"[\s._,]+", words) if each]
    between = rf"(?:{_BETWEEN}|{'' if len(''.join(parts)) >= LONG else _GROWN})"
    written = [between.join(map(_spelt, parts))]
    if len(parts) > 1:  # Vantongeren, Quilla; and in a list: Mrs Vantongeren, Quilla Vantongeren
        last = _spelt(parts[-1])
        written.append(rf"{between.join([last, *map(_spelt, parts[:-1])])}(?:{between}{last}(?!{_LETTER}))?")
    return rf"(?<!{_LETTER})(?:{'|'.join(written)})(?!{_LETTER})"


def _spelt(word: str) -> str:
    return "".join(_letter(each) for each in unicodedata.normalize("NFC", word))


def _letter(letter: str) -> str:
    if letter in "'’‘ʼ`´":
        return _APOSTROPHE
    if not letter.isalpha():
        return rf"{re.escape(letter)}"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return f"[{base}{letter}{''.join(_accented()[base])}]{_MARKS}"


@cache
def _accented() -> dict[str, list[str]]:
    """The letters with accents of each plain letter."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        decomposed = unicodedata.normalize("NFD", chr(code))
        if len(decomposed) > 1:
            found[decomposed[0].lower()].append(chr(code))
    return found
