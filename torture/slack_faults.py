"""Slack behind a proxy that fails: each method it is called by, each kind of fault, before and after it took effect.

Every delivery comes twice, to two processes at once, and each lead speaks for two agencies of one audit in turn.

python -m torture.slack_faults [SEED]

Counted: what was said and is not in the record, is there twice, or for somebody else; and replies that never came,
or came twice. After a time-out nobody can tell whether a message is out, so that a reply may come twice then.
"""

import http.client
import itertools
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.slack.app import SlackBot
from config.questionnaire import SHIPPED, load_template
from storage.record import open_database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import Workspace, two_at_once
from tests.rounds import Round
from torture.inbox import AGENCIES, FORM, HEADER, Said, Scene, event, found, next_said, opens, returns_in

PATIENCE = 1.0  # seconds that our client waits for Slack here
LEADS = AGENCIES // 2
METHODS = (
    "chat.postMessage", "chat.update", "views.open", "views.update", "files.info", "conversations.history",
    "chat.postEphemeral", "views.publish", "files.getUploadURLExternal", "files.completeUploadExternal",
)  # fmt: skip
CODES = ("500", "429", "a time-out", "a cut line", "internal_error", "invalid_auth", "invalid_blocks", "user_disabled")
FOR_GOOD = ("user_disabled",)  # there is nobody to reply to
DRAWN = tuple(each for each in METHODS if each not in ("chat.postMessage", "files.info", "conversations.history"))
LONGEST = 900.0  # seconds of the whole; what was not tried by then is told
TIMES = (1, 6)  # once; and more often than a call is made again, so that the row is taken up again
ROUNDS = 4  # of the sweep, once Slack is well again


@dataclass
class Plan:
    """What fails: this method, so many times."""

    method: str
    code: str
    is_after: bool
    left: int


@dataclass
class Proxy:
    """Passes every call on, but for what the plan says; notes how often it failed."""

    slack: FakeSlack
    behind: str
    plans: list[Plan] = field(default_factory=list)
    injected: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fault(self, method: str) -> Plan | None:
        with self.lock:
            plan = next((each for each in self.plans if each.method == method and each.left), None)
            if plan is not None:
                plan.left -= 1
                self.injected += 1
            return plan


