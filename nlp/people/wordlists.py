"""The words that names are told by: lists of names and other words, and the words of a text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

_PART = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
WORD = re.compile(rf"{_PART}(?:-{_PART})*")
BARRED = str.maketrans("łøđı", "lodi")  # letters with a bar or without a dot, which no accent can be taken from
HUMPS = re.compile(r"[A-Z][a-z]+")
SENTENCE_END = re.compile(r"[.!?:;•]\s*[\"“'‘(]?$")


class NameWord(NamedTuple):
    """One word of a text; `low` without 's, `name_end` before it; `first` when a sentence or line begins with it."""

    text: str
    start: int
    end: int
    first: bool
    low: str
    owns: bool
    is_capital: bool
    is_initial: bool

    @property
    def name_end(self) -> int:
        return self.end - (2 if self.text.endswith(("'s", "’s")) else 0)


@dataclass(frozen=True)
class Lists:
    """What is known of words: names that are nothing else, names that are words too, and words that are no names.

    Every word of a text is looked up in these, so that what is put together of several is put together once.
    """

    given: frozenset[str]
    family: frozenset[str]
    ordinary: frozenset[str]
    sector: frozenset[str]
    places: frozenset[str]

    @cached_property
    def names(self) -> frozenset[str]:
        return self.given | self.family

    @cached_property
    def words(self) -> frozenset[str]:
        return self.ordinary | self.sector | self.places

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word of the lists but given names."""
        return self.family | self.words

    @cached_property
    def sure_given(self) -> frozenset[str]:
        """Given names that are no other word."""
        return self.given - self.words

    @cached_property
    def sure_family(self) -> frozenset[str]:
        return self.family - self.words

    @cached_property
    def rare_family(self) -> frozenset[str]:
        """Family names that are no ordinary word."""
        return self.family - self.ordinary

    @cached_property
    def family_not_place(self) -> frozenset[str]:
        """Family names that are neither of the sector nor a place."""
        return self.family - self.sector - self.places

    @cached_property
    def family_not_sector(self) -> frozenset[str]:
        return self.family - self.sector

    @cached_property
    def never_kin(self) -> frozenset[str]:
        """Words of the sector that no relative is called: "her brother Blue" is, "her mother School" is not."""
        return self.sector - cues().seasons - cues().colours - self.given

    @cached_property
    def never_first(self) -> frozenset[str]:
        """Words of the sector that begin sentences and are nobody's name, as most sentences begin."""
        return self.sector - self.names - cues().seasons - cues().colours

    @cached_property
    def before_small(self) -> frozenset[str]:
        """Titles before which a name may stand in small letters."""
        return cues().sure_titles

    @cached_property
    def months_and_places(self) -> frozenset[str]:
        return cues().months | cues().seldom | self.places | self.sector


class Cues(NamedTuple):
    """Words around a name, as words/cues.txt explains them."""

    titles: frozenset[str]
    sure_titles: frozenset[str]
    particles: frozenset[str]
    inside: frozenset[str]
    naming: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    belongings: frozenset[str]
    things: frozenset[str]
    buildings: frozenset[str]
    saints: frozenset[str]
    months: frozenset[str]
    people: frozenset[str]
    doing: frozenset[str]
    bodies: frozenset[str]
    done_to: frozenset[str]
    between: frozenset[str]
    had: frozenset[str]
    minds: frozenset[str]
    could: frozenset[str]
    acts: frozenset[str]
    meeting: frozenset[str]
    child: frozenset[str]
    about: frozenset[str]
    minding: frozenset[str]
    inquiries: frozenset[str]
    published: frozenset[str]
    laws: frozenset[str]
    papers: frozenset[str]
    short_names: frozenset[str]
    dotted: frozenset[str]
    never: frozenset[str]
    whose: frozenset[str]
    times: frozenset[str]
    before_things: frozenset[str]
    seldom: frozenset[str]
    the: frozenset[str]
    parts: frozenset[str]
    at_once: frozenset[str]
    seasons: frozenset[str]
    works: frozenset[str]
    runs: frozenset[str]
    at_work: frozenset[str]
    posts: frozenset[str]
    states: frozenset[str]
    kept: frozenset[str]
    ails: frozenset[str]
    someone: frozenset[str]
    rooms: frozenset[str]
    household: frozenset[str]
    desks: frozenset[str]
    where: frozenset[str]
    cases: frozenset[str]
    shared: frozenset[str]
    kin_titles: frozenset[str]
    plain_titles: frozenset[str]
    pets: frozenset[str]
    little: frozenset[str]
    abstract: frozenset[str]
    shouted: frozenset[str]
    raised: frozenset[str]
    alias: frozenset[str]
    pets_of: frozenset[str]
    passed: frozenset[str]
    trusted: frozenset[str]
    possessed: frozenset[str]
    areas: frozenset[str]
    colours: frozenset[str]
    schemes: frozenset[str]
    anywhere: frozenset[str]
    met_there: frozenset[str]


