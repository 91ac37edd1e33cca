"""Workers on PostgreSQL: a letter is handed out where it is kept, and read by whoever takes it up."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.work import PAPER, READ, WorkQueue
from bot.work.worker import work_off
from cli.ordered import paper_bench
from cli.post import postroom
from cli.work import LetterPorter, tag_or_order
from cli.worker import WorkBench
from config.settings import Settings
from reports.tags import BLOCK
from storage.nouns import Answer, Message, Receipt, Tagged
from storage.record import Database, Faults, open_database
from tests.cli.conftest import S11
from tests.cli.test_branches import AGENCIES, PARTNERSHIPS
from tests.cli.test_mail import letters, reply
from tests.conftest import new_postgres
from tests.rounds import NOON


@pytest.fixture
def using(postgres: sa.URL, s11: S11, tmp_path: Path) -> Iterator[Settings]:
    """A home on PostgreSQL in which two agencies were asked, with a worker that gives signs of life."""
    with new_postgres(postgres) as url:
        assert s11("init", database_url=url).code == 0
        (tmp_path / "home" / "config" / "partnerships.toml").write_text(PARTNERSHIPS)
        (tmp_path / "agencies.csv").write_text(AGENCIES)
        for words in (
            ("audit", "open", "section-11", "--agencies", "agencies.csv", "--due", "2027-03-31"),
            ("invite", "section-11", "--out", "out"),
        ):
            assert s11(*words, database_url=url).code == 0
        yield Settings.read({"S11_HOME": str(tmp_path / "home"), "S11_DATABASE_URL": url}, tmp_path / "none")


@pytest.fixture
def record(using: Settings) -> Iterator[Database]:
    with open_database(using.database) as opened:
        with opened.write.begin() as db:
            db.execute(sa.text("INSERT INTO procrastinate_workers DEFAULT VALUES"))
        yield opened


SAID: dict[str, Any] = {"submission_id": 1, "by": "agency", "question": "1.1", "prompt": "text", "via": "email"}
SAID |= {"said_by": "Jo Bloggs", "said_at": NOON, "not_applicable": False}


def ordering(sender: str, words: str) -> bytes:
    made = EmailMessage(policy=policy.SMTP)
    made["From"], made["To"], made["Subject"] = sender, "audit@localhost", "Our audit"
    made["Message-ID"] = f"<{words}@letters.example>"
    made.set_content(words)
    return bytes(made)


def lines(record: Database) -> list[str]:
    with record.read() as db:
        return list(db.scalars(sa.text("SELECT lock FROM procrastinate_jobs ORDER BY id")))


def test_a_letter_is_kept_here_and_read_by_a_worker(using: Settings, record: Database, tmp_path: Path) -> None:
    raw = reply(letters(tmp_path / "out")["jo@surgery.example"], "1.1: 2\n", "jo@surgery.example")
    with postroom(using, record, porter=LetterPorter(using, WorkQueue(record))) as room:
        assert room.receive(raw).outcome == "unread"
        assert lines(record) == ["return 1"]
        with record.write.begin() as db:
            db.execute(sa.text("DELETE FROM procrastinate_jobs"))  # the queue is lost, and the letter is not
        assert room.porter is not None
        room.porter.sweep("")
        assert lines(record) == ["return 1"]
    stop = threading.Event()
    with ExitStack() as opened:
        bench = WorkBench(using, record, opened)

        def read(number: int) -> None:
            bench.read(number)
            stop.set()

        address = record.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        work_off(address, {READ: read}, lambda: None, stop)
    with record.read() as db:
        assert db.execute(sa.select(Receipt.outcome, Receipt.tries)).all() == [("answered", 1)]
        assert db.scalars(sa.select(Answer.value)).all() == ["2"]


def test_a_letter_orders_a_paper_and_a_worker_makes_it_once(using: Settings, record: Database) -> None:
    papers = paper_bench(using, record)
    with postroom(using, record) as room:
        assert room.receive(ordering("mo@avon.example", "report")).outcome == "answered"
    papers.sweep()
    number = int(lines(record)[0].removeprefix("paper "))
    papers.sweep()  # the same is not handed out twice
    assert lines(record) == [f"paper {number}"]
    stop = threading.Event()

    def make(number: int) -> None:
        papers.make(number)  # and is killed before the queue hears of it
        papers.make(number)
        stop.set()

    address = record.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    work_off(address, {PAPER: make}, lambda: None, stop)
    with record.read() as db:
        row = db.execute(sa.select(Message.subject, Message.attachments).where(Message.id == number)).one()
    assert row[0] == "The report of section-11 for Avon Partnership"
    assert [each["name"] for each in row[1]] == ["report.html", "report.xlsx", "heat-map.png"]


def test_words_are_tagged_a_block_at_a_time(using: Settings, record: Database) -> None:
    with record.write.begin() as db:
        for number, ref in ((1, "1.1"), (BLOCK, "1.2")):
            new = {"id": number, "question": ref, "value": "Staff are trained.", "source": str(number)}
            db.execute(sa.insert(Answer).values(SAID | new))
    tag_or_order(using, record, "section-11", Faults())
    assert lines(record) == ["tag section-11 0", "tag section-11 1"]
    with ExitStack() as opened:
        bench = WorkBench(using, record, opened)
        bench.tag("section-11", 1)
        with record.read() as db:
            assert db.scalars(sa.select(Tagged.answer_id)).all() == [BLOCK]


def test_on_sqlite_there_are_no_workers_and_it_says_so(s11: S11, record_on_sqlite: None) -> None:
    told = s11("worker")
    assert told.code == 2 and "s11 run does all of it" in told.err


@pytest.fixture
def record_on_sqlite(s11: S11) -> None:
    assert s11("init").code == 0
