"""A whole round out to a file, back from it and proved: milliseconds of CPU an answer, which are to stay the same.

python -m benchmarks.copies [ANSWERS...]
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

import cli  # noqa: F401  (as the command line does: it looks for forgotten cycles less often)
from benchmarks.big_record import NIGHT, NOON, fill, template
from benchmarks.table import tell
from intake.audits import restore
from reports.figures import submissions_of
from reports.report import export_json
from storage.nouns import Answer, Audit, Event, Submission
from storage.record import Database, first_bad_entry, open_database, seal, seal_faults, trail

ANSWERS = (10_000, 100_000, 300_000)
AT_ONCE = 200  # returns sealed in a transaction
JO = trail.Speaker("Jo Park", "import", NOON)


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


def exported(record: Database) -> bytes:
    with record.read() as db:
        audit = _audit(db)
        return export_json(db, template(), audit, submissions_of(db, audit), whole=True).encode()


def imported(record: Database, data: bytes) -> None:
    with record.write.begin() as db:
        restore(db, data, JO)


def proved(record: Database) -> None:
    with record.read() as db:
        faults = [first_bad_entry(db, _audit(db)), *seal_faults(db)]
    if any(faults):
        raise SystemExit(f"The record that was filled does not hold: {faults[:3]}.")


def measure(folder: Path, answers: int) -> Iterator[tuple[str, float]]:
    """Each in milliseconds an answer."""
    with (
        open_database(f"sqlite:///{folder / f'{answers}.db'}") as record,
        open_database(f"sqlite:///{folder / f'{answers}-back.db'}") as back,
    ):
        there = filled(record, answers)
        back.migrate()
        data = [b""]
        works: dict[str, Callable[[], object]] = {
            "export": lambda: data.append(exported(record)),
            "verify": lambda: proved(record),
            "import": lambda: imported(back, data.pop()),
        }
        for name, work in works.items():
            began = time.process_time()
            work()
            yield name, 1000 * (time.process_time() - began) / there


def main() -> None:
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for answers in [*map(int, sys.argv[1:])] or ANSWERS:
            for what, took in measure(Path(name), answers):
                beside = first.setdefault(what, took)
                tell(f"{what} of {answers:,} answers, an answer, beside that of the first", took, beside, "CPU ms")


if __name__ == "__main__":
    main()
