"""A Slack process killed at random in words, presses, forms and files: what was said is there once, and answered.

python -m torture.inbox [KILLS] [SEED]
"""

import json
import math
import multiprocessing
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from bot.slack.api import ChannelPace
from bot.slack.app import PATH, Reach, make_bot, wsgi
from bot.slack.views import FILL, Carried, ShownAnswers
from cli.serve import serving
from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from config.questionnaire import SHIPPED, Template, load_template
from config.ways import WAYS
from intake.conversation import Talk
from intake.conversation.state import Asks, Place
from intake.notices import Stationery
from reports.nudges import Chaser
from storage.evidence.folder import FolderEvidence
from storage.inbox import FILE, open_inbox
from storage.nouns import Agency, Answer, Evidence, InboxRow, Submission
from storage.record import Database, open_database
from tests.bot.slack.fake import FakeSlack, fake_slack
from tests.bot.slack.workspace import SECRET, sign
from tests.rounds import Round

JSON = dict[str, Any]
AGENCIES = 8
LEASE = timedelta(seconds=1)
SWEEP = 0.2  # seconds
LONGEST_LIFE = 0.25  # seconds a process lives after it was sent something
PATIENCE = 60.0  # seconds until all that was left is worked off
HEADER = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
MANAGER = Manager(name="Jo Bloggs", email="jo@example.org", slack_user="U9JO")
TABLES = {"east": PartnershipTable(key="east", name="The East", managers=[MANAGER])}
LETTERS = open_letters()
KINDS = ("words", "press", "form", "file")


@dataclass
class Said:
    """One thing that somebody did, by the mark that is found again in the record, and its source."""

    kind: str
    who: int
    ref: str
    mark: str
    source: str
    body: bytes
    media_type: str


@dataclass
class Scene:
    """Where everything stands."""

    home: Path
    slack: FakeSlack
    port: int
    template: Template
    returns: dict[int, int]  # by agency's number
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    leads: int = 0  # so many, where each speaks for several agencies

    def lead(self, who: int) -> int:
        """The number of who speaks for this agency."""
        return who % self.leads if self.leads else who

    def user(self, who: int) -> str:
        return f"U{self.lead(who):03}"


def chaser() -> Chaser:
    return Chaser(Stationery(LETTERS, TABLES, "audit@example.org", WAYS), WAYS)


def serve(home: str, base: str, port: int) -> None:
    """The process that is killed: the app behind its web server, sweeping as it does."""
    with open_database(f"sqlite:///{home}/s11.db") as database:
        inbox = open_inbox(database, Path(home), lambda: datetime.now(UTC))
        inbox.lease = LEASE
        store = FolderEvidence(Path(home) / "evidence")
        reach, talk = Reach("xoxb", base, "", SECRET), Talk(TABLES)
        made = make_bot(reach, database, store, inbox, talk, lambda: datetime.now(UTC), chaser=chaser)
        made.posting.pace = ChannelPace(time.monotonic, lambda _: None)
        with serving(wsgi(made), f"127.0.0.1:{port}", threads=8):
            while True:
                made.tray.sweep()
                time.sleep(SWEEP)


def opened(home: Path, things: int = 0, agencies: int = AGENCIES) -> tuple[Template, dict[int, int]]:
    """A round with so many agencies that this many things are said at a question of its own each."""
    template = load_template((SHIPPED / "section-11.toml").read_bytes(), "section-11")
    agencies = max(agencies, math.ceil(things / len(rated(template))))
    rows = "".join(f"A{n},Agency {n},council,east,Lead {n},lead{n}@example.org,U{n:03},lead\n" for n in range(agencies))
    with open_database(f"sqlite:///{home}/s11.db") as database:
        database.migrate()
        Round.opened(database, template, HEADER + rows)
        return template, returns_in(database)


def returns_in(database: Database) -> dict[int, int]:
    """The return of each agency, by the agency's number."""
    with database.read() as db:
        found = db.execute(sa.select(Agency.abbr, Submission.id).join(Submission.agency))
        return {int(abbr[1:]): number for abbr, number in found}


def started(at: Scene) -> ForkServerProcess:
    process = multiprocessing.get_context("forkserver").Process(
        target=serve, args=(str(at.home), at.slack.base, at.port), daemon=True
    )
    process.start()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", at.port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return process
    raise AssertionError("The process did not come up.")


