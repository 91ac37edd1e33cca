"""The encoder at work: one sentence after another on one thread, so that what stands beside one changes no score."""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from nlp.encoder.pieces import WordPieces
from nlp.encoder.shipped import SHIPPED_ENCODER, VOCABULARY, WEIGHTS, facts, runtime


class Encoder:
    """Scores sentences for the themes it was trained on. `thresholds` are those of the mean with the classifier."""

    def __init__(self, session: Any, vocabulary: WordPieces, told: Mapping[str, Any]) -> None:
        self._session = session
        self._vocabulary = vocabulary
        self.themes: tuple[str, ...] = tuple(told["themes"])
        self.thresholds: Mapping[str, Mapping[str, float]] = told.get("thresholds", {})
        self.version: str = told["version"]

    def score(self, sentence: str) -> dict[str, float]:
        """Each theme's score, 0 to 1."""
        ids = np.array([self._vocabulary.of(sentence)], dtype=np.int64)
        (row,) = self._session.run(None, {"ids": ids})[0]
        return {theme: 1 / (1 + math.exp(-float(each))) for theme, each in zip(self.themes, row, strict=True)}


@cache
def open_encoder(folder: Path = SHIPPED_ENCODER) -> Encoder:
    """The shipped encoder, or the one that was trained into a folder; loaded once a process, since it never changes."""
    onnxruntime, told = runtime(), facts(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / WEIGHTS), options, providers=["CPUExecutionProvider"])
    return Encoder(session, WordPieces(folder / VOCABULARY), told)
