"""The words of a sentence as patterns and classifier see them: each way of writing one is looked at once."""

import re
from collections.abc import Callable
from typing import NamedTuple

from spacy.language import Language

MOST_REMEMBERED = 50_000  # ways of writing that are kept
LONGEST = 40  # characters of one that is kept; what is longer is an address or a slip, and comes once
_WRITTEN = re.compile(r"\S+")


class _Word(NamedTuple):
    """One word of what stands between two spaces."""

    start: int
    end: int
    stem: str
    symbols: frozenset[str]


class SentenceWords(NamedTuple):
    """The words of a sentence: their stems, what patterns may call each, and where they stand in the text."""

    stems: list[str]
    symbols: list[frozenset[str]]
    places: list[tuple[int, int]]


class WordMemory:
    """What was written between spaces, in words; the tokenizer looks at nothing but that, so that it may be kept."""

    def __init__(self, language: Language, symbols: Callable[[str, str], frozenset[str]]) -> None:
        self._language = language
        self._symbols = symbols
        self._known: dict[str, tuple[_Word, ...]] = {}

    def of(self, text: str, start: int, end: int) -> SentenceWords:
        """Those of the sentence from `start` to `end`."""
        found = SentenceWords([], [], [])
        for written in _WRITTEN.finditer(text, start, end):
            words = self._known.get(written[0]) or self._looked_at(written[0])
            at = written.start()
            for word in words:
                found.stems.append(word.stem)
                found.symbols.append(word.symbols)
                found.places.append((at + word.start, at + word.end))
        return found

    def _looked_at(self, written: str) -> tuple[_Word, ...]:
        words = tuple(
            _Word(token.idx, token.idx + len(token), token.norm_, self._symbols(token.lower_, token.norm_))
            for token in self._language.make_doc(written)
            if not token.is_space
        )
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        if len(written) <= LONGEST:
            self._known[written] = words
        return words
