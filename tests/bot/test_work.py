"""The queue on PostgreSQL: handed out with what it is about, done once, in order, and taken over from the dead."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import sqlalchemy as sa

from bot.work import READ, Job, WorkQueue, make_queue, worker
from bot.work.worker import work_off
from storage.nouns import Receipt
from storage.record import Database, open_database
from tests.conftest import new_postgres
from tests.rounds import NOON

DEADLINE = 60.0  # seconds


@pytest.fixture
def record(postgres: sa.URL, migrated_postgres: sa.URL) -> Iterator[Database]:
    with new_postgres(postgres, like=migrated_postgres.database) as url, open_database(url) as opened:
        make_queue(opened)
        yield opened


def keep(queue: WorkQueue, name: str, line: str) -> int:
    """A letter kept, and handed out in the same transaction."""
    with queue.record.write.begin() as db:
        receipt = Receipt(source=name, raw_key=name, received_at=NOON)
        db.add(receipt)
        db.flush()
        queue.hand_out(db, Job.letter(receipt.id, line))
        return receipt.id


def waiting(record: Database) -> list[tuple[str, str, str]]:
    with record.read() as db:
        rows = db.execute(sa.text("SELECT queueing_lock, lock, status::text FROM procrastinate_jobs ORDER BY id"))
        return [(str(once), str(line), str(state)) for once, line, state in rows]


def done_by(record: Database, read: Callable[[int], None], many: int) -> list[int]:
    """What one worker did until it had done so many, or stood still."""
    did, stop = list[int](), threading.Event()
    patience = threading.Timer(DEADLINE, stop.set)

    def note(number: int) -> None:
        read(number)
        did.append(number)
        if len(did) == many:
            stop.set()

    address = record.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    patience.start()
    work_off(address, {READ: note}, lambda: None, stop)
    patience.cancel()
    return did


def test_a_letter_and_its_job_are_there_together_or_not_at_all(record: Database) -> None:
    queue = WorkQueue(record)
    number = keep(queue, "one", "return 1")
    with suppress(ZeroDivisionError), record.write.begin() as db:
        queue.hand_out(db, Job.letter(99, "return 1"))
        raise ZeroDivisionError
    assert waiting(record) == [(f"letter {number}", "return 1", "todo")]


def test_what_waits_already_waits_once_and_its_transaction_goes_on(record: Database) -> None:
    queue = WorkQueue(record)
    number = keep(queue, "one", "return 1")
    with record.write.begin() as db:
        queue.hand_out(db, Job.letter(number, "return 1"))
        db.add(Receipt(source="two", raw_key="two", received_at=NOON))
    assert len(waiting(record)) == 1
    with record.read() as db:
        assert db.scalars(sa.select(Receipt.source).order_by(Receipt.id)).all() == ["one", "two"]


def test_letters_are_read_in_their_order_and_leave_no_row_behind(record: Database) -> None:
    queue = WorkQueue(record)
    numbers = [keep(queue, name, "return 1") for name in ("one", "two", "three")]
    assert done_by(record, lambda number: None, 3) == numbers
    assert waiting(record) == []


def test_nobody_is_there_before_a_worker_is_and_what_was_forgotten_is_known(record: Database) -> None:
    queue = WorkQueue(record)
    number = keep(queue, "one", "return 1")
    assert not queue.is_attended()
    with record.write.begin() as db:
        db.execute(sa.text("DELETE FROM procrastinate_jobs"))
    with record.read() as db:
        assert queue.lost_letters(db) == [number] and queue.lost_letters(db, "moor") == []
    seen: list[bool] = []
    queue.order(Job.letter(number, "return 1"))
    done_by(record, lambda number: seen.append(WorkQueue(record).is_attended()), 1)
    assert seen == [True]


def test_the_job_of_a_worker_that_was_killed_is_taken_over(record: Database) -> None:
    queue = WorkQueue(record)
    first, second = (keep(queue, name, "return 1") for name in ("one", "two"))
    with record.write.begin() as db:  # as a kill leaves it: taken up by somebody who gives no more sign
        db.execute(sa.text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"))
        db.execute(sa.text("SELECT procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))"))
    assert [state for *_, state in waiting(record)] == ["doing", "todo"]
    assert done_by(record, lambda number: None, 2) == [first, second]


def test_what_stands_with_a_worker_that_does_not_do_it_is_put_back(
    record: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PostgreSQL leaves it that stops after it noted who took a letter up: nobody does it, and its line waits."""
    monkeypatch.setattr(worker, "RESCUE", 0.05)
    monkeypatch.setattr(worker, "FORGOTTEN", 0.1)
    queue = WorkQueue(record)
    first, second, third = (
        keep(queue, *each) for each in (("one", "return 1"), ("two", "return 2"), ("three", "return 2"))
    )
    taken = sa.text("SELECT procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))")

    def read(number: int) -> None:
        if number == first:
            with record.write.begin() as db:
                db.execute(taken)

    assert done_by(record, read, 3) == [first, second, third]


def test_of_papers_and_blocks_of_tags_those_are_lost_that_stand_in_no_line(record: Database) -> None:
    queue, jobs = WorkQueue(record), [Job.paper(7), Job.paper(8), Job.tags("section-11", 0)]
    with record.write.begin() as db:
        queue.hand_out(db, jobs[0])
        assert queue.lost(db, jobs) == jobs[1:]
        assert queue.lost(db, []) == []


def test_one_that_was_ordered_again_meanwhile_stops_nobody(record: Database) -> None:
    queue = WorkQueue(record)
    number = keep(queue, "one", "return 1")
    with record.write.begin() as db:
        db.execute(sa.text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"))
        db.execute(sa.text("SELECT procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))"))
    queue.order(Job.letter(number, "return 1"))
    assert done_by(record, lambda number: None, 1) == [number]


def test_another_versions_queue_is_made_anew(record: Database) -> None:
    assert not make_queue(record)
    with record.write.begin() as db:
        db.execute(sa.text("COMMENT ON TABLE procrastinate_jobs IS 's11 of long ago'"))
    keep(WorkQueue(record), "one", "return 1")
    assert make_queue(record) and waiting(record) == []


def test_on_sqlite_there_is_no_queue(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: object) -> None:
    with open_database(f"sqlite:///{migrated_sqlite}") as record:
        assert not make_queue(record) and not WorkQueue(record).is_attended()
