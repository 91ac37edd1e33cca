"""What is installed has every file that the program reads: wherever it runs from, it does the same."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
FOLDERS = [each.rstrip("*") for each in TOOL["packages"]["find"]["include"]]
NAMED = [(folder, pattern) for folder, patterns in TOOL["package-data"].items() for pattern in patterns]


def packed(folder: str, pattern: str) -> set[Path]:
    """The files that a line of the package's data names."""
    return {each for each in ROOT.joinpath(*folder.split(".")).glob(pattern) if each.is_file()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_beside_the_code_is_packed(folder: str) -> None:
    beside = {each for each in (ROOT / folder).rglob("*") if each.is_file() and each.suffix not in (".py", ".pyc")}
    assert sorted(beside - set().union(*(packed(*each) for each in NAMED))) == []


@pytest.mark.parametrize(("folder", "pattern"), NAMED)
def test_every_name_in_the_list_names_a_file(folder: str, pattern: str) -> None:
    assert packed(folder, pattern)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_with_code_is_a_package(folder: str) -> None:
    rooms = {each.parent for each in (ROOT / folder).rglob("*.py")}
    assert sorted(room for room in rooms if not (room / "__init__.py").exists()) == []
