"""The outbox and the clock when all goes wrong: senders killed, clocks that jump, two of each, a very long queue.

python -m torture.outbox [SEED]
"""

import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.outbox import LEASE, Delivered, Outbox, OutboxPace
from config.dates import LONDON
from config.letters import open_letters
from config.partnerships import PartnershipTable
from config.questionnaire import SHIPPED, load_template
from intake.audits import AgencyRow, open_audit
from intake.audits.agencies_csv import ContactRow
from intake.ledger import submit
from intake.notices import Stationery
from reports.nudges import FROM, Chaser, nudges
from reports.nudges.slots import TO
from storage.nouns import Audit, Message, Submission
from storage.record import Database, open_database
from storage.record.trail import Speaker

CRASHES = 500
QUEUED = 16_000
PACE = OutboxPace(30, timedelta(minutes=1))
AGENCIES = 40
START = datetime(2027, 2, 8, 9, tzinfo=LONDON)
NOON = datetime(2027, 2, 9, 12, tzinfo=LONDON)
KNOWN = {"anytown": PartnershipTable(key="anytown", name="Anytown")}
CHASER = Chaser(Stationery(open_letters(), KNOWN, "audit@example.org"))


class Post:
    """A way out that outlasts its sender: a line for each message, written before it counts as sent."""

    via = "email"

    def __init__(self, log: Path, deaths: int = 0) -> None:
        self.log, self.left = log, deaths

    def deliver(self, message: Message) -> None:
        with self.log.open("a") as file:
            file.write(f"{message.key}\n")
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)  # sent, and not yet noted

    def sent(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


class Watchful(Post):
    """The same, which looks at the moment of sending whether the return is in already."""

    def __init__(self, log: Path, record: Database) -> None:
        super().__init__(log)
        self.record = record

    def deliver(self, message: Message) -> None:
        with self.record.read() as db:
            is_in = db.get_one(Submission, message.submission_id).submitted_at is not None
        message.key += " after submission" if is_in else ""
        super().deliver(message)


def write(record: Database, number: int) -> None:
    with record.write.begin() as db:
        for each in range(number):
            db.add(Message(key=f"m{each:05}", via="email", recipient="lead@example.org", subject="s", body="b"))


def _dies(url: str, post: Post, now: datetime) -> bool:
    """Send in a process of its own; whether it was killed."""
    child = os.fork()
    if child == 0:
        with open_database(url) as record:
            Outbox(record, post, lambda: now, random.Random(1)).deliver_due()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def crashes(home: Path, chance: random.Random) -> None:
    """Senders die between sending and noting; every message arrives, and each death doubles one at most."""
    url, log = f"sqlite:///{home / 'crashes.db'}", home / "crashes.log"
    with open_database(url) as record:
        record.migrate()
        write(record, 3 * CRASHES)
    now = NOON
    for _ in range(CRASHES):
        died = _dies(url, Post(log, chance.randint(1, 3)), now)
        now += LEASE + timedelta(seconds=1)  # until then the message in hand is nobody else's
        if not died:
            raise AssertionError("a sender had nothing left to die of")
    with open_database(url) as record:
        Outbox(record, Post(log), lambda: now, random.Random(1)).deliver_due()
        with record.read() as db:
            keys = set(db.scalars(select(Message.key)))
            open_still = db.scalar(select(func.count()).select_from(Message).where(Message.sent_at.is_(None)))
    times = Counter(Post(log).sent())
    twice = sum(count - 1 for count in times.values())
    if set(times) != keys or open_still or twice > CRASHES:
        raise AssertionError(f"{len(keys - set(times))} never sent, {open_still} open, {twice} doubled")
    say(
        f"crashes: {CRASHES} senders died between sending and noting; of {len(keys)} messages none was missed, "
        f"{twice} came twice."
    )


def clocks(home: Path, chance: random.Random) -> None:
    """A clock that jumps a day either way, two processes that go by it, submissions at any moment: each step once."""
    url, log = f"sqlite:///{home / 'clocks.db'}", home / "clocks.log"
    template = load_template((SHIPPED / "south-glos-2019.toml").read_bytes(), "south-glos-2019")
    with open_database(url) as record:
        record.migrate()
        with record.write.begin() as db:
            rows = [AgencyRow(f"A{n}", f"Agency {n}", "council", ("anytown",), (_lead(n),)) for n in range(AGENCIES)]
            dates = (START.date(), date(2027, 3, 26))
            audit = open_audit(db, template, "jumps", dates, rows, {}, Speaker("Jo Park", "test", START)).audit
            for each in audit.submissions:
                each.invited_at = START
    moments = list(_moments(chance))
    together = multiprocessing.Barrier(2)  # both at one moment, as two processes of one machine are

    def live(seed: int) -> None:
        own = random.Random(seed)
        with open_database(url) as record:
            post = Watchful(log, record)
            for now in moments:
                together.wait()
                if own.random() < 0.02:
                    _submit_one(record, own, now)
                if FROM <= now.time() <= TO:
                    with record.write.begin() as db:
                        audit = db.scalars(select(Audit)).one()
                        nudges(db, audit, template, CHASER, now, only_open=True)
                    Outbox(record, post, lambda now=now: now, own).deliver_due()  # type: ignore[misc]

    processes = [multiprocessing.get_context("fork").Process(target=live, args=(seed,)) for seed in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    _look_at(url, log, [process.exitcode for process in processes])


def _moments(chance: random.Random) -> Iterator[datetime]:
    """The machine's clock for 46 days; a fifth of the time it stands a day ahead, a fifth a day behind."""
    true = START
    while true < START + timedelta(days=46):
        true += timedelta(minutes=chance.choice((20, 30, 40)))
        yield true + timedelta(days=chance.choice((-1, 0, 0, 0, 1)))


def _lead(number: int) -> ContactRow:
    return ContactRow("Lead", f"lead@a{number}.example.org", None, "lead")


def _submit_one(record: Database, own: random.Random, now: datetime) -> None:
    with record.write.begin() as db:
        left = list(db.scalars(select(Submission).where(Submission.submitted_at.is_(None)).order_by(Submission.id)))
        if len(left) > AGENCIES // 2:
            submit(db, own.choice(left), Speaker("Lead", "test", now))


def _look_at(url: str, log: Path, ended: list[int | None]) -> None:
    sent = Counter(Post(log).sent())
    with open_database(url) as record, record.read() as db:
        messages = list(db.scalars(select(Message).where(Message.key.startswith("nudge:"))))
        submitted = sum(each.submitted_at is not None for each in db.scalars(select(Submission)))
        faults = [
            *(f"{key} came {count} times" for key, count in sent.items() if count > 1),
            *(key for key in sent if key.endswith("after submission")),
            *(f"{each.key} at {each.sent_at}" for each in messages if each.sent_at and not _in_hours(each.sent_at)),
            *(f"a clock left with {each}" for each in ended if each),
        ]
    if faults:
        raise AssertionError("\n".join(faults))
    say(
        f"clocks: two at once, a day ahead or behind now and then, for 46 days; {AGENCIES} agencies, {submitted} of "
        f"them submitted on the way; "
        f"{len(sent)} nudges: none twice, none after submission, none at a wrong time."
    )


def _in_hours(at: datetime) -> bool:
    local = at.astimezone(LONDON)
    return local.weekday() in (1, 2, 3) and FROM <= local.time() <= TO


def queue(home: Path) -> None:
    """16,000 messages and one paced sender that is stopped on the way: in order, never faster than its pace."""
    with open_database(f"sqlite:///{home / 'queue.db'}") as record:
        record.migrate()
        write(record, QUEUED)
        post, now, began = Post(home / "queue.log"), NOON, time.monotonic()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sent: list[datetime] = []
        while len(sent) < QUEUED:
            stop_at = len(sent) + QUEUED // 3  # a sender that knows nothing of what went before takes over
            outbox = Outbox(record, post, lambda: now, random.Random(1), PACE)  # noqa: B023  (it is to see the time go on)
            while len(sent) < min(stop_at, QUEUED):
                if outbox.deliver_one() is Delivered.SENT:
                    sent.append(now)
                else:
                    now = (outbox.may_leave_at() or now) + timedelta(milliseconds=1)
        took, grew = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    fast = sum(later - first < PACE.per for first, later in zip(sent, sent[PACE.messages :], strict=False))
    if post.sent() != [f"m{each:05}" for each in range(QUEUED)] or fast:
        raise AssertionError(f"out of order, or {fast} times faster than the pace")
    hours = (sent[-1] - sent[0]).total_seconds() / 3600
    say(
        f"queue: {QUEUED} messages in order, never over 30 in a minute, in {hours:.1f} hours of theirs, {took:.0f} s "
        f"of ours ({QUEUED / took:.0f} a second), two stops on the way, {grew / 1024:.1f} MB more memory."
    )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    chance = random.Random(seed)
    memory = Path("/dev/shm")  # a killed process loses nothing there, and nothing waits for a disk
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as home:
        crashes(Path(home), chance)
        clocks(Path(home), chance)
        queue(Path(home))


if __name__ == "__main__":
    main()
