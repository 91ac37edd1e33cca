"""Fifty leads answering at once in HTTP and in Socket Mode: acknowledgement, and press to next question.

Beside each the floor of the same run: an empty Bolt app that also posts one message and commits one row. The processor
time of a press stands beside the same app with as many commits as ours makes, in an empty record and in a full one.
"""

import json
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.socket_mode.request import SocketModeRequest

from benchmarks.big_record import fill
from benchmarks.table import tell
from bot.slack.app import Reach, make_bot, web_client
from bot.slack.views import Carried
from config.questionnaire import SHIPPED, load_template
from intake.audits import open_audit, read_agencies
from intake.conversation import Talk
from intake.conversation.state import Asks, Place
from storage.evidence.folder import FolderEvidence
from storage.inbox import open_inbox
from storage.nouns import Audit, Submission
from storage.record import Database, open_database
from storage.record.trail import Speaker
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import SECRET, sign

LEADS = 50
ROUNDS = 3  # presses a lead
EVERY = 2.0  # seconds between two presses of one lead: a person reads
HEADER = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"

FULL = 42_000  # answers
Build = Callable[[FakeSlack, Database, Path], tuple[App, Callable[[], None]]]
Send = Callable[[dict[str, Any]], None]


@dataclass
class Timed:
    """What one way of working took, in seconds."""

    acks: list[float] = field(default_factory=list)
    nexts: list[float] = field(default_factory=list)


def main() -> None:
    """Both modes, ours and the floor in turn; then the processor's time."""
    for mode in ("http", "socket"):
        ours, floor = measure(mode, _ours), measure(mode, _floor)
        for what in ("acks", "nexts"):
            mine, least = getattr(ours, what), getattr(floor, what)
            told = {"acks": "acknowledgement", "nexts": "press to next question"}[what]
            for percent in (50, 99):
                name = f"{mode}: {told}, p{percent}, beside an empty Bolt app"
                tell(name, 1000 * _at(mine, percent), 1000 * _at(least, percent), "ms")

    for answers in (0, FULL):
        mine, commits = cpu(answers, _ours)
        least, _ = cpu(answers, partial(_floor, commits=commits))
        name = f"processor a press, {answers:,} answers, {commits} commits, beside an empty Bolt app"
        tell(name, 1000 * mine, 1000 * least, "ms")


def cpu(answers: int, build: Build) -> tuple[float, int]:
    """Seconds of processor time a press, one after another, and how many commits each makes; our small Slack's too."""
    with (
        tempfile.TemporaryDirectory() as folder,
        fake_slack() as slack,
        open_database(f"sqlite:///{folder}/s11.db") as database,
    ):
        database.migrate()
        if answers:
            fill(database, answers)
        submissions, commits = _open(database), list[int]()
        sa.event.listen(sa.Engine, "commit", noted := lambda _: commits.append(1))
        app, close = build(slack, database, Path(folder))
        send, posted = _sender("http", app), Posted(slack)
        for place in range(1 + ROUNDS):
            if place == 1:  # the first round is to warm up
                began, before = time.process_time(), len(commits)
            for number in range(LEADS):
                send(_press(f"U{number:03}", submissions[number], str(13 + place), f"{number}-{place}"))
            for number in range(LEADS):
                while posted.count(f"U{number:03}") <= place:
                    time.sleep(0.01)
        took = time.process_time() - began
        close()
        sa.event.remove(sa.Engine, "commit", noted)
    return took / (LEADS * ROUNDS), round((len(commits) - before) / (LEADS * ROUNDS))


def measure(mode: str, build: Build) -> Timed:
    """Press 4 to 6 as fifty leads, each at a moment of its own."""
    timed = Timed()
    with (
        tempfile.TemporaryDirectory() as folder,
        fake_slack() as slack,
        open_database(f"sqlite:///{folder}/s11.db") as database,
    ):
        database.migrate()
        submissions = _open(database)
        app, close = build(slack, database, Path(folder))
        send = _sender(mode, app)
        posted = Posted(slack)
        with ThreadPoolExecutor(LEADS) as leads:
            for done in [leads.submit(_lead, n, submissions[n], send, posted, timed) for n in range(LEADS)]:
                done.result()
        close()
    return timed


