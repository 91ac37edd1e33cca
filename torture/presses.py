"""Presses in Slack beside the letters: two bots on one record, either of which may be killed, and what came of each."""

import os
import socket
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from config.questionnaire import Template
from storage.nouns import InboxRow
from storage.record import Database
from tests.bot.slack.fake import FakeSlack
from tests.bot.slack.workspace import SECRET
from torture.inbox import FORM, Said, Scene, pressed, rated, returns_in, sent
from torture.killed import S11

SENDERS = 4  # leads who press at once
AGAIN = 0.2  # seconds until Slack, which heard nothing, sends the same to the other bot
CAME = sa.text(
    "SELECT a.source, a.question, a.value, a.said_by, g.abbr FROM answers a"
    " JOIN submissions s ON s.id = a.submission_id JOIN agencies g ON g.id = s.agency_id"
    " WHERE a.source LIKE 'slack:press:%'"
)


def questions(template: Template, besides: list[str]) -> list[str]:
    """The questions that are pressed: those whose rating no letter gives."""
    return [each for each in rated(template) if each not in besides]


def planned(at: Scene, refs: list[str], many: int) -> list[Said]:
    """So many presses, each at a question of its own, by one lead after the other; its mark is the rating."""
    codes, leads, made = [each.code for each in at.template.scale.given], len(at.returns), list[Said]()
    for number in range(many):
        who, turn = number % leads, number // leads
        mark = codes[(number + turn) % len(codes)]
        source, body = pressed(at, who, refs[turn], mark)
        made.append(Said("press", who, refs[turn], mark, source, body, FORM))
    return made


class Bot:
    """One `s11 bot` that Slack reaches by HTTP, and may be killed and started where it was."""

    def __init__(self, home: Path, slack: FakeSlack) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        reach = {"S11_SLACK_BOT_TOKEN": "xoxb", "S11_SLACK_SIGNING_SECRET": SECRET, "S11_SLACK_API_URL": slack.base}
        self.env = os.environ | reach | {"S11_HOME": str(home), "S11_WEB_BIND": f"127.0.0.1:{self.port}"}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([*S11, "bot"], env=self.env, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def is_there(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@dataclass
class Presses:
    """Sent by a few leads at once, as many as were let go; each again and again until a bot says that it has it."""

    at: Scene
    bots: list[Bot]
    all: list[Said]
    let_go: int = 0
    allowed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    over: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def begun(
        cls, record: Database, home: Path, slack: FakeSlack, template: Template, besides: list[str], many: int
    ) -> "Presses":
        at = Scene(home, slack, 0, template, returns_in(record))
        found = cls(at, [Bot(home, slack), Bot(home, slack)], planned(at, questions(template, besides), many))
        for first in range(SENDERS):
            own = [each for each in found.all if each.who % SENDERS == first]
            threading.Thread(target=found._send, args=(own,), daemon=True).start()
        return found

    def _send(self, own: list[Said]) -> None:
        doors = [replace(self.at, port=each.port) for each in self.bots]
        for said in own:
            self.allowed.acquire()
            tries = 0
            while not self.over.is_set() and not sent(doors[(said.who + tries) % len(doors)], said):
                tries += 1
                time.sleep(AGAIN)

    def go(self, share: int) -> None:
        """Let so many more be sent, or what is left of all."""
        more = min(share, len(self.all) - self.let_go)
        self.let_go += more
        if more:
            self.allowed.release(more)

    def are_done(self, record: Database) -> bool:
        """Whether all that were let go are in the record, and nothing of them waits."""
        with record.read() as db:
            waiting = db.scalar(sa.select(InboxRow.id).where(InboxRow.done_at.is_(None)).limit(1))
            return waiting is None and len({each.source for each in db.execute(CAME)}) >= self.let_go

    def faults(self, record: Database) -> Counter[str]:
        """What the record and Slack hold of the presses, held against what was pressed."""
        truth = {each.source: each for each in self.all}
        found, seen = (
            Counter[str](dict.fromkeys(("lost", "twice", "misattributed", "unanswered", "answered twice"), 0)),
            Counter[str](),
        )
        with record.read() as db:
            for source, question, value, said_by, agency in db.execute(CAME):
                seen[source] += 1
                said = truth[source]
                is_theirs = (question, value, said_by) == (said.ref, said.mark, f"Jo {said.who}")
                found["misattributed"] += not is_theirs or int(agency[1:]) != said.who
        keys = (((call.get("metadata") or {}).get("event_payload") or {}).get("key") for call in self.at.slack.said())
        replies = Counter(map(str, keys))
        for source in truth:
            found["lost"] += source not in seen
            found["twice"] += seen[source] > 1
            found["unanswered"] += not replies[source]
            found["answered twice"] += replies[source] > 1
        return found

    def end(self) -> None:
        self.over.set()
        self.allowed.release(len(self.all))
        for each in self.bots:
            each.kill()
