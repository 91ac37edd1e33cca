"""An export is read a piece at a time, whoever wrote it and wherever it goes."""

import json

import pytest
import sqlalchemy as sa

from config.questionnaire import Template
from intake.audits import restore
from intake.audits.exported import json_file
from reports.figures import submissions_of
from reports.report import export_json
from storage.nouns import Agency, Answer
from storage.record import Database
from tests.rounds import jo


def test_either_database_says_the_same_again(whole: str, database: Database, small: Template) -> None:
    with database.write.begin() as db:
        audit = restore(db, whole.encode(), jo(60))
        again = export_json(db, small, audit, submissions_of(db, audit), whole=True)
    assert json.loads(again) == json.loads(whole)


def test_the_order_of_the_keys_does_not_matter(whole: str, empty: Database) -> None:
    with empty.write.begin() as db:
        restore(db, json.dumps(dict(sorted(json.loads(whole).items()))).encode(), jo(60))
        assert db.scalars(sa.select(Agency.abbr).order_by(Agency.abbr)).all() == ["CSC", "SCH"]


@pytest.mark.parametrize("step", [1, 7, 64])
def test_it_is_read_the_same_wherever_a_piece_of_the_file_ends(
    whole: str, empty: Database, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(json_file, "_STEP", step)
    with empty.write.begin() as db:
        restore(db, whole.encode(), jo(60))
        assert db.scalars(sa.select(Answer.value).order_by(Answer.id)).all() == ["2", "Zoë 🙂"]
