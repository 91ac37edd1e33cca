"""A record that has one chain an audit becomes one of a chain a return, and back; nobody answers past a close."""

import hashlib
import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from intake.audits import close
from intake.ledger import Refused, Saying, record
from intake.returns import Given
from reports.figures import submissions_of
from reports.report import export_json
from storage.nouns import Audit, Submission
from storage.record import trail
from tests.rounds import STATIONERY, Round, jo

BEFORE = "0015"
G1 = Given("1.1", "rating", "2")


@pytest.fixture
def older(round_of_small: Round) -> Round:
    """A record as the version before wrote it: nine entries in one chain."""
    round_of_small.say("CSC", G1, Given("1.1", "text", "Ann leads."), minutes=1)
    round_of_small.say("SCH", Given("1.1", "rating", "0"), minutes=2)
    round_of_small.submit("CSC", minutes=3)
    down(round_of_small)
    return round_of_small


def down(round_: Round) -> None:
    while round_.database.revision() != BEFORE:
        round_.database.migrate("-1")


def exported(round_: Round) -> str:
    with round_.database.read() as db:
        audit = round_.audit(db)
        return export_json(db, round_.template, audit, submissions_of(db, audit), whole=True)


def chain(round_: Round) -> list[tuple[Any, ...]]:
    return round_.rows(sa.text("SELECT number, action, about, digest, hash FROM events ORDER BY audit_id, number"))


def test_the_version_before_finds_one_chain_that_holds(older: Round) -> None:
    """Numbered from one, each entry sealed to the one before, the last one named by the audit."""
    head = ""
    rows = older.rows(sa.text("SELECT number, at, via, action, about, digest, hash FROM events ORDER BY number"))
    for place, (number, at, via, action, about, digest, sealed) in enumerate(rows, start=1):
        when = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
        told = [head, place, when.isoformat(timespec="microseconds"), via, action, about, digest]
        head = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        assert (number, sealed) == (place, head)
    assert older.rows(sa.text("SELECT trail_length, trail_head FROM audits")) == [(9, head)]


def test_what_was_written_before_is_kept_and_holds(older: Round) -> None:
    before = chain(older)
    older.database.migrate()
    assert chain(older) == before
    assert older.first_bad_entry() is None


def test_a_record_that_goes_down_and_up_again_is_exported_the_same(older: Round) -> None:
    older.database.migrate()
    before = exported(older)
    down(older)
    older.database.migrate()
    assert exported(older) == before
    assert older.first_bad_entry() is None


def test_each_return_goes_on_from_the_old_head(older: Round) -> None:
    older.database.migrate()
    older.say("CSC", Given("1.1", "rating", "1"), minutes=4)
    older.say("SCH", Given("1.1", "rating", "1"), minutes=5)
    numbered = [(number, about) for number, *_, about in older.events()[-2:]]
    assert numbered == [(10, "CSC 1.1"), (10, "SCH 1.1")]
    assert older.first_bad_entry() is None


def test_the_old_chain_cannot_be_cut_once_a_return_goes_on_from_it(older: Round) -> None:
    """Its last entry is taken away, and the audit made to say that it ended there."""
    older.database.migrate()
    older.say("CSC", Given("1.1", "rating", "1"), minutes=4)
    older.tamper("DELETE FROM events WHERE number = 9")
    older.tamper("UPDATE submissions SET submitted_at = NULL, signed_at = NULL, submitted_by = ''")
    older.tamper("UPDATE audits SET trail_length = 8, trail_head = (SELECT hash FROM events WHERE number = 8)")
    fault = older.first_bad_entry()
    assert fault == "Entry 10 of the return of CSC to small (answer recorded, CSC 1.1) was changed or moved."


def test_what_returns_wrote_goes_back_into_one_chain(older: Round) -> None:
    """Two returns write by turns; the version before reads them in the order of writing, after what it knows."""
    older.database.migrate()
    before = chain(older)
    older.say("CSC", Given("1.1", "rating", "1"), minutes=4)
    older.say("SCH", Given("1.1", "rating", "1"), minutes=5)
    older.say("CSC", Given("1.1", "rating", "0"), minutes=6)
    down(older)
    after = chain(older)
    assert after[:9] == before
    assert [(number, about) for number, _, about, *_ in after[9:]] == [
        (10, "CSC 1.1"),
        (11, "SCH 1.1"),
        (12, "CSC 1.1"),
    ]


def test_an_answer_that_waits_while_the_audit_closes_is_refused(round_of_small: Round) -> None:
    """It looked at the audit while that was open; what it waits for is the close."""
    looked, closed, told = threading.Event(), threading.Event(), []

    def answer() -> None:
        with round_of_small.database.write() as db:
            if db.get_bind().dialect.name == "postgresql":
                submission = round_of_small.submission(db, "CSC")
                assert submission.audit.closed_at is None
            looked.set()
            closed.wait()
            try:
                record(db, round_of_small.template, round_of_small.submission(db, "CSC"), [G1], Saying(jo(), "slack:1"))
            except Refused as refused:
                told.append(str(refused))
            db.rollback()

    waits = threading.Thread(target=answer)
    waits.start()
    looked.wait()
    with round_of_small.database.write.begin() as db:
        close(db, round_of_small.audit(db), jo(1), STATIONERY)
    closed.set()
    waits.join()
    assert told == ["The audit small is closed. Ask the partnership to take a late change."]


@pytest.mark.parametrize("changes", ["SCH", "audit"])
def test_a_held_return_keeps_nobody_else_waiting(round_of_small: Round, changes: str) -> None:
    """Where the database takes several writers at once; SQLite takes one."""
    if round_of_small.database.engine.dialect.name == "sqlite":
        return
    with round_of_small.database.write.begin() as db:
        trail.hold_return(db, round_of_small.submission(db, "CSC"))
        with round_of_small.database.write.begin() as other:
            other.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            if changes == "SCH":
                trail.hold_return(other, round_of_small.submission(other, "SCH"))
            else:
                trail.hold(other, round_of_small.audit(other))


@pytest.mark.parametrize("wants", [Audit, Submission])
def test_whoever_closes_waits_for_a_return_that_is_held(round_of_small: Round, wants: type) -> None:
    if round_of_small.database.engine.dialect.name == "sqlite":
        return
    with round_of_small.database.write.begin() as db:
        trail.hold_return(db, round_of_small.submission(db, "CSC"))
        with round_of_small.database.write() as other:
            other.execute(sa.text("SET LOCAL lock_timeout = '200ms'"))
            with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
                if wants is Audit:
                    trail.hold_all(other, round_of_small.audit(other))
                else:
                    trail.hold_return(other, round_of_small.submission(other, "CSC"))
