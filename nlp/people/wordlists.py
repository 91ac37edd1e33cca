"""The words that names are told by: lists of names and other words, and the words of a text."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

_PART = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
WORD = re.compile(rf"{_PART}(?:-{_PART})*")


class NameWord(NamedTuple):
    """One word of a text; `low` without 's, `name_end` before it; `first` when a sentence or line begins with it."""

    text: str
    start: int
    end: int
    first: bool
    low: str
    owns: bool

    @property
    def name_end(self) -> int:
        return self.end - (2 if self.text.endswith(("'s", "’s")) else 0)

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper()


class Lists(NamedTuple):
    """What is known of words: names that are nothing else, names that are words too, and words that are no names."""

    given: frozenset[str]
    family: frozenset[str]
    ordinary: frozenset[str]
    sector: frozenset[str]
    places: frozenset[str]


class Cues(NamedTuple):
    """Words around a name, as words/cues.txt explains them."""

    titles: frozenset[str]
    sure_titles: frozenset[str]
    particles: frozenset[str]
    naming: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    belongings: frozenset[str]
    things: frozenset[str]
    saints: frozenset[str]
    months: frozenset[str]
    people: frozenset[str]


@cache
def lists() -> Lists:
    """The shipped word lists, read once a process."""
    return Lists(*(_read(name) for name in ("given", "surnames", "ordinary", "sector", "places")))


@cache
def cues() -> Cues:
    """The shipped words around names, read once a process."""
    lines = _shipped("cues")
    groups = re.findall(r"^(\w+):([^:]*)(?=^\w+:|\Z)", "\n".join(lines), re.MULTILINE)
    return Cues(**{name: frozenset(words.split()) for name, words in groups})


def tokens_of(text: str) -> Iterator[NameWord]:
    """The words of a text in order."""
    end = 0
    for match in WORD.finditer(text):
        gap = text[end : match.start()]
        first = end == 0 or "\n" in gap or re.search(r"[.!?:;•]\s*[\"“'‘(]?$", gap) is not None
        if first and gap.startswith(".") and match.start() - end <= 2 and _is_abbreviation(text, end):
            first = False
        word = match[0]
        low = word.removesuffix("'s").removesuffix("’s").replace("’", "'").lower()
        yield NameWord(word, match.start(), match.end(), first, low, word.endswith(("'s", "’s", "'", "’")))
        end = match.end()


def _is_abbreviation(text: str, end: int) -> bool:
    """Whether the full stop at `end` follows a title or an initial and ends no sentence."""
    words = re.search(r"[^\W\d_]+$", text[max(0, end - 12) : end])
    return words is not None and (len(words[0]) == 1 or words[0].lower() in cues().sure_titles)


def _read(name: str) -> frozenset[str]:
    return frozenset(word for line in _shipped(name) for word in line.split())


def _shipped(name: str) -> list[str]:
    lines = resources.files("nlp").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]
