"""One word, one thing: docs/glossary.md has every word, and no name of the product means two things."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sentences import FOLDERS, ROOT

ROW = re.compile(r"^\| ([^|`]+) \| ([^|]+) \| `([\w.]+)` \|$", re.MULTILINE)
GLOSSARY = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
WORDS = {word: module for word, _, module in GLOSSARY}
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def public_classes(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def offered(face: Path) -> Iterator[str]:
    for node in ast.parse(face.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            yield from ast.literal_eval(node.value)


@pytest.fixture(scope="module")
def homes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for name in public_classes(path):
            found[name].append(dotted(path))
    return found


def test_no_public_class_name_is_defined_in_two_modules(homes: dict[str, list[str]]) -> None:
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def test_no_name_of_a_class_is_given_to_something_else(homes: dict[str, list[str]]) -> None:
    """A type written as an assignment reads like a class. A command's options (cli) are named for its own page only."""
    named = [
        (node.targets[0].id, dotted(path))
        for path in MODULES
        if path.relative_to(ROOT).parts[0] != "cli"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    assert [(name, module) for name, module in named if name in homes] == []


def test_every_class_that_others_meet_stands_in_the_glossary(homes: dict[str, list[str]]) -> None:
    offers = {name for path in MODULES if path.name == "__init__.py" for name in offered(path)}
    met = {
        name
        for name, modules in homes.items()
        if name in offers or any(module.startswith("storage.nouns.") for module in modules)
    }
    assert sorted(met - WORDS.keys()) == []


def test_every_word_is_where_the_glossary_says(homes: dict[str, list[str]]) -> None:
    there = {dotted(path) for path in MODULES}
    astray = {word: module for word, module in WORDS.items() if module not in homes.get(word, there)}
    assert astray == {}


def test_the_words_are_sorted_and_each_stands_once() -> None:
    words = [word for word, _, _ in GLOSSARY]
    assert words == sorted(set(words), key=str.lower)


def test_every_word_has_one_sentence() -> None:
    assert [word for word, sentence, _ in GLOSSARY if not re.fullmatch(r"[A-Z](?:[^.]|\.(?! ))+\.", sentence)] == []


def test_every_row_of_the_table_is_read() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert sum(line.startswith("| ") for line in text.splitlines()) == len(GLOSSARY) + 1
