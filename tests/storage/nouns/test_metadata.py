"""Nothing of the record is forgotten: whatever must have every table is handed every table."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.nouns.metadata import NOUNS, RECORD

ROOT = Path(__file__).parents[3]
FOLDERS = ("config", "storage", "nlp", "intake", "reports", "bot", "cli")
PAIRS = {"agency_partnerships", "agency_contacts", "submission_partnerships", "answer_evidence", "action_evidence"}
EVERYTHING = f"""
import importlib, pkgutil
for folder in {FOLDERS}:
    for found in pkgutil.walk_packages(importlib.import_module(folder).__path__, folder + "."):
        if not found.name.startswith("storage.migrations."):
            importlib.import_module(found.name)
from storage.nouns.base import Base
print(*sorted(Base.metadata.tables))
"""
FACE = """
from sqlalchemy.orm import configure_mappers
import storage.nouns
from storage.nouns.base import Base
configure_mappers()
print(*(each.name for each in Base.metadata.sorted_tables))
"""


def said(program: str) -> list[str]:
    """What a fresh interpreter says that has imported nothing yet."""
    asked = [sys.executable, "-c", program]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_the_record_has_every_table_of_the_program() -> None:
    known = said("from storage.nouns.metadata import RECORD; print(*sorted(RECORD.tables))")
    assert known == said(EVERYTHING)
    assert set(known) == {each.__tablename__ for each in NOUNS} | PAIRS
    assert len(known) == len(NOUNS) + len(PAIRS)


@pytest.fixture(scope="module")
def tables_of_the_face() -> set[str]:
    """The tables that are known when the nouns' face is all that was imported."""
    return set(said(FACE))


@pytest.mark.parametrize("nouns", sorted({each.__module__ for each in NOUNS}))
def test_nouns_of_one_file_find_the_tables_they_refer_to(nouns: str, tables_of_the_face: set[str]) -> None:
    """Whoever imports a room runs its face first, so what the face alone knows is known to each of them."""
    assert nouns.startswith("storage.nouns.")
    assert {each.__tablename__ for each in NOUNS if each.__module__ == nouns} < tables_of_the_face
    named = {
        key.target_fullname.split(".")[0] for name in tables_of_the_face for key in RECORD.tables[name].foreign_keys
    }
    assert named <= tables_of_the_face


def test_only_the_whole_record_is_read_for_its_tables() -> None:
    """A part of the record that knows but its own nouns would leave tables out of a backup, in silence."""
    reading = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "Base.metadata" in path.read_text()
    ]
    assert sorted(reading) == ["storage/nouns/base.py", "storage/nouns/metadata.py"]
