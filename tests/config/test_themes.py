"""A business manager's themes.toml adds to ours, replaces them, or is refused with the line to mend."""

from pathlib import Path

import pytest

from config.questionnaire import Faulty
from config.themes import SHIPPED_THEMES, load_themes

OWN = """\
[lists]
animal = ["dog", "cat"]

[[theme]]
key = "pets"
title = "Pets at home"
patterns = ["$animal"]

[[theme]]
key = "lado"
patterns = ["the man at the council"]
"""


def test_the_shipped_themes_are_the_26_of_the_taxonomy() -> None:
    themes = load_themes(SHIPPED_THEMES)
    assert len(themes.by_key) == 26
    core = [theme.key for theme in themes.by_key.values() if theme.core]
    assert core == ["lado", "escalation", "supervision", "voice_of_child"]
    assert all(theme.title and theme.definition and theme.keywords for theme in themes.by_key.values())


def test_a_deployments_own_file_adds_themes_and_patterns(tmp_path: Path) -> None:
    own = tmp_path / "themes.toml"
    own.write_text(OWN)
    ours, both = load_themes(SHIPPED_THEMES), load_themes(SHIPPED_THEMES, own)
    assert both.by_key["pets"].title == "Pets at home"
    assert len(both.by_key["lado"].patterns) == len(ours.by_key["lado"].patterns) + 1
    assert both.by_key["lado"].title == ours.by_key["lado"].title
    assert both.version != ours.version
    assert load_themes(SHIPPED_THEMES, tmp_path / "none.toml") == ours


def test_replace_drops_what_we_shipped(tmp_path: Path) -> None:
    own = tmp_path / "themes.toml"
    own.write_text('[[theme]]\nkey = "lado"\nreplace = true\npatterns = ["lado"]\n')
    assert [each.text for each in load_themes(SHIPPED_THEMES, own).by_key["lado"].patterns] == ["lado"]


def test_a_pattern_may_be_marked_as_loose(tmp_path: Path) -> None:
    own = tmp_path / "themes.toml"
    own.write_text('[[theme]]\nkey = "pets"\npatterns = ["dog", { pattern = "cat", loose = true }]\n')
    patterns = load_themes(SHIPPED_THEMES, own).by_key["pets"].patterns
    assert [(each.text, each.loose, each.is_own) for each in patterns] == [("dog", False, True), ("cat", True, True)]
    assert not any(each.is_own for each in load_themes(SHIPPED_THEMES).by_key["lado"].patterns)


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (
            '[[theme]]\nkey = "pets"\npatterns = ["dog", { pattern = "cat", lose = true }]\n',
            3,
            "The key lose is not known",
        ),
        ('[[theme]]\nkey = "pets"\npatterns = [{ loose = true }]\n', 3, "The key pattern is missing."),
        ('[[theme]]\nkey = "pets"\npatterns = [5]\n', 3, "patterns is not the kind of value that belongs here."),
        ('[[theme]]\nkey = "pets"\npaterns = ["dog"]\n', 3, "Did you mean patterns?"),
        ('[[theme]]\nkey = "Pets!"\n', 2, "key is not written as it must be."),
        ('[[theme]]\nkey = "pets"\n[[theme]]\nkey = "pets"\n', 3, "The theme pets is written twice."),
        ('[[theme]]\nkey = "pets"\nthreshold = 2\n', 3, "threshold is out of range."),
        ('[[theme]]\nkey = "pets\n', 2, "A text is not closed with a quote."),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, source: str, line: int, said: str) -> None:
    own = tmp_path / "themes.toml"
    own.write_text(source)
    with pytest.raises(Faulty) as told:
        load_themes(own)
    assert told.value.faults[0].line == line
    assert said in str(told.value)
