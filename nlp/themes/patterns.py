"""Patterns over the words of a sentence: their small language, and where they match."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.themes.language import stem

MOST_FORMS = 4000  # ways one pattern may be read once its groups are written out
_PIECE = re.compile(r"\(|\)[?*]?|\||\.{2,3}|[^\s()|]+")
_GAPS = {"..": 4, "...": 8}
_SMALL = (
    "a an the of to in on at by for and or with from our their his her its my your this that these those all any some "
    "is are was were be being must should can will always own 's"
)
SMALL = frozenset(map(stem, _SMALL.split()))  # words that part nothing: what stands beyond them stands beside


class UnreadablePattern(ValueError):
    """A pattern that cannot be read; the message says why."""


class PatternStep(NamedTuple):
    """One word to match by any of its symbols; with `gap`, up to that many words instead, small ones if `beside`."""

    symbols: frozenset[str] = frozenset()
    gap: int = 0
    optional: bool = False
    beside: bool = False


PatternForm = tuple[PatternStep, ...]


def read_exclusion(source: str, groups: Mapping[str, Sequence[str]]) -> list[PatternForm]:
    """The same of what voids a pattern: it stands right beside, so that its gaps span small words only."""
    return [tuple(step._replace(beside=step.gap > 0) for step in form) for form in read_pattern(source, groups)]


def read_pattern(source: str, groups: Mapping[str, Sequence[str]]) -> list[PatternForm]:
    """The forms a pattern stands for; raises Unreadable. `groups` are the named lists that $name refers to."""
    pieces = _PIECE.findall(source)
    forms = _sequence(pieces, groups)
    if pieces:
        raise UnreadablePattern("A bracket is closed that was never opened.")
    if not forms or any(not form or form[0].gap or form[0].optional for form in forms):
        raise UnreadablePattern("It must begin with a word that cannot be left out.")
    return forms


def _sequence(pieces: list[str], groups: Mapping[str, Sequence[str]]) -> list[PatternForm]:
    """Read up to the end, a closing bracket or a bar that parts alternatives of several words."""
    parts: list[list[PatternForm]] = []
    while pieces and pieces[0] not in ("|", ")", ")?", ")*"):
        parts.append(_item(pieces, groups))
    if not parts:
        raise UnreadablePattern("Something is missing beside a bar or a bracket.")
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST_FORMS:
        raise UnreadablePattern("It stands for too many combinations. Write it as two patterns.")
    return [tuple(itertools.chain.from_iterable(each)) for each in itertools.product(*parts)]


def _item(pieces: list[str], groups: Mapping[str, Sequence[str]]) -> list[PatternForm]:
    piece = pieces.pop(0)
    if piece in _GAPS:
        return [(PatternStep(gap=_GAPS[piece]),)]
    if piece == "(":
        return _group(pieces, groups)
    forms = _word(piece, groups)
    while pieces[:1] == ["|"] and len(pieces) > 1:  # outside brackets a bar parts single words
        if not _is_bare(pieces):
            break
        pieces.pop(0)
        forms = forms + _word(pieces.pop(0), groups)
    return _merged(forms)


def _is_bare(pieces: Sequence[str]) -> bool:
    depth = 0
    for piece in pieces:
        depth += (piece == "(") - piece.startswith(")")
        if depth < 0:
            return False
    return True


def _group(pieces: list[str], groups: Mapping[str, Sequence[str]]) -> list[PatternForm]:
    forms = _sequence(pieces, groups)
    while pieces[:1] == ["|"]:
        pieces.pop(0)
        forms += _sequence(pieces, groups)
    if not pieces:
        raise UnreadablePattern("A bracket is not closed.")
    end = pieces.pop(0)
    if end == ")?":
        return [*_merged(forms), ()]
    return _merged(forms)


def _word(word: str, groups: Mapping[str, Sequence[str]]) -> list[PatternForm]:
    optional = word.endswith("?") and len(word) > 1
    word = word.removesuffix("?") if optional else word
    if word.startswith("$"):
        if word[1:] not in groups:
            raise UnreadablePattern(f"There is no list {word}.")
        return [form for entry in groups[word[1:]] for form in _entry(entry)] + ([()] if optional else [])
    forms: list[PatternForm] = []
    for way in _ways(word):
        forms.append(tuple(PatternStep(frozenset({_symbol(each)}), optional=optional or each == "'s") for each in way))
    return forms


@lru_cache(maxsize=1000)  # hundreds of patterns name the same list
def _entry(entry: str) -> tuple[PatternForm, ...]:
    return tuple(read_pattern(entry, {}))


def _ways(word: str) -> list[list[str]]:
    """A word with a hyphen is written with it, as one word or as two; 's stands apart, as spaCy has it."""
    word = word.replace("’", "'").lower()
    owner, owns, _ = word.partition("'s")
    if owns and owner:
        return [[*way, "'s"] for way in _ways(owner)]
    if "-" in word.strip("-"):
        return [[word.replace("-", "")], word.split("-")]
    return [[word]]


