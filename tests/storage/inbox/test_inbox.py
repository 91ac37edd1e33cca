"""The inbox keeps each delivery once, and one process at a time works for a person, oldest first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.inbox import Inbox, open_inbox
from storage.nouns import InboxRow
from storage.record import Database
from tests.rounds import NOON


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def inbox(database: Database, tmp_path: Path, clock: Watch) -> Iterator[Inbox]:
    with open_inbox(database, tmp_path, clock) as opened:
        yield opened


def other_process(inbox: Inbox) -> Inbox:
    return replace(inbox, holder="another", is_own_file=False)


def kept(inbox: Inbox, *sources: str, person: str = "U1") -> None:
    for each in sources:
        inbox.keep(each, person, "message", {"said": each})


def test_the_same_delivery_is_one_row(inbox: Inbox) -> None:
    assert [inbox.keep("s", "U1", "message", {}).is_new for _ in range(3)] == [True, False, False]


def test_what_one_workspace_delivered_no_other_works_off(inbox: Inbox, clock: Watch) -> None:
    moor, fen = replace(inbox, branch="moor", is_own_file=False), replace(inbox, branch="fen", is_own_file=False)
    kept(inbox, "common")
    kept(moor, "theirs")
    assert (inbox.waiting(), moor.waiting(), fen.waiting()) == (["U1"], ["U1"], [])
    own, others, nobodys = inbox.claim("U1"), moor.claim("U1"), fen.claim("U1")
    assert own and own.source == "common" and others and (others.source, others.person) == ("theirs", "U1")
    assert nobodys is None


def test_rows_are_worked_off_oldest_first(inbox: Inbox) -> None:
    kept(inbox, "first", "second")
    taken, row = [], inbox.claim("U1")
    while row is not None:
        taken.append(row.source)
        row = inbox.done(row)
    assert taken == ["first", "second"]


def test_while_one_process_works_for_a_person_no_other_does(inbox: Inbox) -> None:
    kept(inbox, "first", "second")
    kept(inbox, "theirs", person="U2")
    assert inbox.claim("U1") is not None
    other = other_process(inbox)
    assert other.claim("U1") is None
    theirs = other.claim("U2")
    assert theirs is not None
    assert theirs.source == "theirs"


def test_what_comes_alone_is_taken_up_as_it_is_kept(inbox: Inbox) -> None:
    kept = inbox.keep("first", "U1", "message", {"said": "a"}, takes=True)
    assert kept.taken is not None
    assert (kept.taken.source, kept.taken.payload, kept.taken.tries) == ("first", {"said": "a"}, 1)
    assert other_process(inbox).claim("U1") is None
    behind = inbox.keep("second", "U1", "message", {}, takes=True)
    assert (behind.is_new, behind.taken) == (True, None)


def test_what_a_window_waits_for_is_left_to_the_process_of_that_window(inbox: Inbox) -> None:
    other = other_process(inbox)
    first = other.keep("first", "U1", "message", {}, takes=True).taken
    inbox.keep("form", "U1", "form", {}, takes=True, is_live=True)
    other.keep("later", "U1", "message", {}, takes=True)
    assert first is not None
    assert (other.done(first), other.claim("U1")) == (None, None)
    form = inbox.claim("U1")
    assert form is not None
    then = inbox.done(form)
    assert (form.source, form.tries, then and then.source) == ("form", 1, "later")


def test_what_was_taken_up_and_not_begun_is_taken_up_by_whoever_looks_first(inbox: Inbox) -> None:
    kept = inbox.keep("first", "U1", "message", {}, takes=True)
    inbox.put_back(kept.number)
    other = other_process(inbox)
    assert other.waiting() == ["U1"]
    row = other.claim("U1")
    assert row is not None
    assert (row.source, row.tries) == ("first", 1)


def test_what_a_killed_process_held_is_taken_up_when_its_claim_ends(inbox: Inbox, clock: Watch) -> None:
    kept(inbox, "first")
    inbox.claim("U1")
    other = other_process(inbox)
    clock.at += timedelta(seconds=29)
    assert (other.claim("U1"), other.waiting()) == (None, [])
    clock.at += timedelta(seconds=1)
    assert other.waiting() == ["U1"]
    again = other.claim("U1")
    assert again is not None
    assert (again.source, again.tries) == ("first", 2)


@pytest.mark.parametrize("is_released", [False, True], ids=["held", "failed"])
def test_what_a_clock_a_day_ahead_wrote_keeps_nobody_waiting(inbox: Inbox, clock: Watch, is_released: bool) -> None:
    kept(inbox, "first")
    clock.at += timedelta(days=1)
    row = inbox.claim("U1")
    assert row is not None
    if is_released:
        inbox.release(row)
    clock.at -= timedelta(days=1)
    other = other_process(inbox)
    assert other.waiting() == ["U1"]
    assert other.claim("U1") is not None


def test_a_process_that_takes_longer_holds_on(inbox: Inbox, clock: Watch) -> None:
    kept(inbox, "first")
    row = inbox.claim("U1")
    assert row is not None
    clock.at += timedelta(seconds=20)
    inbox.renew([row.id])
    clock.at += timedelta(seconds=20)
    assert other_process(inbox).claim("U1") is None


def test_what_failed_waits_for_the_sweep_and_not_for_the_persons_next_event(inbox: Inbox, clock: Watch) -> None:
    kept(inbox, "first")
    row = inbox.claim("U1")
    assert row is not None
    inbox.release(row)
    assert inbox.waiting() == []
    assert inbox.claim("U1") is not None
    inbox.release(row)
    clock.at += timedelta(minutes=1)
    assert inbox.waiting() == ["U1"]


def test_beside_sqlite_the_inbox_is_a_file_of_its_own_on_a_server_a_table_of_the_record(
    inbox: Inbox, database: Database, tmp_path: Path
) -> None:
    kept(inbox, "first")
    with database.read() as db:
        in_record = db.scalars(sa.select(InboxRow.source)).all()
    is_sqlite = database.engine.dialect.name == "sqlite"
    assert ((tmp_path / "inbox.db").exists(), in_record) == (is_sqlite, [] if is_sqlite else ["first"])


def test_what_a_restore_put_into_the_record_is_in_the_inbox_once(
    database: Database, tmp_path: Path, clock: Watch
) -> None:
    with database.write.begin() as db:
        db.add(InboxRow(source="s", person="U1", kind="message", payload={"said": "a"}, came_at=NOON))
    for _ in range(2):
        with open_inbox(database, tmp_path, clock) as inbox, inbox.database.read() as db:
            assert db.execute(sa.select(InboxRow.source, InboxRow.payload)).all() == [("s", {"said": "a"})]
