"""Reading a record of many answers, in CPU seconds: ours, the bare statement of the same run, their ratio, the growth.

`python -m benchmarks.record 300000` makes a record of so many answers beside those of 10,000, 42,000 and 100,000.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from benchmarks.big_record import EMPTY, KEY, NIGHT, fill
from cli import wiring
from cli.clock import one_round
from cli.main import collect_seldom
from cli.report import counted_of
from cli.status import standings
from cli.tags import themes_of
from config.questionnaire import Template
from config.settings import Settings
from reports.digests import digest_of
from reports.figures import exhibits, submissions_of
from reports.nudges import Chase, due_now
from storage.nouns import Audit
from storage.record import Database, open_database

ANSWERS = (10_000, 42_000, 100_000)
LATEST = 'SELECT submission_id, "by", question, prompt, max(said_at), max(id) FROM answers GROUP BY 1, 2, 3, 4'
RETURNS = """SELECT s.*, a.*, c.* FROM submissions s JOIN agencies a ON a.id = s.agency_id
JOIN agency_contacts p ON p.agencies_id = a.id JOIN contacts c ON c.id = p.contacts_id
WHERE s.submitted_at IS NULL AND s.excused_at IS NULL"""
OF_ONE = LATEST.replace("GROUP", "WHERE submission_id <= 61 GROUP")
DUE = "due nudges"
Look = Callable[[Session, Audit, Template], object]


class Case(NamedTuple):
    """One look, and the bare statement that is its ceiling."""

    name: str
    ceiling: str
    look: Look


def cases(using: Settings) -> Iterator[Case]:
    now = wiring.now(using)

    def chase(template: Template) -> Chase:
        return Chase(template.nudges, {}, now)

    yield Case("figures", LATEST, lambda db, *_: counted_of(db, using, KEY, None).document)
    yield Case("figures of one partnership", OF_ONE, lambda db, *_: counted_of(db, using, KEY, "p0001").document)
    yield Case(
        "digest of one partnership", OF_ONE, lambda db, a, t: digest_of(db, a, t, "p0001", themes_of(using), now)
    )
    yield Case("status", LATEST, lambda db, a, t: standings(db, t, submissions_of(db, a), chase(t)))
    yield Case("files", LATEST, lambda db, a, t: exhibits(db, t, submissions_of(db, a)))
    yield Case(DUE, RETURNS, lambda db, a, t: due_now(db, a, chase(t), only_open=True))


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def bare(record: Database, statement: str) -> list[Any]:
    """A statement by the driver alone, and every row of it."""
    connection = record.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement)
        return list(cursor.fetchall())
    finally:
        connection.close()


def measure(folder: Path, answers: int, empty: int = 0) -> Iterator[tuple[str, float, float]]:
    """Each look, in seconds, with its ceiling."""
    url = f"sqlite:///{folder}/{answers}-{empty}.db"
    named = {"S11_HOME": str(folder), "S11_DATABASE_URL": url, "S11_NOW": NIGHT.isoformat()}
    using = Settings.read(named, folder / "none.env")
    with open_database(url) as record:
        record.migrate()
        fill(record, answers, empty=empty)
        for case in cases(using):
            if empty and case.name != DUE:
                continue  # a round that has just begun has nothing else to show
            ceiling = min(seconds(lambda case=case: bare(record, case.ceiling)) for _ in range(3))  # type: ignore[misc]
            with record.read() as db:
                audit, template = wiring.audit_of(db, KEY)
                ours = seconds(lambda db=db, a=audit, t=template, case=case: case.look(db, a, t))  # type: ignore[misc]
            yield case.name, ours, ceiling
        one_round(using, record)  # what is imported and looked up once
        yield "clock, nothing due", seconds(lambda: one_round(using, record)), 0.0


def main() -> None:
    collect_seldom()  # as the command line does
    numbers = (*ANSWERS, *map(int, sys.argv[1:]))
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for answers, empty in ((numbers[0], EMPTY), *((number, 0) for number in numbers)):
            asked = f"{answers:,} answers" + (f" and {empty:,} returns without any" if empty else "")
            sys.stdout.write(f"\n{asked}\n")
            for what, ours, ceiling in measure(Path(name), answers, empty):
                sys.stdout.write(line(what, ours, ceiling, None if empty else first.setdefault(what, ours)))
                sys.stdout.flush()


def line(what: str, ours: float, ceiling: float, first: float | None) -> str:
    beside = f"   bare {ceiling * 1000:7.1f} ms   ratio {ours / ceiling:6.1f}" if ceiling else ""
    grown = f"   {ours / first:5.1f} times the first" if first and first != ours else ""
    return f"{what:28} {ours * 1000:8.1f} ms of CPU{beside}{grown}\n"


if __name__ == "__main__":
    main()