class _Gate(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        self._pass(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def do_GET(self) -> None:
        self._pass(b"")

    def _pass(self, body: bytes) -> None:
        plan = self.server.proxy.fault(self.path.removeprefix("/api/"))
        if plan is None:
            self._say(*self._taken(body))
            return
        if plan.is_after:
            self._taken(body)
        if plan.code == "a time-out":
            time.sleep(2 * PATIENCE)
        elif plan.code in ("500", "429"):
            self._say(int(plan.code), b"{}")
        elif plan.code != "a cut line":
            self._say(200, f'{{"ok": false, "error": "{plan.code}"}}'.encode())

    def _taken(self, body: bytes) -> tuple[int, bytes]:
        """What Slack answers, once it did what it was asked."""
        there = http.client.HTTPConnection(self.server.proxy.behind, timeout=30)
        there.request(self.command, self.path, body, dict(self.headers))
        answer = there.getresponse()
        return answer.status, answer.read()

    def _say(self, status: int, said: bytes) -> None:
        self.send_response(status)
        kind = "application/json" if self.path.startswith("/api/") else "text/plain"
        headers = {"Content-Type": kind, "Content-Length": str(len(said)), "Retry-After": "0"}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    proxy: Proxy


@contextmanager
def proxied(slack: FakeSlack) -> Iterator[Proxy]:
    server = _Server(("127.0.0.1", 0), _Gate)
    server.proxy = Proxy(slack, slack.url.removeprefix("http://"))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    slack.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def begun(folder: Path, slack: FakeSlack) -> Iterator[tuple[Workspace, Scene, SlackBot]]:
    template = load_template((SHIPPED / "section-11.toml").read_bytes(), "section-11")
    rows = "".join(
        f"A{n},Agency {n},council,east,Lead {lead},lead{lead}@example.org,U{lead:03},lead\n"
        for n, lead in ((n, n % LEADS) for n in range(AGENCIES))
    )
    folder.mkdir()
    with open_database(f"sqlite:///{folder}/s11.db") as database:
        database.migrate()
        workspace = Workspace(Round.opened(database, template, HEADER + rows), slack, folder / "evidence")
        other = workspace.start()
        for each in (workspace.bot, other):
            each.posting.client.timeout = PATIENCE  # type: ignore[assignment]
        try:
            yield workspace, Scene(folder, slack, 0, template, returns_in(database), leads=LEADS), other
        finally:
            other.close()
            workspace.close()


def deliver(workspace: Workspace, other: SlackBot, body: bytes, kind: str) -> None:
    """As Slack does that heard no answer in time: twice, and the second time by another connection."""
    two_at_once(lambda: workspace.post(body, kind), lambda: workspace.post(body, kind, other))
    workspace.settle(workspace.bot, other)


def tried(
    workspace: Workspace, other: SlackBot, at: Scene, proxy: Proxy, plan: Plan, who: int, refs: tuple[str, str]
) -> list[Said]:
    """A press, words, a view, a form and a file while the plan holds; then Slack is well again."""
    proxy.plans = [plan]
    if plan.method == "conversations.history":  # asked only where a reply may be out
        proxy.plans.append(Plan("chat.postMessage", "a cut line", True, 6))
    everything: list[Said] = []
    for body in beside(at, plan.method, who):
        deliver(workspace, other, body, "application/json")
    for kind, ref in (("press", refs[0]), ("words", refs[0]), ("form", refs[1]), ("file", refs[1])):
        if kind == "form":
            deliver(workspace, other, opens(at, who, ref), FORM)
        everything.append(next_said(at, kind, who, ref))
        deliver(workspace, other, everything[-1].body, everything[-1].media_type)
    for number in range(ROUNDS):
        if number == 1:
            proxy.plans = []
        workspace.inbox_clock += timedelta(minutes=2)
        two_at_once(workspace.bot.tray.sweep, other.tray.sweep)
        workspace.settle(workspace.bot, other)
    proxy.plans = []
    return everything


def beside(at: Scene, method: str, who: int) -> Iterator[bytes]:
    """What calls the methods that answers do not: a home that is opened, a copy that is asked for, a refusal."""
    user = at.user(who)
    if method == "views.publish":
        opened = {"type": "app_home_opened", "user": user, "tab": "home"}
        body = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{next(at.numbers)}", "event": opened}
        yield json.dumps(body).encode()
    if method.startswith("files.") and method != "files.info":
        yield event(at, who, "copy", {})[1]
    if method == "chat.postEphemeral":
        yield event(at, who, "hello", {"user": "U0WHO", "channel": "DU0WHO"})[1]


def main() -> None:
    chance = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
    each_fault = itertools.product(METHODS, CODES, (False, True), TIMES)
    plans = [Plan(*each) for each in each_fault if each[0] not in DRAWN or each[-1] == 1]
    chance.shuffle(plans)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    until, untried = time.monotonic() + LONGEST, 0
    numbers = itertools.count(1)
    with tempfile.TemporaryDirectory() as folder, fake_slack() as slack, proxied(slack) as proxy:
        for homes in range(0, len(plans), AGENCIES * 8):
            with begun(Path(folder) / str(homes), slack) as (workspace, at, other):
                at.numbers = numbers
                rated = [
                    each.ref
                    for each in at.template.questions
                    if each.prompts[0].key == "rating" and not each.applies_to
                ]
                for number, plan in enumerate(plans[homes : homes + AGENCIES * 8]):
                    if time.monotonic() > until:
                        untried += 1
                        continue
                    who, first = number % AGENCIES, 2 * (number // AGENCIES)
                    name, before = (
                        f"{plan.method}, {plan.code}, {'after' if plan.is_after else 'before'}",
                        proxy.injected,
                    )
                    said = tried(workspace, other, at, proxy, plan, who, (rated[first], rated[first + 1]))
                    came = found(at, workspace.round.database, said)
                    if plan.code in FOR_GOOD:
                        came["refused for good"] = came.pop("unanswered")
                    totals[name] += came
                    totals[name]["injected"] += proxy.injected - before
    told(totals)
    if untried:
        raise SystemExit(f"{untried} of {len(plans)} plans were not tried in {LONGEST:.0f} seconds.")


def told(totals: dict[str, Counter[str]]) -> None:
    """A line for each method and fault that cost something, and all of it in one."""
    everything: Counter[str] = Counter()
    for name in sorted(totals):
        everything += totals[name]
        if any(count for what, count in totals[name].items() if what != "injected"):
            sys.stdout.write(f"{name}: {dict(+totals[name])}\n")
    words: list[Any] = [everything[each] for each in ("injected", "lost", "twice", "misattributed", "unanswered")]
    sys.stdout.write(
        "{} faults: answers lost {}, twice {}, misattributed {}; replies lost {}, ".format(*words)
        + f"twice {everything['answered twice']}.\n"
    )
    if any(everything[each] for each in ("lost", "twice", "misattributed", "unanswered")):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
