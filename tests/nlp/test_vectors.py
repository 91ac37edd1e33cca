"""The vectors of words: what is shipped, and how the shipped file is made."""

from pathlib import Path

import numpy as np
from spacy.vocab import Vocab

from nlp.language import stem
from nlp.vectors import STEMS, give_vectors, pack


def nearness(vocab: Vocab, one: str, other: str) -> float:
    return float(np.dot(vocab.get_vector(stem(one)), vocab.get_vector(stem(other))))


def test_words_of_like_meaning_lie_near_each_other() -> None:
    vocab = Vocab()
    give_vectors(vocab)
    assert len(vocab.vectors) == STEMS
    assert nearness(vocab, "teacher", "tutor") > nearness(vocab, "teacher", "invoice")
    assert nearness(vocab, "dispute", "disagreement") > nearness(vocab, "dispute", "kitchen")


def test_the_forms_of_a_word_share_a_vector_of_length_one(tmp_path: Path) -> None:
    lines = ["raise 1 0 0", "raised 1 0 0", "€ 9 9 9", "school 0 1 0", "pupil 0 0 1"]
    path = tmp_path / "vectors.npz"
    assert pack(lines, path) == 3
    vocab = Vocab()
    give_vectors(vocab, path)
    assert not vocab.has_vector("€")
    assert abs(float(np.linalg.norm(vocab.get_vector(stem("raising")))) - 1) < 0.02
