"""A whole round out to a file, back from it and proved: CPU an answer and memory, which are to stay as they are.

Each in a process of its own, beside its ceiling of the same run: the same rows selected by sqlite3 alone and written as
bare JSON, and read from that and inserted again. Memory is what was taken above what the process began with.

python -m benchmarks.copies [ANSWERS...]
"""

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

import cli  # noqa: F401  (as the command line does: it looks for forgotten cycles less often)
from benchmarks.big_record import NIGHT, NOON, fill, template
from benchmarks.table import tell
from intake.audits import restore
from reports.figures import submissions_of
from reports.report import export_parts
from storage.nouns import Answer, Audit, Event, Submission
from storage.record import Database, first_bad_entry, open_database, seal, seal_faults, trail

ANSWERS = (10_000, 100_000, 300_000)
AT_ONCE = 200  # returns sealed in a transaction
LINES = 2_000  # rows the ceiling holds
JO = trail.Speaker("Jo Park", "import", NOON)
ROWS = ("agencies", "contacts", "submissions", "answers", "tags", "tagged", "events")  # that the ceilings move
CEILINGS = {"export": "select", "verify": "select", "import": "insert"}


def filled(record: Database, answers: int) -> int:
    """A round with the trail and the seals that it would have; how many answers it holds, the changed ones too."""
    record.migrate()
    fill(record, answers)
    with record.write.begin() as db:
        db.execute(sa.delete(Event))
        audit = _audit(db)
        audit.trail_length, audit.trail_head = 0, ""
        trail.note(db, audit, JO, "audit opened", audit.key, trail.audit_facts(audit) | trail.closing_facts(audit))
        returns = db.scalars(sa.select(Submission.id).order_by(Submission.id)).all()
    for first in range(0, len(returns), AT_ONCE):
        with record.write.begin() as db:
            for number in returns[first : first + AT_ONCE]:
                _seal(db, number)
    with record.write.begin() as db:
        seal(db, NIGHT, all_of_it=True)
        return db.scalar(sa.select(sa.func.count()).select_from(Answer)) or 0


def _seal(db: Session, number: int) -> None:
    submission = db.get_one(Submission, number)
    trail.begin(submission)
    answers = db.scalars(sa.select(Answer).where(Answer.submission_id == number).order_by(Answer.id))
    trail.note_answers(db, submission, JO, answers)
    trail.note(db, submission, JO, "return filled", submission.agency.abbr, trail.submission_facts(submission))


def _audit(db: Session) -> Audit:
    return db.scalars(sa.select(Audit).options(undefer(Audit.template))).one()


class Place(NamedTuple):
    """The files of one round: its record, its export, and the same rows as bare lines."""

    folder: Path

    @property
    def record(self) -> Path:
        return self.folder / "s11.db"

    @property
    def back(self) -> Path:
        return self.folder / "back.db"

    @property
    def export(self) -> Path:
        return self.folder / "export.json"

    def rows(self, table: str) -> Path:
        return self.folder / f"{table}.rows"


def export(place: Place) -> None:
    with _opened(place.record) as record, record.read() as db, place.export.open("w", encoding="utf-8") as out:
        audit = _audit(db)
        out.writelines(export_parts(db, template(), audit, submissions_of(db, audit), whole=True))


def verify(place: Place) -> None:
    with _opened(place.record) as record, record.read() as db:
        faults = [first_bad_entry(db, _audit(db)), *seal_faults(db)]
    if any(faults):
        raise SystemExit(f"The record that was filled does not hold: {faults[:3]}.")


def import_(place: Place) -> None:
    with _opened(place.back) as record, record.write.begin() as db, place.export.open("rb") as file:
        restore(db, file, JO)


def select(place: Place) -> None:
    """The ceiling of what reads."""
    with sqlite3.connect(place.record) as db:
        for table in ROWS:
            with place.rows(table).open("w", encoding="utf-8") as out:
                out.writelines(f"{json.dumps(row)}\n" for row in db.execute(f"SELECT * FROM {table}"))


def insert(place: Place) -> None:
    """The ceiling of what writes, and of what is to be on the disk when it is done."""
    with sqlite3.connect(place.back) as db:
        for table in ROWS:
            with place.rows(table).open(encoding="utf-8") as lines:
                while some := [json.loads(line) for line in islice(lines, LINES)]:
                    db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)


WORKS: dict[str, Callable[[Place], None]] = {
    "export": export,
    "verify": verify,
    "import": import_,
    "select": select,
    "insert": insert,
}


def _opened(path: Path) -> Database:
    return open_database(f"sqlite:///{path}")


def _most() -> float:
    """Megabytes of memory that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def work(what: str, place: Place) -> list[float]:
    """What it cost this process: CPU seconds, and megabytes above those it began with. How many answers were filled."""
    if what == "fill":
        with _opened(place.record) as record:
            return [filled(record, int(place.folder.name))]
    if what in ("import", "insert"):
        place.back.unlink(missing_ok=True)
        with _opened(place.back) as back:
            back.migrate()
    before, began = _most(), time.process_time()
    WORKS[what](place)
    return [time.process_time() - began, _most() - before]


def apart(what: str, place: Place) -> list[float]:
    """The same in a process of its own: memory that was held once is not told of the next."""
    run = [sys.executable, "-m", "benchmarks.copies", "--work", what, str(place.folder)]
    cost: list[float] = json.loads(subprocess.run(run, check=True, stdout=subprocess.PIPE).stdout)
    return cost


def measure(place: Place, first: dict[str, tuple[float, float]]) -> None:
    (there,) = apart("fill", place)
    ceilings = {what: 1000 * apart(what, place)[0] / there for what in ("select", "insert")}
    for what, beside in CEILINGS.items():
        seconds, memory = apart(what, place)
        own = 1000 * seconds / there
        before, held = first.setdefault(what, (own, memory))
        each = f"{what} of {int(place.folder.name):,} answers"
        tell(f"{each}, an answer, beside the bare rows", own, ceilings[beside], "CPU ms")
        tell(f"{each}, an answer, beside that of the first", own, before, "CPU ms")
        tell(f"{each}, memory, beside that of the first", memory, held, "MB")


def main() -> None:
    if sys.argv[1:2] == ["--work"]:
        sys.stdout.write(json.dumps(work(sys.argv[2], Place(Path(sys.argv[3])))))
        return
    first: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        for answers in [*map(int, sys.argv[1:])] or ANSWERS:
            place = Place(Path(name) / str(answers))
            place.folder.mkdir()
            measure(place, first)


if __name__ == "__main__":
    main()
