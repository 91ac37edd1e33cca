"""What a text is about: patterns and the classifier together, sentence by sentence, with reasons."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import NamedTuple

from config.questionnaire import Fault, Faulty
from config.themes import Theme, Themes, Written
from nlp.encoder import SHIPPED_ENCODER, is_usable
from nlp.encoder.scores import open_encoder
from nlp.people import lists
from nlp.themes.averaged import Averaged
from nlp.themes.classifier import Classifier, Input, open_classifier
from nlp.themes.language import language, sentences
from nlp.themes.patterns import Matcher, PatternForm, PatternMatch, UnreadablePattern, read_exclusion, read_pattern
from nlp.themes.spelling import PatternSpelling
from nlp.themes.tags import Apart, ThemeTag
from nlp.themes.vectors import common_stems
from nlp.themes.words import WordMemory

KINDS = ("patterns", "hints", "unless", "never")
BATCH = 64  # texts looked at together
SHORT = 6  # words of an answer, under which the classifier has too little to go by


class Numbered(NamedTuple):
    """What a pattern is for, by its number in the matcher."""

    theme: str
    kind: str
    written: Written


class Seen(NamedTuple):
    """One sentence as the patterns see it: its words' stems, where words stand, and each theme's findings."""

    text: str
    start: int
    end: int
    stems: list[str]
    places: list[tuple[int, int]]
    states: dict[str, str]  # theme -> pattern | hint | void
    found: dict[str, list[PatternMatch]]
    sure: frozenset[str]  # themes with a pattern that decides alone
    barred: frozenset[str]  # themes that something keeps out of the whole sentence


class Tagger:
    """Finds the themes of texts. Loading it imports spaCy; using it changes nothing."""

    def __init__(self, themes: Themes, classifier: Classifier | Averaged | None) -> None:
        """Without a classifier it knows patterns alone, as training does before there is one."""
        self.themes = themes
        self._numbers: list[Numbered] = []
        read = []
        for theme in themes.by_key.values():
            for kind in KINDS:
                for written in getattr(theme, kind):
                    read.append((len(self._numbers), _forms(written, themes, kind)))
                    self._numbers.append(Numbered(theme.key, kind, written))
        self._matcher = Matcher(read, common_stems())
        self._language = language(PatternSpelling(_words(themes), lists().ordinary).mend)
        self._use(classifier)
        self._memory = WordMemory(self._language, self._matcher.symbols)

    def _use(self, classifier: Classifier | Averaged | None) -> None:
        self._classifier = classifier
        self._least = {theme.key: self._needed(theme, "") for theme in self.themes.by_key.values()}

    @classmethod
    def load(cls, themes: Themes, model: Path | None = None, encoder: Path | None = None) -> "Tagger":
        """With the shipped classifier, and the encoder where it can be used; or with those in the folders given.

        Raises Faulty on a pattern it cannot read.
        """
        light = open_classifier(model)
        if encoder is None and model is None and is_usable():
            encoder = SHIPPED_ENCODER
        return cls(themes, Averaged(light, open_encoder(encoder)) if encoder else light)

    @property
    def has_encoder(self) -> bool:
        return isinstance(self._classifier, Averaged)

    def light(self) -> "Tagger":
        """The same without the encoder."""
        if not isinstance(self._classifier, Averaged):
            return self
        same = copy(self)
        same._use(self._classifier.light)
        return same

    @property
    def version(self) -> str:
        """Of patterns and model together: tags of another version are made again."""
        return f"{self.themes.version}-{self._classifier.version if self._classifier else 'patterns'}"

    def tag(self, text: str) -> list[ThemeTag]:
        """The themes of one text, in order."""
        return next(iter(self.tag_all([text])))

    def tag_all(self, texts: Iterable[str], *, explain: bool = True) -> Iterator[list[ThemeTag]]:
        """The themes of each text; without `explain` a tag of the model names no words, which is faster."""
        for batch in _batches(texts):
            yield from self._tag_batch(batch, explain=explain)

    def apart(self, texts: Iterable[str], score: float) -> Iterator[Apart]:
        """What patterns and classifier say of each text together, and each alone; alone it needs at least `score`."""
        for batch in _batches(texts):
            seen = self._see_all(batch)
            flat = [each for sentences in seen for each in sentences]
            told, untold = iter(self._scores(flat)), iter(self._unaided(flat))
            encoded = iter(self._classifier.alone(_inputs(flat)) if isinstance(self._classifier, Averaged) else ())
            for text, each in zip(batch, seen, strict=True):
                yield Apart(
                    {tag.theme for one in each for tag in self._tags(text, one, next(told), explain=False)},
                    {theme for one in each for theme, state in one.states.items() if state == "pattern"},
                    {theme for _ in each for theme, given in next(untold).items() if given >= score},
                    {theme for _ in each for theme, given in next(encoded, {}).items() if given >= score},
                )

    def whole(self, text: str) -> tuple[list[str], dict[str, str]]:
        """A text taken as one sentence: its stems, and what the patterns say of each theme."""
        with self._language.memory_zone():
            seen = self._see(text, 0, len(text))
        return seen.stems, seen.states

    def see(self, text: str) -> list[Seen]:
        """The sentences of a text as the patterns see them."""
        return self._see_all([text])[0]

    def _see_all(self, texts: Sequence[str]) -> list[list[Seen]]:
        """Together, since spaCy makes every word anew in a memory zone of its own."""
        with self._language.memory_zone():
            return [[self._see(text, start, end) for start, end in sentences(text)] for text in texts]

    def _see(self, text: str, start: int, end: int) -> Seen:
        words = self._memory.of(text, start, end)
        matches = list(self._matcher.matches(words.symbols))
        states, found = self._judge(matches)
        return Seen(
            text[start:end],
            start,
            end,
            words.stems,
            words.places,
            states,
            found,
            frozenset(theme for theme, each in found.items() if states[theme] == "pattern" and self._is_sure(each)),
            frozenset(self._numbers[each.name].theme for each in matches if self._numbers[each.name].kind == "never"),
        )

    def _is_sure(self, matches: Iterable[PatternMatch]) -> bool:
        return any(not self._numbers[each.name].written.loose for each in matches)

    def _judge(self, matches: Iterable[PatternMatch]) -> tuple[dict[str, str], dict[str, list[PatternMatch]]]:
        """Each theme's state: a pattern that nothing voids, a hint, or a pattern that something voided."""
        by_theme: dict[str, dict[str, list[PatternMatch]]] = {}
        for match in matches:
            theme, kind, _ = self._numbers[match.name]
            by_theme.setdefault(theme, {}).setdefault(kind, []).append(match)
        states: dict[str, str] = {}
        found: dict[str, list[PatternMatch]] = {}
        for theme, kinds in by_theme.items():
            patterns = self._standing(kinds.get("patterns", []), kinds)
            hints = self._standing(kinds.get("hints", []), kinds)
            if patterns or hints:
                states[theme], found[theme] = ("pattern", patterns) if patterns else ("hint", hints)
            elif "patterns" in kinds or "unless" in kinds:
                states[theme] = "void"
        return states, found

    def _standing(self, found: Iterable[PatternMatch], kinds: dict[str, list[PatternMatch]]) -> list[PatternMatch]:
        """Those that no exclusion voids; what is shipped voids no pattern of a deployment's own."""
        return [each for each in found if not any(self._voids(bad, each) for bad in _bad(kinds))]

    def _voids(self, bad: PatternMatch, good: PatternMatch) -> bool:
        exclusion, pattern = self._numbers[bad.name], self._numbers[good.name]
        if pattern.written.is_own and not exclusion.written.is_own:
            return False
        return exclusion.kind == "never" or (good.start < bad.end and bad.start < good.end)

    def _tag_batch(self, texts: Sequence[str], *, explain: bool) -> Iterator[list[ThemeTag]]:
        seen = self._see_all(texts)
        flat = [sentence for each in seen for sentence in each]
        scores = iter(self._scores(flat))
        for text, each in zip(texts, seen, strict=True):
            tags = [tag for sentence in each for tag in self._tags(text, sentence, next(scores), explain=explain)]
            yield sorted(tags, key=lambda tag: (tag.start, tag.end, tag.theme))

    def _tags(self, text: str, seen: Seen, scores: dict[str, float], *, explain: bool) -> Iterator[ThemeTag]:
        is_short = len(text.split()) < SHORT
        for theme in self.themes.by_key.values():
            state, score = seen.states.get(theme.key, ""), scores.get(theme.key)
            if not state and (score or 0.0) < self._least[theme.key]:
                continue  # as nearly every theme of nearly every sentence
            if not (state == "pattern" if is_short else self._holds(theme, seen, score)):
                continue
            sentence = (seen.start, seen.end)
            if state == "pattern":
                start, end = _span(seen, seen.found[theme.key])
                sure = 1.0 if score is None else round(max(score, 0.5), 3)
                yield ThemeTag(theme.key, start, end, sure, "pattern", text[start:end], sentence)
            else:
                words = self._why(theme.key, seen) if explain else []
                told = ", ".join(text[slice(*seen.places[at])] for at in sorted(words))
                yield ThemeTag(theme.key, seen.start, seen.end, round(score or 0.0, 3), "model", told, sentence)

    def _scores(self, sentences: Sequence[Seen]) -> list[dict[str, float]]:
        if self._classifier is None:
            return [{} for _ in sentences]
        return self._classifier.scores(_inputs(sentences))

    def _unaided(self, sentences: Sequence[Seen]) -> list[dict[str, float]]:
        """The classifier's scores where it is not told what the patterns found."""
        light = self._classifier.light if isinstance(self._classifier, Averaged) else self._classifier
        inputs = _inputs([each._replace(states={}) for each in sentences])
        return light.scores(inputs) if light else [{} for _ in sentences]

    def _why(self, theme: str, seen: Seen) -> list[int]:
        return self._classifier.words(theme, seen.stems, seen.states) if self._classifier else []

    def _holds(self, theme: Theme, seen: Seen, score: float | None) -> bool:
        state = seen.states.get(theme.key, "")
        if theme.key in seen.sure or theme.key in seen.barred or state == "void":
            return state == "pattern"
        if score is None:  # a deployment's own theme, which no classifier was trained for
            return state == "pattern"
        return score >= self._needed(theme, state)

    def _needed(self, theme: Theme, state: str) -> float:
        """What the classifier must give; more than it ever does where there is none for this theme."""
        if self._classifier is None or theme.key not in self._classifier.themes:
            return 2.0
        if theme.threshold is not None and state != "pattern":
            return theme.threshold
        return self._classifier.threshold(theme.key, state)


