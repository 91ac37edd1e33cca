"""Two simulated weeks of one process that never ends: letters, presses, reminders, digests; its memory each day.

python -m torture.soak [DAYS [LETTERS A DAY [SEED]]]     as many presses and words in Slack as letters

The parts are those of `s11 run`: the postroom with its reader, the Slack app behind its web server, the clock's round,
both outboxes. Their clock is ours. Slack is a fake in another process, so its memory is not measured.
"""

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from pydantic import SecretStr

from bot.outbox import Outbox
from bot.slack.api import ChannelPace
from bot.slack.app import Reach, SlackBot, make_bot, wsgi
from bot.slack.channel import SlackChannel
from bot.slack.digest import DigestPost
from cli import nudge, post, wiring
from cli.clock import one_round
from cli.serve import serving
from config.partnerships import load_partnerships
from config.questionnaire import SHIPPED, load_template
from config.settings import Settings
from intake.conversation import Talk
from intake.mail.inward import Postroom
from storage.inbox import open_inbox
from storage.nouns import Answer, Message, Receipt
from storage.record import Database, Faults, open_database
from tests.bot.slack.fake import fake_slack
from tests.bot.slack.workspace import SECRET
from torture.inbox import Said as SlackSaid
from torture.inbox import Scene, event, pressed, returns_in, sent
from torture.killed import run
from torture.mail import KEY, letter
from torture.web import free_port

BEGINS = datetime(2027, 3, 1, 8, tzinfo=UTC)  # a Monday
AGENCIES = 20
EVERY = timedelta(minutes=30)  # between rounds of the clock
MOST_GROWTH = 1.05  # of memory, from the third day on: the first two fill what is kept to be quick
MOST_FILES = 3  # more open at the end than on the third day
HEADER = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
WHO_ASKS = """\
[[partnership]]
key = "anytown"
name = "Anytown Partnership"
digest = {every = "day"}
[[partnership.managers]]
name = "Mo Shah"
email = "mo@anytown.example"
"""


class Size(NamedTuple):
    """What a process holds: MB of memory, open files, threads."""

    memory: float
    files: int
    threads: int


@dataclass
class Parts:
    """Everything at work, and the clock of all of it."""

    using: Settings
    record: Database
    room: Postroom
    app: SlackBot
    outboxes: list[Outbox]
    at: list[datetime] = field(default_factory=lambda: [BEGINS])

    def do(self, asked: str, given: object) -> object:
        match asked:
            case "clock":
                self.at[0] = given if isinstance(given, datetime) else self.at[0]
                _, faults = one_round(self.using.model_copy(update={"now": self.at[0]}), self.record)
                self.app.tray.sweep()
                for out in self.outboxes:
                    out.deliver_due()
                return dict(faults.found)
            case "letter":
                assert isinstance(given, bytes)
                return self.room.receive(given).outcome
            case _:
                return size_of_this()


def size_of_this() -> Size:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return Size(
        int(status["VmRSS"].split()[0]) / 1024, len(list(Path("/proc/self/fd").iterdir())), int(status["Threads"])
    )


def work(home: str, base: str, port: int, orders: Connection) -> None:
    """The process that is measured: does what it is told until it is told nothing more."""
    using = Settings(home=Path(home), slack_bot_token=SecretStr("xoxb"), slack_api_url=base, now=BEGINS)
    at = [BEGINS]

    def now() -> datetime:
        return at[0]

    with ExitStack() as opened, open_database(f"sqlite:///{home}/s11.db") as record:
        room = replace(opened.enter_context(post.postroom(using, record)), now=now)
        parts = Parts(using, record, room, app_of(using, record, base, now), [], at)
        parts.outboxes = [replace(each, now=now) for each in (*post.outboxes(using, record), slack_outbox(parts, now))]
        opened.enter_context(serving(wsgi(parts.app), f"127.0.0.1:{port}", threads=8))
        orders.send("ready")
        while (told := orders.recv()) is not None:
            orders.send(parts.do(*told))
        parts.app.close()


def app_of(using: Settings, record: Database, base: str, now: Callable[[], datetime]) -> SlackBot:
    talk = Talk(load_partnerships(using.config_folder / "partnerships.toml"), ways=wiring.ways(using))
    store, inbox = wiring.evidence(using), open_inbox(record, using.home, now)
    made = make_bot(
        Reach("xoxb", base, "", SECRET),
        record,
        store,
        inbox,
        talk,
        now,
        chaser=lambda: nudge.chaser(using, Faults(is_logged=False)),
    )
    made.posting.pace = ChannelPace(time.monotonic, lambda _: None)
    return made


def slack_outbox(parts: Parts, now: Callable[[], datetime]) -> Outbox:
    once = parts.app.posting.once()
    channel = SlackChannel(once, DigestPost(once, parts.record, wiring.evidence(parts.using)))
    return Outbox(parts.record, channel, now, random.Random(1))


