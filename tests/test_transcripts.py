"""Every conversation in tests/transcripts, played line by line. Adding one needs no Python."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from config.questionnaire import SHIPPED
from storage.nouns import Audit
from storage.record import first_bad_entry, open_database
from tests.conftest import new_postgres
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
            assert [first_bad_entry(db, each) for each in db.scalars(sa.select(Audit))] in ([None], [None, None])


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path: Path, migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "s11.db")
    play(f"sqlite:///{tmp_path / 's11.db'}", path)


ON_POSTGRES = ("hand-a-question", "reopened", "scope", "skip-comes-round", "two-at-once-both", "walk-wandsworth-2022")


@pytest.mark.parametrize("name", ON_POSTGRES)
def test_transcript_on_postgresql(name: str, migrated_postgres: sa.URL) -> None:
    with new_postgres(migrated_postgres, like=migrated_postgres.database) as copied:
        play(copied, TRANSCRIPTS[0].with_name(f"{name}.txt"))


def test_every_audit_is_walked_to_its_receipt() -> None:
    walked = {path.stem.removeprefix("walk-") for path in TRANSCRIPTS if path.stem.startswith("walk-")}
    assert walked == {path.stem for path in SHIPPED.glob("*.toml")}
