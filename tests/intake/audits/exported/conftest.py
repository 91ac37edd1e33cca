"""An export to be changed and read again."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.questionnaire import Template
from intake.returns import Given
from reports.figures import submissions_of
from reports.report import export_json
from storage.record import Database, open_database
from tests.rounds import Round


@pytest.fixture(scope="module")
def whole(opened_sqlite: Path, small: Template, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small audit with a rating and some words of the council's, written as another program would: on one line."""
    path = shutil.copy(opened_sqlite, tmp_path_factory.mktemp("told") / "s11.db")
    with open_database(f"sqlite:///{path}") as database:
        told = Round(database, small, small.key)
        told.say("CSC", Given("1.1", "rating", "2"), Given("2.4", "text", "Zoë 🙂"))
        with database.read() as db:
            audit = told.audit(db)
            exported = export_json(db, small, audit, submissions_of(db, audit), whole=True)
            return json.dumps(json.loads(exported), ensure_ascii=False)


@pytest.fixture
def empty(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    with open_database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 's11.db')}") as made:
        yield made