def opened(folder: Path, home: Path) -> dict[str, str]:
    """A home with an audit of twenty agencies, each with Slack and a letter; the token that each contact was sent."""
    rows = (f"A{n},Agency {n},council,anytown,Lead {n},lead{n}@example.org,U{n:03},lead\n" for n in range(AGENCIES))
    (folder / "agencies.csv").write_text(HEADER + "".join(rows))
    os.environ["S11_NOW"] = BEGINS.isoformat()
    run(home, "init")
    (home / "config" / "partnerships.toml").write_text(WHO_ASKS)
    due = (BEGINS + timedelta(days=12)).date().isoformat()
    run(home, "audit", "open", KEY, "--agencies", str(folder / "agencies.csv"), "--due", due)
    run(home, "invite", KEY, "--out", str(folder / "out"))
    del os.environ["S11_NOW"]
    with open_database(f"sqlite:///{home}/s11.db") as record, record.engine.connect() as connection:
        rows_ = connection.exec_driver_sql("SELECT email, token FROM sent JOIN contacts ON contacts.id = contact_id")
        return {str(email): str(token) for email, token in rows_}


def day(at: Scene, orders: Connection, began: datetime, letters: list[bytes], chance: random.Random) -> Counter[str]:
    """A day of the clock, half an hour at a time; letters and presses come between eight and six."""
    counts: Counter[str] = Counter()
    rated = [each.ref for each in at.template.questions if each.prompts[0].key == "rating" and not each.applies_to]
    for step in range(timedelta(days=1) // EVERY):
        orders.send(("clock", began + step * EVERY))
        for about, how_often in orders.recv().items():
            raise AssertionError(f"The clock could not do {about} ({how_often}).")
        for raw in letters[step::20] if step < 20 else []:
            orders.send(("letter", raw))
            counts[f"letters {orders.recv()}"] += 1
            who = chance.randrange(AGENCIES)
            if chance.random() < 0.5:
                source, body = pressed(at, who, chance.choice(rated), chance.choice("0123"))
                said = SlackSaid("press", who, "", "", source, body, "application/x-www-form-urlencoded")
            else:
                source, body = event(at, who, f"We look at this each month, {step}.", {})
                said = SlackSaid("words", who, "", "", source, body, "application/json")
            counts["Slack heard" if sent(at, said) else "Slack unheard"] += 1
    return counts


def soak(at: Scene, orders: Connection, days: int, letters_a_day: int, tokens: dict[str, str]) -> list[Size]:
    chance, sizes = random.Random(11), []
    say(f"{'day':>3} {'MB':>8} {'files':>6} {'threads':>8} {'seconds':>8}  what came")
    for number in range(days):
        started = time.monotonic()
        letters = [letter(number * letters_a_day + each, chance, tokens) for each in range(letters_a_day)]
        counts = day(at, orders, BEGINS + timedelta(days=number), letters, chance)
        orders.send(("size", None))
        sizes.append(orders.recv())
        took, told = time.monotonic() - started, ", ".join(f"{name} {many}" for name, many in sorted(counts.items()))
        say(f"{number + 1:3} {sizes[-1].memory:8.1f} {sizes[-1].files:6} {sizes[-1].threads:8} {took:8.1f}  {told}")
    return sizes


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def judged(home: Path, sizes: list[Size], letters: int) -> None:
    with open_database(f"sqlite:///{home}/s11.db") as record, record.read() as db:
        kinds = Counter(key.partition(":")[0] for key in db.scalars(sa.select(Message.key)))
        received, answers = (db.scalar(sa.select(sa.func.count()).select_from(each)) for each in (Receipt, Answer))
    say(f"{received} letters received, {answers} answers, messages: {dict(kinds)}.")
    run(home, "verify")
    third, last = sizes[min(2, len(sizes) - 1)], sizes[-1]
    say(f"From day 3 to the last: {(last.memory / third.memory - 1) * 100:+.1f}% memory; verify: the record is whole.")
    if received != letters or last.memory > third.memory * MOST_GROWTH or last.files > third.files + MOST_FILES:
        raise SystemExit("Memory or files grew, or letters are missing.")


def main() -> None:
    days, letters = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 14), (2, 60)))
    started = multiprocessing.get_context("spawn")
    with fake_slack() as slack, tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        tokens = opened(Path(folder), home)
        template = load_template((SHIPPED / f"{KEY}.toml").read_bytes(), KEY)
        with open_database(f"sqlite:///{home}/s11.db") as record:
            at = Scene(home, slack, free_port(), template, returns_in(record))
        orders, theirs = started.Pipe()
        process = started.Process(target=work, args=(str(home), slack.base, at.port, theirs), daemon=True)
        process.start()
        if orders.recv() != "ready":
            raise AssertionError("The process did not come up.")
        sizes = soak(at, orders, days, letters, tokens)
        orders.send(None)
        process.join()
        judged(home, sizes, days * letters)


if __name__ == "__main__":
    main()
