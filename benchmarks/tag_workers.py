"""Answers in words on PostgreSQL, tagged by one and two workers. The ceiling is one process that tags with no queue."""

import os
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.big_record import KEY, fill
from benchmarks.table import tell
from benchmarks.workers import ALIVE, PATIENCE, children
from bot.work import WorkQueue, make_queue
from cli import wiring
from cli.tags import open_tagger, tag_in
from cli.work import tag_or_order
from reports.tags import untagged
from storage.nouns import Tag, Tagged
from storage.record import Database, Faults, open_database
from torture.killed import run
from torture.workers import address, server, until, worker

ANSWERS = 12_000


def waiting(record: Database) -> int:
    with record.read() as db:
        return len(untagged(db, *wiring.audit_of(db, KEY), open_tagger(wiring.settings()).version))


def alone(record: Database) -> tuple[float, float]:
    began, spent = time.monotonic(), time.process_time()
    tag_in(record, wiring.settings(), KEY, None)
    return time.monotonic() - began, time.process_time() - spent


def together(record: Database, home: Path, words: int, workers: int) -> tuple[float, float]:
    """Seconds from the first answer that is tagged to the last, and what the workers spent, starts included."""
    with record.write.begin() as db:
        for each in (Tag, Tagged):
            db.execute(sa.delete(each))
        db.execute(ALIVE)
    tag_or_order(wiring.settings(), record, KEY, Faults())
    with record.write.begin() as db:
        db.execute(sa.text("DELETE FROM procrastinate_workers"))
    children()
    deadline, running = time.monotonic() + PATIENCE, [worker(home) for _ in range(workers)]
    until(record, lambda: tagged(record) and WorkQueue(record).workers() == workers, deadline)
    done, began = tagged(record), time.monotonic()
    until(record, lambda: tagged(record) >= words, deadline)
    took = (time.monotonic() - began) * words / max(words - done, 1)
    for process in running:
        process.terminate()
    for process in running:
        process.wait()
    return took, children()


def tagged(record: Database) -> int:
    with record.read() as db:
        return db.scalar(sa.select(sa.func.count()).select_from(Tagged)) or 0


def main() -> None:
    many = int(sys.argv[1]) if sys.argv[1:] else ANSWERS
    with server() as postgres, tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        os.environ |= {"S11_HOME": str(home), "S11_DATABASE_URL": address(postgres, "tags")}
        run(home, "init")
        with open_database(os.environ["S11_DATABASE_URL"]) as record:
            make_queue(record)
            fill(record, many)
            with record.write.begin() as db:
                for each in (Tag, Tagged):
                    db.execute(sa.delete(each))
            words, (ceiling, spent) = waiting(record), alone(record)
            tell(f"{words:,} answers in words tagged in one process, an answer", 1000 * ceiling / words, unit="ms")
            tell("   CPU of it", 1000 * spent / words, unit="ms")
            for workers in (1, 2):
                took, used = together(record, home, words, workers)
                said = f"{words:,} answers tagged by {workers} worker{'s' * (workers > 1)}, an answer"
                tell(said, 1000 * took / words, 1000 * ceiling / words, "ms")
                tell("   CPU of them", 1000 * used / words, 1000 * spent / words, "ms")


if __name__ == "__main__":
    main()