def sent(at: Scene, said: Said) -> bool:
    """Whether Slack heard "ok"."""
    stamp = str(int(time.time()))
    headers = {"Content-Type": said.media_type, "X-Slack-Request-Timestamp": stamp}
    headers["X-Slack-Signature"] = sign(SECRET, stamp, said.body)
    try:
        there = HTTPConnection("127.0.0.1", at.port, timeout=20)
        there.request("POST", PATH, said.body, headers)
        return there.getresponse().status == 200
    except OSError:
        return False
    except Exception as error:  # http.client has many ways to say that the other end is gone
        if type(error).__module__ != "http.client":
            raise
        return False


def event(at: Scene, who: int, text: str, more: JSON) -> tuple[str, bytes]:
    ts, user = f"{next(at.numbers)}.000100", at.user(who)
    inner = {"type": "message", "channel_type": "im", "channel": f"D{user}", "user": user, "text": text, "ts": ts}
    body = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{ts}", "event": inner | more}
    return f"slack:D{user}:{ts}", json.dumps(body).encode()


def interaction(payload: JSON) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def pressed(at: Scene, who: int, ref: str, says: str) -> tuple[str, bytes]:
    number = next(at.numbers)
    carried = Carried(at.returns[who], Place(Asks.PROMPT, ref, "rating"), says)
    action = {"type": "button", "action_id": "say:1", "action_ts": f"{number}.1", "value": json.dumps(carried.packed())}
    payload = {
        "type": "block_actions", "user": {"id": at.user(who)}, "team": {"id": "T1"}, "trigger_id": f"t{number}",
        "container": {"type": "view"}, "actions": [action],
    }  # fmt: skip
    return f"slack:press:t{number}:{number}.1", interaction(payload)


def opens(at: Scene, who: int, ref: str) -> bytes:
    """A press that opens the form of a question."""
    number = next(at.numbers)
    carried = Carried(at.returns[who], Place(Asks.PROMPT, ref, "rating"))
    action = {
        "type": "button",
        "action_id": "form:1",
        "action_ts": f"{number}.1",
        "value": json.dumps(carried.packed()),
    }
    payload = {
        "type": "block_actions", "user": {"id": at.user(who)}, "team": {"id": "T1"}, "trigger_id": f"t{number}",
        "container": {"type": "view"}, "actions": [action],
    }  # fmt: skip
    return interaction(payload)


def filled(at: Scene, who: int, ref: str, mark: str) -> bytes:
    number = next(at.numbers)
    opened_with = ShownAnswers(Carried(at.returns[who], Place(Asks.PROMPT, ref)))
    state = {
        "rating": {"value": {"type": "radio_buttons", "selected_option": {"value": "1"}}},
        "text": {"value": {"type": "plain_text_input", "value": mark}},
    }
    view = {
        "type": "modal", "id": f"V{number}", "hash": f"h{number}", "callback_id": FILL, "blocks": [],
        "private_metadata": opened_with.packed(), "state": {"values": state},
    }  # fmt: skip
    user = {"id": at.user(who)}
    return interaction({"type": "view_submission", "user": user, "team": {"id": "T1"}, "view": view})


FORM = "application/x-www-form-urlencoded"


def next_said(at: Scene, kind: str, who: int, ref: str) -> Said:
    mark = f"Mark {next(at.numbers)} of agency {who}."
    match kind:
        case "words":
            source, body = event(at, who, mark, {})
            return Said(kind, who, ref, mark, source, body, "application/json")
        case "press":
            source, body = pressed(at, who, ref, "2")
            return Said(kind, who, ref, source, source, body, FORM)
        case "form":
            return Said(kind, who, ref, mark, "", filled(at, who, ref, mark), FORM)
        case _:
            name = f"F{next(at.numbers)}"
            at.slack.files[name] = {
                "id": name, "name": f"{name}.txt", "size": len(mark), "mimetype": "text/plain", "filetype": "text",
                "url_private_download": f"{at.slack.url}/files/{name}",
            }  # fmt: skip
            at.slack.downloads[f"/files/{name}"] = (200, {"Content-Type": "text/plain"}, mark.encode())
            source, body = event(at, who, "", {"subtype": "file_share", "files": [{"id": name}]})
            return Said(kind, who, ref, f"{name}.txt", f"slack:file:{name}", body, "application/json")


