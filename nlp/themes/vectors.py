"""What words mean, roughly: GloVe's vectors by stem, so that words the training never saw lie near those it did."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.vectors import Vectors  # type: ignore[import-not-found]
from spacy.vocab import Vocab

from nlp.themes.language import stem

KEPT = Path(__file__).parents[1] / "words" / "vectors.npz"
COMMONEST = 120_000  # words of GloVe that are looked at; its file has the commonest first
STEMS = 20_000
SCALE = 160.0  # of the 8-bit numbers the file holds
_WORD = re.compile(r"[a-z]{1,20}(?:-[a-z]+)*|'s|n't|[0-9]{1,4}|[.,;:!?()&/-]")


def give_vectors(vocab: Vocab, path: Path = KEPT) -> None:
    """Let a vocabulary know the shipped vectors, 50 numbers a stem."""
    with np.load(path) as kept:
        stems = kept["stems"].tobytes().decode().split("\n")
        data = kept["vectors"].astype("float32") / SCALE
    for each in stems:
        vocab.strings.add(each)
    vocab.vectors = Vectors(strings=vocab.strings, data=data, keys=stems)


@cache
def common_stems() -> tuple[str, ...]:
    """The stems that have a vector, the commonest first."""
    with np.load(KEPT) as kept:
        return tuple(kept["stems"].tobytes().decode().split("\n"))


def pack(lines: Iterable[str], path: Path, most: int = STEMS) -> int:
    """Write the shipped file from the lines of glove.6B.50d.txt (PDDL), and return how many stems it has.

    A stem's vector is the mean of its words', the commoner the heavier; all are centred and of length 1.
    """
    sums: dict[str, npt.NDArray[np.float64]] = {}
    weights: dict[str, float] = {}
    for place, line in zip(range(COMMONEST), lines, strict=False):
        word, *numbers = line.split()
        if _WORD.fullmatch(word):
            key, weight = stem(word), 1 / (place + 10)
            sums[key] = sums.get(key, np.zeros(len(numbers))) + weight * np.array(numbers, dtype=np.float64)
            weights[key] = weights.get(key, 0.0) + weight
    stems = list(sums)[:most]
    means = np.array([sums[each] / weights[each] for each in stems])
    means -= means.mean(axis=0)
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
    rounded = np.clip(np.round(means * SCALE), -127, 127).astype("int8")
    np.savez_compressed(path, stems=np.frombuffer("\n".join(stems).encode(), dtype="uint8"), vectors=rounded)
    return len(stems)
