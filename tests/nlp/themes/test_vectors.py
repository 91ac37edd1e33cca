"""The vectors of words: what is shipped, and how the shipped file is made."""

from pathlib import Path
from typing import Any

from spacy.vocab import Vocab

from nlp.themes.language import stem
from nlp.themes.vectors import STEMS, give_vectors, pack


def vector(vocab: Vocab, word: str) -> list[float]:
    numbers: Any = vocab.get_vector(stem(word))
    return [float(each) for each in numbers]


def nearness(vocab: Vocab, one: str, other: str) -> float:
    return sum(a * b for a, b in zip(vector(vocab, one), vector(vocab, other), strict=True))


def test_words_of_like_meaning_lie_near_each_other() -> None:
    vocab = Vocab()
    give_vectors(vocab)
    assert len(vocab.vectors) == STEMS
    assert nearness(vocab, "teacher", "tutor") > nearness(vocab, "teacher", "invoice")
    assert nearness(vocab, "dispute", "disagreement") > nearness(vocab, "dispute", "kitchen")


def test_the_forms_of_a_word_share_a_vector(tmp_path: Path) -> None:
    lines = ["raise 1 0 0", "raised 1 0 0", "€ 9 9 9", "school 0 1 0", "pupil 0 0 1"]
    path = tmp_path / "vectors.npz"
    assert pack(lines, path) == 3
    vocab = Vocab()
    give_vectors(vocab, path)
    assert not vocab.has_vector("€")
    assert vector(vocab, "raising") == vector(vocab, "raises")
    assert nearness(vocab, "raising", "raised") > 0.8 > nearness(vocab, "raising", "school")
