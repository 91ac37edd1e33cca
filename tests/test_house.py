"""The rules of the house that can be read off its files: how full a folder is, how things are named, what a face shows.

CONTRIBUTING.md says them in words; import-linter holds who may import whom.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("config", "storage", "nlp", "intake", "reports", "bot", "cli")
MOST_FILES = 12
ONE_FILE_A_COMMAND = ROOT / "cli"
ONE_FILE_A_MIGRATION = ROOT / "storage" / "migrations" / "versions"
NOUNS = {"meeting", "rating", "heading", "spelling", "training", "standing", "reading", "setting", "wiring"}


def files() -> list[Path]:
    return [
        path
        for top in PRODUCT
        for path in sorted((ROOT / top).rglob("*.py"))
        if ONE_FILE_A_MIGRATION not in path.parents
    ]


FOLDERS = sorted({path.parent for path in files()} - {ONE_FILE_A_COMMAND})
FACES = [path for path in files() if path.name == "__init__.py"]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    """The module that a file is."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def gerund(name: str) -> bool:
    return any(word.endswith("ing") and word not in NOUNS for word in name.split("_"))


def hidden(face: Path) -> Iterator[str]:
    """The names a face shows from elsewhere that are rooms of its folder too: who imports the room gets them."""
    rooms = {room(path) for path in [*face.parent.glob("*.py"), *face.parent.glob("*/__init__.py")]} - {room(face)}
    for node in tree(face).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                name = f"{room(face)}.{each.asname or each.name}"
                if name in rooms and name not in (node.module, f"{node.module}.{each.name}"):
                    yield f"{each.name} of {node.module}"


def homonyms(paths: list[Path]) -> dict[str, list[str]]:
    """The public classes that more than one module defines, with these modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(room(path))
    return {name: where for name, where in found.items() if len(where) > 1}


@pytest.mark.parametrize("folder", FOLDERS, ids=shown)
def test_a_folder_holds_twelve_files_at_most(folder: Path) -> None:
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_FILES


def test_no_module_is_named_by_a_gerund() -> None:
    assert [shown(path) for path in files() if gerund(path.stem) or gerund(path.parent.name)] == []


def test_one_class_name_is_one_thing() -> None:
    assert homonyms(files()) == {}


@pytest.mark.parametrize("face", FACES, ids=shown)
def test_no_face_hides_a_room_behind_a_name_from_elsewhere(face: Path) -> None:
    assert list(hidden(face)) == []


def test_every_folder_says_its_sentence() -> None:
    assert [shown(face) for face in FACES if not ast.get_docstring(tree(face))] == []


def test_one_place_opens_the_record_as_it_is_set() -> None:
    """Whoever opened it by its address alone would miss what else is set of it, such as a PgBouncer before it."""
    opened = [shown(path) for path in files() if path.parent.name == "cli" and "open_database(" in path.read_text()]
    assert opened == ["cli/wiring.py"]
