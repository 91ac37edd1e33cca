"""What is kept of a word is what the tokenizer would say of it in its sentence."""

import pytest

from nlp.themes import words
from nlp.themes.language import language
from nlp.themes.training import TRAINING, files, labelled
from nlp.themes.words import WordMemory

ODD = [
    "They can't, e.g. at 5 p.m., ring St. Mary's (LADO)/DSL…\tnon‑verbal\u00a0child's  U.K.:'(",
    "Written\nover\r\nlines, and/or “quoted”: don’t",
    "l" * 90 + " LADO",
]
HARD = [each.text for each in labelled(files(TRAINING / "hardest"))]


def symbols(lower: str, norm: str) -> frozenset[str]:
    return frozenset((lower, norm))


@pytest.mark.parametrize("most", [3, 50_000], ids=["forgotten at once", "kept"])
@pytest.mark.parametrize("text", [*ODD, *HARD])
def test_each_word_is_told_as_in_its_sentence(text: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_REMEMBERED", most)
    english = language()
    memory = WordMemory(english, symbols)
    whole = [each for each in english.make_doc(text) if not each.is_space]
    for _ in range(2):  # looked at, then remembered
        found = memory.of(text, 0, len(text))
        assert found.places == [(each.idx, each.idx + len(each)) for each in whole]
        assert found.stems == [each.norm_ for each in whole]
        assert found.symbols == [symbols(each.lower_, each.norm_) for each in whole]
