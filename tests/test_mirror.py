"""Tests lie where the product's rooms lie: whoever knows one tree knows the other."""

from pathlib import Path

from tests.sentences import ROOT

TESTS = ROOT / "tests"
NOUNS = ("rating", "heading", "spelling", "training", "standing")


def files() -> list[Path]:
    return sorted(TESTS.rglob("test_*.py"))


def test_every_folder_of_tests_is_a_folder_of_the_product() -> None:
    folders = {path.parent.relative_to(TESTS) for path in files()} - {Path("bot/folder")}  # a channel of the tests' own
    assert sorted(str(folder) for folder in folders if not (ROOT / folder).is_dir()) == []


def test_no_file_of_tests_is_a_gerund() -> None:
    assert [path.name for path in files() if path.stem.endswith("ing") and not path.stem.endswith(NOUNS)] == []
