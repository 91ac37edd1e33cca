"""How well themes are told, beside plain keywords, patterns alone and the model alone, on the same sentences."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from config.themes import Theme, Themes
from nlp.themes.tagger import Tagger
from nlp.themes.training import TRAINING, Labelled, files

FEWEST = 5  # examples of a theme, below which it is pooled with others
ALONE = 0.4  # the score from which the model alone is taken to say yes
Guess = Callable[[str], set[str]]


def kept_out(folder: Path = TRAINING) -> dict[str, list[Path]]:
    """The sets of sentences that no training reads, by name."""
    return {
        "heldout": list(files(folder / "heldout")),
        "probe": list(files(folder / "probe")),
        "indirect": [folder / "indirect" / "core_three.jsonl"],
        "indirect voice": [folder / "indirect" / "voice.jsonl"],
        **{path.stem: [path] for path in files(folder / "sets")},
    }


class Score(NamedTuple):
    """Right, wrong and missed of one theme; figures of nothing are 0."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def n(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def f1(self) -> float:
        said = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / said if said else 0.0

    def plus(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


class Evaluation(NamedTuple):
    """Scores of every way of tagging, by theme; `few` were pooled under "others"."""

    sentences: int
    scores: Mapping[str, Mapping[str, Score]]  # way -> theme -> score
    few: Sequence[str]
    exact: Mapping[str, float]  # way -> share of sentences given the right core themes and no other
    said: Mapping[str, list[str]]  # id of a sentence -> the themes that s11 gave it

    def lowest(self, way: str, themes: Iterable[str]) -> tuple[float, float]:
        """The lowest precision and the lowest recall of those themes that have a line of their own."""
        found = [score for theme, score in self.scores[way].items() if theme in set(themes)]
        return min((each.precision for each in found), default=0.0), min((each.recall for each in found), default=0.0)

    def macro(self, way: str, themes: Iterable[str]) -> float:
        """The mean F1 of those themes that have a line of their own."""
        found = [score.f1 for theme, score in self.scores[way].items() if theme in set(themes)]
        return sum(found) / len(found) if found else 0.0


def evaluate(tagger: Tagger, sentences: Sequence[Labelled]) -> Evaluation:
    """Tag the sentences in four ways and count; in six where the encoder is installed: without it, and by it alone."""
    texts = [each.text for each in sentences]
    apart = list(tagger.apart(texts, ALONE))
    guess = keywords(tagger.themes)
    ways = {
        "s11": [each.together for each in apart],
        "keywords": [guess(text) for text in texts],
        "patterns": [each.patterns for each in apart],
        "model": [each.model for each in apart],
    }
    if tagger.has_encoder:
        ways["light"] = [each.together for each in tagger.light().apart(texts, ALONE)]
        ways["encoder"] = [each.encoder for each in apart]
    scores = {way: _count(tagger.themes, said, sentences) for way, said in ways.items()}
    few = [theme for theme, score in scores["s11"].items() if score.n < FEWEST]
    core = {theme.key for theme in tagger.themes.by_key.values() if theme.core}
    return Evaluation(
        len(sentences),
        {way: _pooled(each, few) for way, each in scores.items()},
        few,
        {way: _exact(said, sentences, core) for way, said in ways.items()},
        {each.id: sorted(said) for each, said in zip(sentences, ways["s11"], strict=True)},
    )


def _exact(guesses: Sequence[set[str]], sentences: Sequence[Labelled], core: set[str]) -> float:
    right = 0
    for said, each in zip(guesses, sentences, strict=True):
        asked = core - each.disputed
        right += said & asked == each.themes & asked
    return right / len(sentences)


def keywords(themes: Themes) -> Guess:
    """The baseline everybody can build: a theme is there when one of its keywords is."""
    found = {theme.key: _any_of(theme) for theme in themes.by_key.values() if theme.keywords}
    return lambda text: {key for key, shape in found.items() if shape.search(text.lower())}


def _any_of(theme: Theme) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in theme.keywords) + r")\b")


def _count(themes: Themes, guesses: Iterable[set[str]], sentences: Sequence[Labelled]) -> dict[str, Score]:
    scores = dict.fromkeys(themes.by_key, Score())
    for said, each in zip(guesses, sentences, strict=True):
        for theme in (said | each.themes) - each.disputed:
            is_so, is_said = theme in each.themes, theme in said
            one = Score(int(is_so and is_said), int(is_said and not is_so), int(is_so and not is_said))
            scores[theme] = scores.get(theme, Score()).plus(one)
    return scores


def _pooled(scores: Mapping[str, Score], few: Sequence[str]) -> dict[str, Score]:
    kept = {theme: score for theme, score in scores.items() if theme not in few}
    pool = [scores[theme] for theme in few if theme in scores]
    if pool:
        total = Score()
        for score in pool:
            total = total.plus(score)
        kept["others"] = total
    return kept