def _lead(number: int, submission: int, send: Send, posted: "Posted", timed: Timed) -> None:
    time.sleep(EVERY * number / LEADS)
    for place in range(ROUNDS):
        user = f"U{number:03}"
        wanted = posted.count(user) + 1
        began = time.perf_counter()
        send(_press(user, submission, str(13 + place), f"{number}-{place}"))
        timed.acks.append(time.perf_counter() - began)
        while posted.count(user) < wanted:
            time.sleep(0.001)
        timed.nexts.append(time.perf_counter() - began)
        time.sleep(max(0.0, EVERY - (time.perf_counter() - began)))


def _press(user: str, submission: int, ref: str, number: str) -> dict[str, Any]:
    carried = Carried(submission, Place(Asks.PROMPT, ref, "rating"), "2")
    action = {"type": "button", "action_id": "say:1", "action_ts": number, "value": json.dumps(carried.packed())}
    return {
        "type": "block_actions", "user": {"id": user}, "team": {"id": "T1"}, "trigger_id": f"t{number}",
        "container": {"type": "view"}, "actions": [action],
    }  # fmt: skip


def _sender(mode: str, app: App) -> Send:
    """One request through the adapter of a mode; it returns when Slack would have its acknowledgement."""
    handler = SlackRequestHandler(app)

    def http(payload: dict[str, Any]) -> None:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        stamp = str(int(time.time()))
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/slack/events", "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp, "HTTP_X_SLACK_SIGNATURE": sign(SECRET, stamp, body),
            "wsgi.input": _Body(body),
        }  # fmt: skip
        status: list[str] = []
        handler(environ, lambda line, _headers: status.append(line))  # type: ignore[arg-type]
        assert status[0].startswith("200"), status

    def socket(payload: dict[str, Any]) -> None:
        asked = SocketModeRequest(type="interactive", envelope_id=str(payload["trigger_id"]), payload=payload)
        assert run_bolt_app(app, asked).status == 200

    return http if mode == "http" else socket


def _ours(slack: FakeSlack, database: Database, folder: Path) -> tuple[App, Callable[[], None]]:
    store = FolderEvidence(folder / "evidence")
    inbox = open_inbox(database, folder, lambda: datetime.now(UTC))
    reach = Reach("xoxb-test", slack.base, "", SECRET)
    made = make_bot(reach, database, store, inbox, Talk(), lambda: datetime.now(UTC))
    return made.app, made.close


def _floor(slack: FakeSlack, database: Database, _folder: Path, commits: int = 1) -> tuple[App, Callable[[], None]]:
    client, pool = web_client("xoxb-test", slack.base), ThreadPoolExecutor(48)
    app = App(client=client, signing_secret=SECRET, token_verification_enabled=False, process_before_response=True)
    rows = sa.Table("pressed", sa.MetaData(), sa.Column("who", sa.Text))
    rows.create(database.engine)

    def work(user: str) -> None:
        for _ in range(commits):
            with database.engine.execution_options(write=True).begin() as connection:
                connection.execute(rows.insert().values(who=user))
        client.chat_postMessage(channel=user, text="Next.")

    def pressed(ack: Any, body: dict[str, Any]) -> None:
        ack()
        pool.submit(work, body["user"]["id"])

    app.action("say:1")(pressed)
    return app, lambda: pool.shutdown(wait=True)


def _open(database: Database) -> list[int]:
    table = HEADER + "".join(
        f"Z{n:03},Agency Z{n},council,east,Lead {n},lead{n}@slack.example,U{n:03},lead\n" for n in range(LEADS)
    )
    path = SHIPPED / "south-glos-2019.toml"
    template, today = load_template(path.read_bytes(), path.name), datetime.now(UTC)
    with database.write.begin() as db:
        speaker = Speaker("Jo", "cli", today)
        open_audit(
            db,
            template,
            "a",
            (None, today.date().replace(year=today.year + 1)),
            read_agencies(table.encode()),
            {},
            speaker,
        )
        db.flush()
        wanted = sa.select(Submission.id).join(Audit).where(Audit.key == "a").order_by(Submission.id)
        return list(db.scalars(wanted))


@dataclass
class Posted:
    """How many messages each person got."""

    slack: FakeSlack
    read: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, user: str) -> int:
        with self.lock:
            calls = self.slack.calls
            while self.read < len(calls):
                name, call = calls[self.read]
                self.read += 1
                if name == "chat.postMessage":
                    self.counts[call["channel"]] = self.counts.get(call["channel"], 0) + 1
            return self.counts.get(user, 0)


class _Body:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int = -1) -> bytes:
        data, self.data = (self.data, b"") if size < 0 else (self.data[:size], self.data[size:])
        return data


def _at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
