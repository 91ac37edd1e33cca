"""Every conversation in tests/transcripts, played line by line. Adding one needs no Python."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import open_database
from storage.models import Audit
from storage.trail import first_bad_entry
from tests.transcript import Play, fits, read

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


def play(url: str, path: Path) -> None:
    script = read(path)
    with open_database(url) as database:
        game = Play.opened(database, script)
        for line in script.lines:
            shown = game.happen(line)
            if line.expected:
                told = f"{path.name}:{line.number}: {line.who}: {line.words}\n" + "\n".join(shown)
                if not fits(line.expected, "\n".join(shown).split("\n")):
                    pytest.fail(told, pytrace=False)
        with database.read() as db:
            assert first_bad_entry(db, db.scalars(sa.select(Audit)).one()) is None


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path: Path, migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "s11.db")
    play(f"sqlite:///{tmp_path / 's11.db'}", path)
