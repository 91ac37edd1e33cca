"""A thing done apart: whole, or not at all and noted; what is nobody's fault goes on up."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Partnership
from storage.record import Database, Faults, apart, lately, note
from tests.locked import lock
from tests.rounds import NOON


def add(db: Session, key: str, *, twice: bool = False) -> None:
    db.execute(sa.insert(Partnership).values(key=key, name=key))
    if twice:
        raise ValueError("words of somebody")


def test_half_of_a_thing_is_undone_and_the_next_is_done(database: Database) -> None:
    faults = Faults()
    with database.write.begin() as db:
        for key in ("a", "b", "a", "c"):
            with apart(faults, f"the partnership {key}", db):
                add(db, key, twice=key == "b")
    with database.read() as db:
        assert sorted(db.scalars(sa.select(Partnership.key))) == ["a", "c"]
    assert list(faults.found) == ["the partnership b", "the partnership a"]
    assert faults.found["the partnership b"].startswith("ValueError at test_faults.py, line ")
    assert faults.found["the partnership a"].startswith("IntegrityError at ")


def test_a_record_that_is_locked_is_the_fault_of_nothing_in_it(database: Database) -> None:
    faults = Faults()
    with lock(database), pytest.raises(sa.exc.OperationalError), apart(faults, "all"), database.write.begin() as db:
        db.execute(sa.text("DELETE FROM messages"))
    assert faults.found == {}


def test_where_nobody_takes_note_a_fault_is_raised() -> None:
    with pytest.raises(ValueError, match="words"), apart(None, "a thing"):
        raise ValueError("words")


def test_a_fault_that_comes_again_is_counted_and_forgotten_a_day_after_the_last_time(database: Database) -> None:
    for hours in (0, 1, 20):
        with database.write.begin() as db:
            note(db, Faults({"a thing": f"Broken after {hours}"}), NOON + timedelta(hours=hours))
    with database.read() as db:
        (fault,) = lately(db, NOON + timedelta(hours=43))
        assert (fault.said, fault.times, fault.first_at) == ("Broken after 20", 3, NOON)
        assert lately(db, NOON + timedelta(hours=44)) == []
        assert lately(db, NOON + timedelta(hours=50), NOON + timedelta(hours=19)) == [fault]