def _inputs(sentences: Iterable[Seen]) -> list[Input]:
    return [(each.stems, each.states, each.text) for each in sentences]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _words(themes: Themes) -> set[str]:
    """The words that patterns are made of, for the spelling."""
    kept = (written.text for theme in themes.by_key.values() for written in (*theme.patterns, *theme.hints))
    listed = (entry for entries in themes.lists.values() for entry in entries)
    return {word for text in (*kept, *listed) for word in re.findall(r"(?<![\w=])[a-z]{6,}(?![\w*])", text)}


def _forms(written: Written, themes: Themes, kind: str) -> list[PatternForm]:
    try:
        return (read_exclusion if kind == "unless" else read_pattern)(written.text, themes.lists)
    except UnreadablePattern as why:
        what = f'The pattern "{written.text[:60]}" cannot be read.'
        raise Faulty([Fault(written.file, written.line, what, str(why))]) from None


def _bad(kinds: dict[str, list[PatternMatch]]) -> list[PatternMatch]:
    return [*kinds.get("unless", ()), *kinds.get("never", ())]


def _span(seen: Seen, found: Sequence[PatternMatch]) -> tuple[int, int]:
    """The characters of the longest finding, the earliest where several are as long."""
    best = max(found, key=lambda each: (each.end - each.start, -each.start))
    return seen.places[best.start][0], seen.places[best.end - 1][1]
