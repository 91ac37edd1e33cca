"""A text as a run of plain words, each with its place, and the codes in brackets that stand before our questions."""

from functools import lru_cache
from typing import NamedTuple

from config.notation import LatePattern
from intake.ratings import PICTURE, levelled

_TOKEN = LatePattern(r"[^\W_]+(?:'[^\W_]+)*")
CODE = LatePattern(
    rf"\W{{0,4}}\[\s*([A-Za-z0-9][A-Za-z0-9.-]{{0,19}})\s*\](?:(?!{PICTURE}|[-~<\u2248\u2012-\u2014\u2212]\d)\W){{0,3}}"
)


class Token(NamedTuple):
    """One word of the letter: its plain form, the line it stands on, and where."""

    word: str
    line: int
    start: int
    end: int


def tokens(text: str, line: int = 0) -> list[Token]:
    return [Token(word, line, start, end) for word, start, end in _places(text)]


@lru_cache(maxsize=8192)
def _places(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((found[0], found.start(), found.end()) for found in _TOKEN.finditer(levelled(text)))


@lru_cache(maxsize=8192)  # the lines of our own letters come back in every reply
def words_of(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(levelled(text)))