def _symbol(word: str) -> str:
    if word.startswith("=") or (word.endswith("*") and len(word) > 1):
        return word
    return stem(word)


def _merged(forms: Sequence[PatternForm]) -> list[PatternForm]:
    """Alternatives of one word each become one step; the others stay apart."""
    single = [form[0] for form in forms if len(form) == 1 and not form[0].gap and not form[0].optional]
    rest = [form for form in forms if not (len(form) == 1 and form[0] in single)]
    if not single:
        return list(rest)
    return [(PatternStep(frozenset().union(*(step.symbols for step in single))),), *rest]


class PatternMatch(NamedTuple):
    """Where a pattern matched, in tokens."""

    name: int
    start: int
    end: int


class _Sought(NamedTuple):
    """A form to look for, with what else a sentence must hold for it, the rarest first."""

    name: int
    form: PatternForm
    needs: tuple[frozenset[str], ...]


_NONE: Mapping[frozenset[str], list[int]] = {}


class Matcher:
    """Matches many patterns at once; each is given a number that its findings carry.

    A form is looked for only where its rarest required word stands: `common` are stems, the commonest first.
    """

    def __init__(self, patterns: Iterable[tuple[int, Sequence[PatternForm]]], common: Sequence[str] = ()) -> None:
        weights = {word: 1 / (place + 10) for place, word in enumerate(common)}
        self._sought: list[_Sought] = []
        self._by_rarest: dict[str, dict[frozenset[str], list[int]]] = defaultdict(dict)
        prefixes: set[str] = set()
        for name, forms in patterns:
            for form in forms:
                rarest, *needs = sorted(_required(form), key=lambda symbols: _weight(symbols, weights))
                first = needs[0] if needs else rarest  # many forms of a pattern need the same: it is asked once
                for symbol in rarest:
                    self._by_rarest[symbol].setdefault(first, []).append(len(self._sought))
                self._sought.append(_Sought(name, form, tuple(needs[1:])))
                prefixes.update(symbol for step in form for symbol in step.symbols if symbol.endswith("*"))
        self._prefixes: dict[str, list[str]] = defaultdict(list)
        for prefix in sorted(prefixes):
            self._prefixes[prefix[:2]].append(prefix)

    def symbols(self, lower: str, norm: str) -> frozenset[str]:
        """What patterns may call a word: its stem, the word itself after "=", beginnings of it before "*"."""
        plain = lower.replace("-", "").replace("’", "'")
        near = [*self._prefixes.get(plain[:2], ()), *self._prefixes.get(plain[:1] + "*", ())]
        begins = (prefix for prefix in near if plain.startswith(prefix[:-1]) or norm.startswith(prefix[:-1]))
        return frozenset((norm, f"={lower}", *begins))

    def matches(self, words: Sequence[frozenset[str]]) -> Iterator[PatternMatch]:
        """Every match in a sentence given as the symbols of its words."""
        present = frozenset().union(*words)
        candidates: set[int] = set()
        for symbol in present:
            for need, places in self._by_rarest.get(symbol, _NONE).items():
                if not need.isdisjoint(present):
                    candidates.update(places)
        for place in sorted(candidates):
            name, form, needs = self._sought[place]
            if not any(map(present.isdisjoint, needs)):
                first = form[0].symbols
                for start, symbols in enumerate(words):
                    if not first.isdisjoint(symbols) and (end := _end(words, form, start)) is not None:
                        yield PatternMatch(name, start, end)


def _required(form: PatternForm) -> list[frozenset[str]]:
    return [step.symbols for step in form if not step.gap and not step.optional]


def _weight(symbols: Iterable[str], weights: Mapping[str, float]) -> float:
    """How often one of these words is met; a word nobody listed is rare."""
    return sum(weights.get(stem(symbol.strip("=*")), 1e-5) for symbol in symbols)


def _end(words: Sequence[frozenset[str]], form: PatternForm, place: int, at: int = 0) -> int | None:
    """Where the form ends if it matches from `place` on; gaps take as few words as they can."""
    while at < len(form):
        step = form[at]
        if step.gap:
            if at + 1 == len(form):
                return place
            tries = range(place, _reach(words, step, place) + 1)
            return next((end for each in tries if (end := _end(words, form, each, at + 1)) is not None), None)
        is_here = place < len(words) and not step.symbols.isdisjoint(words[place])
        if step.optional and is_here:
            return (
                end if (end := _end(words, form, place + 1, at + 1)) is not None else _end(words, form, place, at + 1)
            )
        if not is_here and not step.optional:
            return None
        place += is_here
        at += 1
    return place


def _reach(words: Sequence[frozenset[str]], step: PatternStep, place: int) -> int:
    """The furthest place that a gap may span to from `place`."""
    last = min(place + step.gap, len(words))
    if step.beside:
        return next((each for each in range(place, last) if SMALL.isdisjoint(words[each])), last)
    return last