@cache
def lists() -> Lists:
    """The shipped word lists, read once a process."""
    return Lists(*(_read(name) for name in ("given", "surnames", "ordinary", "sector", "places")))


@cache
def cues() -> Cues:
    """The shipped words around names, read once a process."""
    lines = _shipped("cues")
    groups = re.findall(r"^(\w+):([^:]*)(?=^\w+:|\Z)", "\n".join(lines), re.MULTILINE)
    return Cues(**{name: frozenset(map(_plain, words.split())) for name, words in groups})


def tokens_of(text: str) -> Iterator[NameWord]:
    """The words of a text in order."""
    end = 0
    for match in WORD.finditer(text):
        word, start = match[0], match.start()
        first = (start - end != 1 or text[end] != " " or not end) and _begins(text, end, start)
        low, owns, capital = word.lower(), False, word[0].isupper()
        if not low.isascii():
            low = _plain(low)
        if not word.isalpha():
            if "-" in word:
                low = _double(low, word)
            if "'" in word or "’" in word:
                low, owns = _without_its_own(low), low.endswith(("'s", "’s", "'", "’"))
        elif capital and not word.istitle() and not word.isupper():
            low = _double(low, word)
        end = match.end()
        yield NameWord(word, start, end, first, low, owns, capital, capital and len(word) == 1)


def joined(text: str, one: NameWord, other: NameWord) -> bool:
    """Whether two words stand side by side, as those of one name do."""
    gap = text[one.end : other.start]
    if one.text in ("A", "I"):  # an article, a pronoun or a roman number, unless a full stop makes it an initial
        return gap in (". ", ".")
    return gap in (" ", "\u00a0", "_") or (gap in (". ", ".") and one.is_initial)


def _double(low: str, word: str) -> str:
    """A double name by the surer of its parts, "Amelia-Rose" and "AmeliaRose" as "amelia"; any other word as it is."""
    own = low[-2:] if low.endswith(("'s", "’s")) else ""
    whole = low.removesuffix(own)
    parts = whole.split("-") if "-" in whole else [part.lower() for part in HUMPS.findall(word)]
    known = lists()
    if len(parts) < 2 or "".join(parts) != whole.replace("-", ""):
        return low
    is_given = word[0].isupper() and any(part in known.sure_given for part in parts) and known.words.isdisjoint(parts)
    if not is_given and not all(part in known.names for part in parts):
        return low
    if not word[0].isupper() and parts[0] not in known.sure_given:
        return low
    sure = [part for names in (known.sure_given, known.sure_family) for part in parts if part in names]
    return (*sure, parts[0])[0] + own


def _plain(low: str) -> str:
    """A word without its accents, as the lists have it: "Jędrzej", "Siobhán"."""
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFKD", low.translate(BARRED))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _without_its_own(low: str) -> str:
    return low.removesuffix("'s").removesuffix("’s").replace("’", "'")


def _begins(text: str, end: int, start: int) -> bool:
    """Whether a sentence or a line begins at `start`, where the word before ended at `end`."""
    gap = text[end:start]
    if gap == " " and end:
        return False
    first = end == 0 or "\n" in gap or SENTENCE_END.search(gap) is not None
    return first and not (gap.startswith(".") and start - end <= 2 and _is_abbreviation(text, end))


def _is_abbreviation(text: str, end: int) -> bool:
    """Whether the full stop at `end` follows a title or an initial and ends no sentence."""
    words = re.search(r"[^\W\d_]+$", text[max(0, end - 12) : end])
    return words is not None and (len(words[0]) == 1 or words[0].lower() in cues().sure_titles)


def _read(name: str) -> frozenset[str]:
    return frozenset(_plain(word) for line in _shipped(name) for word in line.split())


def _shipped(name: str) -> list[str]:
    lines = resources.files("nlp").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]
