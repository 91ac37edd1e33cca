"""Reading a record of many answers, in CPU milliseconds: ours, the bare statement of the same run, and the growth.

python -m benchmarks.record [ANSWERS...]
"""

import multiprocessing as mp
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from benchmarks.backup import forget_peak, peak
from benchmarks.big_record import EMPTY, KEY, NIGHT, fill, steps, template
from benchmarks.table import tell
from cli import wiring
from cli.clock import one_round
from cli.report import counted_of
from cli.status import standings
from cli.tags import themes_of
from cli.work import TagsMade
from config.questionnaire import Template
from config.settings import Settings
from reports.digests import digest_of
from reports.figures import exhibits, submissions_of
from reports.nudges import Chase, due_now
from storage.nouns import Audit
from storage.record import Database, open_database

ANSWERS = (10_000, 42_000, 100_000, 300_000)
TIMES = 3  # each is read, and the median told
LATEST = 'SELECT submission_id, "by", question, prompt, max(said_at), max(id) FROM answers GROUP BY 1, 2, 3, 4'
ALL = """SELECT s.*, a.*, c.* FROM submissions s JOIN agencies a ON a.id = s.agency_id
JOIN agency_contacts p ON p.agencies_id = a.id JOIN contacts c ON c.id = p.contacts_id"""
RETURNS = f"{ALL} WHERE s.submitted_at IS NULL AND s.excused_at IS NULL"
OF_ONE = LATEST.replace("GROUP", "WHERE submission_id <= 61 GROUP")
DUE, STATUS = "due nudges", "status"
ASKED = 7_900  # agencies of England
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
    yield Case(STATUS, f"{LATEST}; {ALL}", lambda db, a, t: standings(db, t, submissions_of(db, a), chase(t)))
    yield Case("files", LATEST, lambda db, a, t: exhibits(db, t, submissions_of(db, a)))
    yield Case(DUE, RETURNS, lambda db, a, t: due_now(db, a, chase(t), only_open=True))


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def bare(record: Database, statements: str) -> list[list[Any]]:
    """Statements by the driver alone, and every row of each."""
    connection = record.engine.raw_connection()
    try:
        cursor = connection.cursor()
        return [list(cursor.execute(each).fetchall()) for each in statements.split(";")]
    finally:
        connection.close()


def measure(folder: Path, answers: int, empty: int = 0, only: str = "") -> Iterator[tuple[str, float, float | None]]:
    """Each look, in seconds, with its ceiling; of a round that has just begun or is made for one look, `only` that."""
    url = f"sqlite:///{folder}/{answers}-{empty}.db"
    using = settings(folder, url)
    with open_database(url) as record:
        record.migrate()
        fill(record, answers, empty=empty)
        for case in cases(using):
            if case.name == only or not only:
                yield case.name, *beside(record, case)
        if only:
            return
        made = TagsMade()
        one_round(using, record, made)  # what is imported and looked up once
        yield "clock's idle round", statistics.median(timed(lambda: one_round(using, record, made))), None


def settings(folder: Path, url: str) -> Settings:
    named = {"S11_HOME": str(folder), "S11_DATABASE_URL": url, "S11_NOW": NIGHT.isoformat()}
    return Settings.read(named, folder / "none.env")


def beside(record: Database, case: Case) -> tuple[float, float]:
    def look() -> None:
        with record.read() as db:
            case.look(db, *wiring.audit_of(db, KEY))

    return statistics.median(timed(look)), statistics.median(timed(lambda: bare(record, case.ceiling)))


def timed(work: Callable[[], object]) -> list[float]:
    return [seconds(work) for _ in range(TIMES)]


def memory(folder: Path, url: str, told: "mp.Queue[int]") -> None:
    """In a process of its own: megabytes that the figures of one partnership take beyond what was loaded."""
    using = settings(folder, url)
    with open_database(url) as record, record.read() as db:
        wiring.audit_of(db, KEY)
        forget_peak()
        before = peak()
        counted_of(db, using, KEY, "p0001")
        told.put(peak() - before)


def apart(folder: Path, url: str) -> int:
    spawn = mp.get_context("spawn")
    told = spawn.Queue()
    process = spawn.Process(target=memory, args=(folder, url, told))
    process.start()
    grown: int = told.get()
    process.join()
    return grown


def main() -> None:
    numbers = [*map(int, sys.argv[1:])] or ANSWERS
    each = len(steps(template()))
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for what, ours, ceiling in measure(Path(name), numbers[0], EMPTY, DUE):
            tell(f"{what}, {EMPTY:,} returns without an answer", ours * 1000, ceiling and ceiling * 1000, "CPU ms")
        answers = min(max(numbers), ASKED * each)  # no round here is larger than those asked for
        for what, ours, ceiling in measure(Path(name), answers, ASKED - -(-answers // each), STATUS):
            told = f"{what} of {ASKED:,} agencies, {answers:,} answers"
            tell(told, ours * 1000, ceiling and ceiling * 1000, "CPU ms")
        for answers in numbers:
            asked = f"{answers:,} answers of {-(-answers // each):,} agencies"
            for what, ours, ceiling in measure(Path(name), answers):
                grown = ours / first.setdefault(what, ours)
                tell(f"{what}, {asked}", ours * 1000, ceiling and ceiling * 1000, "CPU ms", growth=grown)
            grown_by = apart(Path(name), f"sqlite:///{name}/{answers}-0.db")
            tell(f"figures of one partnership, {asked}, memory", grown_by, unit="MB")


if __name__ == "__main__":
    main()
