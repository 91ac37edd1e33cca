"""Letters of 20 answers on PostgreSQL, read by one, two and four workers.

The ceiling is the same letters, read in one process without a queue.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.table import tell
from bot.work import WorkQueue
from cli import wiring
from cli.post import postroom
from cli.work import LetterPorter
from storage.record import Database, open_database
from torture.workers import LETTERS, address, asked, count, server, until, worker, written

PATIENCE = 900.0
ALIVE = sa.text("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 hour')")


def main() -> None:
    many = int(sys.argv[1]) if sys.argv[1:] else LETTERS
    with server() as postgres, tempfile.TemporaryDirectory() as name:
        model = Path(name) / "home"
        os.environ |= {"S11_HOME": str(model), "S11_DATABASE_URL": address(postgres, "model")}
        written(Path(name) / "in", asked(model), many)
        paths = sorted((Path(name) / "in").glob("*.eml"))
        ceiling, spent = _alone(postgres, model, Path(name), paths)
        tell(f"{many} letters of 20 answers read in one process, a letter", ceiling / many)
        tell("   CPU of it", spent / many)
        for workers in (1, 2, 4):
            took, used = _together(postgres, model, Path(name), paths, workers)
            tell(f"{many} letters read by {workers} worker{'s' * (workers > 1)}, a letter", took / many, ceiling / many)
            tell("   CPU of them", used / many, spent / many)


def _copy(postgres: object, model: Path, folder: Path, name: str) -> None:
    """The home and its record once more, as they were before the first letter."""
    shutil.copytree(model, folder / name)
    url = address(postgres, name, like="model")
    os.environ |= {"S11_HOME": str(folder / name), "S11_DATABASE_URL": url}


def _alone(postgres: object, model: Path, folder: Path, paths: list[Path]) -> tuple[float, float]:
    _copy(postgres, model, folder, "alone")
    children()
    using = wiring.settings()
    with wiring.open_record(using) as record, postroom(using, record) as room:
        room.reader.letter(paths[0].read_bytes())  # its child is there
        spent, began = time.process_time(), time.monotonic()
        for path in paths:
            room.receive(path.read_bytes())
        took, spent = time.monotonic() - began, time.process_time() - spent
        if count(record, "answered") + count(record, "nothing_new") != len(paths):
            raise AssertionError("Not all of them were read.")
    return took, spent + children()


def children() -> float:
    """Seconds of CPU that children which ended have spent since this was asked last."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = used.ru_utime + used.ru_stime
    since, _SPENT[0] = _SPENT[0], total
    return total - since


_SPENT = [0.0]


def _together(postgres: object, model: Path, folder: Path, paths: list[Path], workers: int) -> tuple[float, float]:
    """Seconds from the first letter that a worker reads to the last, and what they spent."""
    _copy(postgres, model, folder, f"with{workers}")
    using = wiring.settings()
    with open_database(using.database) as record:
        _hand_out(record, paths)
        children()
        deadline = time.monotonic() + PATIENCE
        running = [worker(using.home) for _ in range(workers)]
        until(record, lambda: WorkQueue(record).workers() == workers and count(record, "answered") >= workers, deadline)
        done, began = count(record, "answered"), time.monotonic()
        until(record, lambda: count(record, "unread") == 0, deadline)
        took = (time.monotonic() - began) * len(paths) / (len(paths) - done)
        for each in running:
            each.terminate()
        for each in running:
            each.wait()
    return took, children()


def _hand_out(record: Database, paths: list[Path]) -> None:
    """Every letter kept and in its line, before any worker is there."""
    using = wiring.settings()
    with record.write.begin() as db:
        db.execute(ALIVE)
    with postroom(using, record, porter=LetterPorter(using, WorkQueue(record))) as room:
        for path in paths:
            room.receive(path.read_bytes())
    with record.write.begin() as db:
        db.execute(sa.text("DELETE FROM procrastinate_workers"))


if __name__ == "__main__":
    main()
