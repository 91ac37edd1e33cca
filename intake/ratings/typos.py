"""Labels of ratings as people mistype them: "Requires improvment", "Amebr", "Goood"."""

import difflib
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"\s?-\s?|[\s_]{1,3}")
_AFTER = re.compile(r"[*_]*\s*(?:$|[(\[.,;:!)\]}\"|=/]|-\s)")
LONG, LONGER = 5, 9  # letters from which one slip, and two, leave no doubt which word was meant
ALIKE, NEARLY = 0.7, 0.8
LONGEST = 40  # letters of words that may be a label gone wrong


class Slip(NamedTuple):
    """The rating that was meant, and where its words end."""

    code: str
    end: int


class Slips:
    """The labels of one scale; `labels`: levelled words with their code."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = [(_WORD.findall(label), code) for label, code in labels.items() if _WORD.search(label)]

    def meant(self, text: str, at: int) -> Slip | None:
        """The rating whose label begins here with small slips, where no other word could be meant."""
        found = self._fitting(text, at, _is_slip)
        return found[0] if len(found) == 1 else None

    def like(self, text: str, at: int) -> list[Slip]:
        """The ratings whose labels this resembles: telling beside a code, and never alone."""
        return self._fitting(text, at, _is_like)

    def nears(self, text: str) -> bool:
        """Whether a few words come near a label without being one."""
        if len(text) > 2 * LONGEST or re.search(r"\d", text):
            return False
        said = " ".join(_WORD.findall(text))
        return any(_is_near(said, " ".join(words)) for words, _ in self._labels) if len(said) <= LONGEST else False

    def _fitting(self, text: str, at: int, same: Callable[[str, str], bool]) -> list[Slip]:
        if not _WORD.match(text, at):
            return []
        ends = ((code, _end(text, at, words, same)) for words, code in self._labels)
        return [Slip(code, end) for code, end in {code: end for code, end in ends if end is not None}.items()]


def _end(text: str, at: int, words: list[str], same: Callable[[str, str], bool]) -> int | None:
    """Where the words end that stand here for a label's; None where they do not, or go on."""
    for number, word in enumerate(words):
        gap = _GAP.match(text, at) if number else None
        said = _WORD.match(text, gap.end() if gap else at)
        if said is None or (number and gap is None) or not same(said[0], word):
            return None
        at = said.end()
    return at if _AFTER.match(text, at) else None


def _is_slip(said: str, word: str) -> bool:
    """A word of five letters or more with one slip in it, or any word with a letter held down."""
    said = re.sub(r"(.)\1{2,}", r"\1\1", said)
    if said == word:
        return True
    if said == f"{word}s" and len(word) < LONGER:
        return False  # "in places" is not "in place"
    slips = 2 if len(word) >= LONGER else 1
    return len(word) >= LONG and said[0] == word[0] and _slips(said, word) <= slips


def _is_like(said: str, word: str) -> bool:
    return said[0] == word[0] and difflib.SequenceMatcher(None, said, word).ratio() >= ALIKE


def _is_near(said: str, label: str) -> bool:
    match = difflib.SequenceMatcher(None, said, label)
    return match.real_quick_ratio() >= NEARLY and match.quick_ratio() >= NEARLY and match.ratio() >= NEARLY


def _slips(said: str, word: str) -> int:
    """How many letters were put in, left out, changed, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, mark in enumerate(said, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            least = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (mark != other))
            if i > 1 and j > 1 and mark == word[j - 2] and said[i - 2] == other:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]
