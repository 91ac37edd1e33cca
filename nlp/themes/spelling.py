"""Misspelt words of the sector, mended: "escallation" is escalation. Ordinary words are never touched."""

from collections.abc import Iterable, Iterator

SHORTEST = 6  # letters; shorter words lie too near to others
LONGEST = 40  # letters; more is no word


class PatternSpelling:
    """Knows the words that patterns use; a word nobody knows that is one slip away from one of them is that word."""

    def __init__(self, words: Iterable[str], known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._near: dict[str, str] = {}
        for word in sorted(words):
            if len(word) >= SHORTEST and word.isalpha():
                for each in (word, *_without_one(word)):
                    self._near.setdefault(each, word)

    def mend(self, word: str) -> str:
        """The word meant, in small letters."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha() or word in self._known:
            return word
        if word in self._near:
            return self._near[word]
        return next((self._near[each] for each in _without_one(word) if each in self._near), word)


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))
