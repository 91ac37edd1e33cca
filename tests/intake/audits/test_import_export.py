"""An exported audit in another home: what is open again for a change counts there as it does here."""

import json

import pytest
import sqlalchemy as sa

from intake.audits import mark_unreachable, restore
from intake.returns import Given
from reports.figures import figures_of, submissions_of
from reports.report import export_json
from storage.nouns import Contact
from storage.record import Database, first_bad_entry, open_database
from tests.rounds import Round, jo


@pytest.fixture
def mended(round_of_small: Round) -> Round:
    """The council's return was signed with a 2 and reopened; it is to become a 0."""
    round_of_small.say("CSC", Given("1.1", "rating", "2"), minutes=1)
    round_of_small.submit("CSC", minutes=2)
    round_of_small.reopen("CSC", "Which is it?", minutes=3)
    round_of_small.say("CSC", Given("1.1", "rating", "0"), minutes=4)
    return round_of_small


def exported(told: Round, *, whole: bool) -> str:
    with told.database.read() as db:
        audit = told.audit(db)
        return export_json(db, told.template, audit, submissions_of(db, audit), whole=whole)


def counted_there(elsewhere: Database, told: Round, document: str) -> tuple[str | None, list[str]]:
    with elsewhere.write.begin() as db:
        audit = restore(db, document.encode(), jo(60))
        assert first_bad_entry(db, audit) is None
        found = figures_of(db, told.template, submissions_of(db, audit))
        return found.standings["CSC", "1.1"].rating, found.mended


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = open_database(f"sqlite:///{tmp_path_factory.mktemp('elsewhere') / 's11.db'}")
    made.migrate()
    return made


@pytest.mark.parametrize("whole", [True, False])
def test_what_counts_and_what_is_a_draft_is_told_apart_there(mended: Round, elsewhere: Database, whole: bool) -> None:
    assert counted_there(elsewhere, mended, exported(mended, whole=whole)) == ("2", ["CSC"])


def test_an_export_that_is_older_than_signatures(mended: Round, elsewhere: Database) -> None:
    document = json.loads(exported(mended, whole=True))
    for each in document["agencies"]:
        del each["signed_at"]
    assert counted_there(elsewhere, mended, json.dumps(document)) == ("2", ["CSC"])


def test_who_is_not_reached_is_not_reached_there(round_of_small: Round, elsewhere: Database) -> None:
    with round_of_small.database.write.begin() as db:
        mark_unreachable(db, round_of_small.submission(db, "CSC").agency.contacts[0], jo(20))
    with elsewhere.write.begin() as db:
        restore(db, exported(round_of_small, whole=True).encode(), jo(60))
        assert db.scalars(sa.select(Contact.email).where(Contact.bounced_at == jo(20).at)).all() == ["ann@csc.example"]
