"""Whether a change of patterns or model lowered a set of sentences: outcomes of before and after, drawn anew."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.themes.training import Labelled

DRAWS = 2000
SEED = 11
LEAST = 0.05  # the chance that a fall is one of the draw, under which it is told

Outcomes = Mapping[str, Sequence[str]]  # id of a sentence -> the themes it was given
Counts = NDArray[np.int64]  # sentences x 3 x themes: right, wrong, missed


class Change(NamedTuple):
    """A set's figure before and after, and how often the draws show no fall."""

    before: float
    after: float
    chance: float

    @property
    def is_lowered(self) -> bool:
        return self.after < self.before and self.chance < LEAST


def compared(sentences: Sequence[Labelled], before: Outcomes, after: Outcomes, core: Sequence[str]) -> Change:
    """Macro-F1 of the core themes that the set has; of a set that has none, the share of sentences left alone."""
    both = [each for each in sentences if each.id in before and each.id in after]
    if not both:
        return Change(0.0, 0.0, 1.0)
    themes = [theme for theme in core if any(theme in each.themes for each in both)] or list(core)
    was, now = _counts(both, before, themes), _counts(both, after, themes)
    dice = np.random.default_rng(SEED)
    drawn = dice.multinomial(len(both), [1 / len(both)] * len(both), size=DRAWS)
    once = np.ones((1, len(both)), dtype=np.int64)
    falls = _figure(drawn, now) < _figure(drawn, was)
    return Change(float(_figure(once, was)[0]), float(_figure(once, now)[0]), float(1 - falls.mean()))


def _counts(sentences: Sequence[Labelled], said: Outcomes, themes: Sequence[str]) -> Counts:
    is_so = np.array([[theme in each.themes for theme in themes] for each in sentences])
    is_said = np.array([[theme in said[each.id] for theme in themes] for each in sentences])
    counted = np.array([[theme not in each.disputed for theme in themes] for each in sentences])
    is_so, is_said = is_so & counted, is_said & counted
    return np.stack([is_so & is_said, is_said & ~is_so, is_so & ~is_said], axis=1).astype(np.int64)


def _figure(drawn: NDArray[np.int64], counts: Counts) -> NDArray[np.float64]:
    """One figure a draw."""
    if not counts[:, (0, 2)].any():
        alone = (counts[:, 1].sum(axis=1) == 0).astype(np.float64)
        share: NDArray[np.float64] = drawn @ alone / drawn.sum(axis=1)
        return share
    right, wrong, missed = np.moveaxis(np.tensordot(drawn, counts, axes=1), 1, 0)
    f1: NDArray[np.float64] = (2 * right / np.maximum(2 * right + wrong + missed, 1)).mean(axis=1)
    return f1
