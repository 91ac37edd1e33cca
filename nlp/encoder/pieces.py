"""A sentence as the encoder reads it: pieces of words by their numbers, as BERT's uncased vocabulary cuts them."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

LONGEST_WORD = 100  # characters; a longer one is unknown
MOST_PIECES = 96  # of a sentence, its two marks among them; what comes after is not read
ALONE = (  # the signs of Chinese and Japanese, each a word
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F)),
    *((0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


class WordPieces:
    """The vocabulary, a piece a line; the number of a piece is its line."""

    def __init__(self, vocabulary: Path) -> None:
        words = vocabulary.read_text("utf-8").splitlines()
        self._numbers = {word: number for number, word in enumerate(words)}
        self._first, self._last, self._unknown = (self._numbers[mark] for mark in ("[CLS]", "[SEP]", "[UNK]"))

    def of(self, text: str) -> list[int]:
        """The numbers of a sentence's pieces, between the marks of its beginning and end."""
        found = [number for word in _words(text) for number in self._cut(word)]
        return [self._first, *found[: MOST_PIECES - 2], self._last]

    def _cut(self, word: str) -> list[int]:
        """The longest beginning that is in the vocabulary, then the longest of what is left, and so on."""
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(len(word), start, -1) if len(word) <= LONGEST_WORD else ()
            end = next((end for end in ends if mark + word[start:end] in self._numbers), None)
            if end is None:
                return [self._unknown]
            found.append(self._numbers[mark + word[start:end]])
            start = end
        return found


def _words(text: str) -> Iterator[str]:
    """Words without capitals and accents; every sign of punctuation is a word of its own."""
    for word in "".join(_spaced(each) for each in text).split():
        bare = "".join(each for each in unicodedata.normalize("NFD", word) if unicodedata.category(each) != "Mn")
        yield from "".join(f" {each} " if _is_punctuation(each) else each for each in bare.lower()).split()


def _spaced(character: str) -> str:
    code = ord(character)
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if code in (0, 0xFFFD) or unicodedata.category(character)[0] == "C":
        return ""
    return f" {character} " if any(low <= code <= high for low, high in ALONE) else character


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" or character in "$+<=>^`|~"
