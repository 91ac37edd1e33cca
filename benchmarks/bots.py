"""Leads who press at once on PostgreSQL, heard by one bot and by two.

Beside each the ceiling of the same run: as many empty Bolt apps that commit as often and post one message.
"""

import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from benchmarks.slack import Posted
from benchmarks.table import tell
from bot.slack.api import ChannelPace
from bot.slack.app import Reach, make_bot, web_client, wsgi
from cli.serve import serving
from config.questionnaire import SHIPPED, load_template
from intake.conversation import Talk
from storage.evidence.folder import FolderEvidence
from storage.inbox import open_inbox
from storage.nouns import Answer
from storage.record import Database, open_database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import SECRET
from tests.rounds import Round
from torture.inbox import FORM, HEADER, Said, Scene, pressed, rated, returns_in, sent
from torture.workers import address, server

LEADS = 48
TURNS = 8  # presses of each lead, and one before to warm up
AT_ONCE = 16  # leads who press at one time
SWEEP = 20.0  # seconds, as a bot does
PRESSED = sa.Table("pressed", sa.MetaData(), sa.Column("who", sa.Text))
Heard = tuple[Callable[..., Any], Callable[[], None]]


class Took(NamedTuple):
    """What presses took, in milliseconds each."""

    each: float  # all of them by the clock, through their number
    cpu: float
    median: float  # from a press to its answer
    commits: int


def main() -> None:
    many = int(sys.argv[1]) if sys.argv[1:] else TURNS
    with server() as postgres, fake_slack() as slack, tempfile.TemporaryDirectory() as name:
        for bots in (1, 2):
            ours = measure(postgres, slack, Path(name), bots, many, 0)
            floor = measure(postgres, slack, Path(name), bots, many, ours.commits)
            said = f"presses of {LEADS} leads on PostgreSQL, {bots} bot{'s' * (bots > 1)}, {ours.commits} commits each"
            beside = "beside an empty Bolt app"
            tell(f"{said}: a press, {beside}", ours.each, floor.each, "ms")
            tell(f"   CPU of it, {beside}", ours.cpu, floor.cpu, "ms")
            tell(f"   from press to answer, p50, {beside}", ours.median, floor.median, "ms")


def measure(postgres: Any, slack: FakeSlack, folder: Path, bots: int, many: int, commits: int) -> Took:
    """So many presses of each lead, heard by so many processes in a record of their own; `commits` of an empty app."""
    url = address(postgres, f"presses{bots}{'empty' * bool(commits)}")
    with open_database(url) as record:
        at = _scene(record, folder, slack)
        with ThreadPoolExecutor(AT_ONCE) as leads, _heard(url, slack, folder, bots, commits) as (ports, lines):
            doors, posted = [replace(at, port=each) for each in ports], Posted(slack)
            posted.count("")  # what was posted before

            def press(who: int, turns: range) -> list[float]:
                return [_press(doors[(who + turn) % bots], who, turn, posted) for turn in turns]

            list(leads.map(press, at.returns, [range(1)] * LEADS))
            _told(lines)
            began = time.perf_counter()
            waits = [each for found in leads.map(press, at.returns, [range(1, 1 + many)] * LEADS) for each in found]
            took, spent = time.perf_counter() - began, _told(lines)
        if not commits:
            _all_there(record, LEADS * (1 + many))
    each, cpu = (1000 * sum(found) / len(waits) for found in ([took], [cpu for cpu, _ in spent]))
    return Took(each, cpu, 1000 * statistics.median(waits), round(sum(number for _, number in spent) / len(waits)))


def _press(door: Scene, who: int, turn: int, posted: Posted) -> float:
    """Seconds until its answer is in Slack."""
    user, ref = door.user(who), rated(door.template)[turn]
    wanted, began = posted.count(user) + 1, time.perf_counter()
    if not sent(door, Said("press", who, ref, "2", *pressed(door, who, ref, "2"), FORM)):
        raise AssertionError("A press was not heard.")
    while posted.count(user) < wanted:
        time.sleep(0.002)
    return time.perf_counter() - began


def _all_there(record: Database, many: int) -> None:
    with record.read() as db:
        if (found := db.scalar(sa.select(sa.func.count()).select_from(Answer))) != many:
            raise AssertionError(f"{found} of {many} presses are in the record.")


def _scene(record: Database, folder: Path, slack: FakeSlack) -> Scene:
    template = load_template((SHIPPED / "section-11.toml").read_bytes(), "section-11")
    rows = "".join(f"A{n},Agency {n},council,east,Lead {n},lead{n}@example.org,U{n:03},lead\n" for n in range(LEADS))
    record.migrate()
    Round.opened(record, template, HEADER + rows)
    PRESSED.create(record.engine)
    return Scene(folder, slack, 0, template, returns_in(record))


@contextmanager
def _heard(
    url: str, slack: FakeSlack, folder: Path, bots: int, commits: int
) -> Iterator[tuple[list[int], list[Connection]]]:
    """So many processes that hear, their ports, and the lines on which they tell."""
    spawn, ports, lines, running = multiprocessing.get_context("spawn"), list[int](), list[Connection](), []
    for _ in range(bots):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
        here, there = spawn.Pipe()
        running.append(
            spawn.Process(target=hear, args=(url, slack.base, folder, ports[-1], commits, there), daemon=True)
        )
        running[-1].start()
        lines.append(here)
    try:
        for each in lines:
            each.recv()
        yield ports, lines
    finally:
        for process in running:
            process.kill()
            process.join()


def _told(lines: list[Connection]) -> list[tuple[float, int]]:
    """CPU seconds and commits of each since it was asked before."""
    for each in lines:
        each.send("")
    return [each.recv() for each in lines]


def hear(url: str, base: str, folder: Path, port: int, commits: int, line: Connection) -> None:
    """One process: the bot, or an empty app that commits so often; tells what it spent as often as it is asked."""
    with open_database(url) as record:
        counted, before = [0], (0.0, 0)
        sa.event.listen(record.engine, "commit", lambda _: counted.append(counted.pop() + 1))
        application, sweep = _empty(record, base, commits) if commits else _ours(record, base, folder)
        with serving(application, f"127.0.0.1:{port}", threads=AT_ONCE):
            line.send("")
            while True:
                while not line.poll(SWEEP):
                    sweep()
                line.recv()
                now = (time.process_time(), counted[0])
                line.send((now[0] - before[0], now[1] - before[1]))
                before = now


def _ours(record: Database, base: str, folder: Path) -> Heard:
    inbox, store = open_inbox(record, folder, lambda: datetime.now(UTC)), FolderEvidence(folder / "evidence")
    made = make_bot(Reach("xoxb", base, "", SECRET), record, store, inbox, Talk(), lambda: datetime.now(UTC))
    made.posting.pace = ChannelPace(time.monotonic, lambda _: None)  # a message a second to each is no work of ours
    return wsgi(made), made.tray.sweep


def _empty(record: Database, base: str, commits: int) -> Heard:
    client, pool = web_client("xoxb", base), ThreadPoolExecutor(AT_ONCE)
    app = App(client=client, signing_secret=SECRET, token_verification_enabled=False, process_before_response=True)

    def work(user: str) -> None:
        for _ in range(commits):
            with record.engine.begin() as connection:
                connection.execute(PRESSED.insert().values(who=user))
        client.chat_postMessage(channel=user, text="Next.")

    def heard(ack: Any, body: dict[str, Any]) -> None:
        ack()
        pool.submit(work, body["user"]["id"])

    app.action("say:1")(heard)
    return SlackRequestHandler(app), lambda: None


if __name__ == "__main__":
    main()
