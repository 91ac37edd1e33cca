"""A text as a run of plain words, each with its place, and the codes in brackets that stand before our questions."""

from typing import NamedTuple

from config.notation import LatePattern
from intake.ratings import PICTURE, kept, levelled

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


@kept
def _places(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((found[0], found.start(), found.end()) for found in _TOKEN.finditer(levelled(text)))


@kept
def words_of(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(levelled(text)))