def settled(at: Scene) -> None:
    """Wait until nothing waits in the inbox."""
    until = time.monotonic() + PATIENCE
    with open_database(f"sqlite:///{at.home / FILE}") as inbox:
        while time.monotonic() < until:
            with inbox.read() as db:
                if db.scalar(sa.select(InboxRow.id).where(InboxRow.done_at.is_(None)).limit(1)) is None:
                    return
            time.sleep(0.05)
    raise AssertionError("Something is never worked off.")


def rated(template: Template) -> list[str]:
    """The questions that are asked of every agency and begin with a rating."""
    return [each.ref for each in template.questions if each.prompts[0].key == "rating" and not each.applies_to]


def killed(at: Scene, process: ForkServerProcess, said: Said, after: float) -> bool:
    """Send it, and kill the process so many seconds later; whether Slack had heard "ok" by then."""
    heard: list[bool] = []
    sender = threading.Thread(target=lambda: heard.append(sent(at, said)))
    sender.start()
    time.sleep(after)
    process.kill()
    process.join()
    sender.join()
    return heard[0]


def started_again(at: Scene, said: Said, *, is_heard: bool) -> ForkServerProcess:
    """A new process that was sent the same until Slack heard "ok", as Slack does, and has done all of it."""
    process = started(at)
    while not is_heard:
        is_heard = sent(at, said)
    settled(at)
    return process


def campaign(at: Scene, kills: int, chance: random.Random) -> tuple[list[Said], Counter[str]]:
    """Each thing is said once, killed at a random moment, and said again until Slack hears "ok", as Slack does."""
    everything: list[Said] = []
    counts: Counter[str] = Counter()
    refs = {who: iter(rated(at.template)) for who in at.returns}
    process = started(at)
    for number in range(kills):
        who, kind = number % len(at.returns), KINDS[chance.randrange(len(KINDS))]
        ref = next(refs[who])
        if kind == "words":  # their place is the box after the rating
            first = next_said(at, "press", who, ref)
            everything.append(first)
            sent(at, first)
            settled(at)
        said = next_said(at, kind, who, ref)
        everything.append(said)
        is_after = killed(at, process, said, chance.uniform(0, LONGEST_LIFE))
        counts["killed after its ok" if is_after else "killed before its ok"] += 1
        counts[f"killed in {kind}"] += 1
        process = started_again(at, said, is_heard=is_after)
    process.kill()
    process.join()
    return everything, counts


def found(at: Scene, database: Database, everything: list[Said]) -> Counter[str]:
    """What the record and Slack hold of it."""
    counts: Counter[str] = Counter()
    replies = Counter(
        str(((call.get("metadata") or {}).get("event_payload") or {}).get("key")) for call in at.slack.said()
    )
    with database.read() as db:
        for said in everything:
            if said.kind == "file":
                wanted = sa.select(Answer).join(Answer.evidence).where(Evidence.name == said.mark)
            elif said.kind == "press":
                wanted = sa.select(Answer).where(Answer.source == said.source)
            else:
                wanted = sa.select(Answer).where(Answer.value == said.mark)
            rows = list(db.scalars(wanted))
            counts["lost"] += not rows
            if not rows:
                sys.stdout.write(f"Lost: {said.kind} of agency {said.who} at {said.ref}: {said.mark}\n")
            counts["twice"] += len(rows) > 1
            ours = [(each.submission_id, each.said_by) for each in rows]
            counts["misattributed"] += any(each != (at.returns[said.who], f"Lead {at.lead(said.who)}") for each in ours)
            source = (rows[0].source if rows else said.source).partition("#")[0]
            counts["unanswered"] += replies[source] == 0
            counts["answered twice"] += replies[source] > 1
    return counts


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    multiprocessing.set_forkserver_preload(["bot.slack.app", "cli.serve", "tests.rounds", "tests.bot.slack.workspace"])
    with fake_slack() as slack, tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        template, returns = opened(Path(folder), kills)
        at = Scene(Path(folder), slack, port, template, returns)
        everything, counts = campaign(at, kills, random.Random(seed))
        with open_database(f"sqlite:///{folder}/s11.db") as database:
            came = found(at, database, everything)
    sys.stdout.write(f"inbox: {kills} kills, seed {seed}: {dict(sorted(counts.items()))}.\n")
    sys.stdout.write(f"Of {len(everything)} things said: {dict(came)}.\n")
    if came["lost"] or came["twice"] or came["misattributed"] or came["unanswered"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
