"""A workspace for tests: a round, a fake Slack, the app between them, and people who press and type."""

import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bot.slack.api import ChannelPace
from bot.slack.app import PATH, Reach, SlackBot, make_bot, web_client, wsgi
from cli.ordered import paper_bench
from cli.papers import AuditPapers
from config.letters import open_letters
from config.partnerships import PartnershipTable
from config.settings import Settings
from config.ways import WAYS
from intake.conversation import Talk
from intake.notices import Stationery
from reports.nudges import Chaser
from storage.evidence.folder import FolderEvidence
from storage.inbox import open_inbox
from tests.bot.slack.fake import JSON, FakeSlack
from tests.rounds import NOON, Round

SECRET = "the signing secret of tests"
NUMBERS = count(1)
LETTERS = open_letters()


@dataclass
class Clock:
    """A clock that moves a minute a look."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@dataclass
class Workspace:
    """Everything that stands between a person and the record."""

    round: Round
    slack: FakeSlack
    store: Path
    partnerships: dict[str, PartnershipTable] = field(default_factory=dict)
    secret: str = SECRET
    clock: Clock = field(default_factory=Clock)
    inbox_clock: datetime = NOON  # stands still until a test moves it
    bot: SlackBot = field(init=False)

    def __post_init__(self) -> None:
        self.bot = self.start()

    def chaser(self) -> Chaser:
        return Chaser(Stationery(LETTERS, self.partnerships, "audit@anytown.example", WAYS), WAYS)

    def start(self) -> SlackBot:
        """A process of the app; call it twice for two."""
        reach = Reach("xoxb-test", self.slack.base, "", self.secret)
        talk = Talk(self.partnerships, ways=WAYS)
        url = self.round.database.engine.url.render_as_string(hide_password=False)
        using = Settings(home=self.store.parent, database_url=url, now=self.clock.at)
        papers = AuditPapers(using, paper_bench(using, self.round.database))
        store, chaser = FolderEvidence(self.store), self.chaser
        inbox = open_inbox(self.round.database, self.store.parent, lambda: self.inbox_clock)
        made = make_bot(reach, self.round.database, store, inbox, talk, self.clock, chaser=chaser, papers=papers)
        made.posting.pace = ChannelPace(time.monotonic, lambda _: None)
        made.posting.pause = lambda _: None
        made.tray.patience = 60.0  # a busy machine is no fault; tests of what comes too late say 0
        return made

    def post(self, body: bytes, kind: str, bot: SlackBot | None = None, **headers: str) -> tuple[int, bytes]:
        """A request as a web server hands it on, signed now unless the headers say otherwise."""
        stamp = headers.pop("stamp", str(int(time.time())))
        signed = headers.pop("signature", sign(self.secret, stamp, body))
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": headers.pop("path", PATH),
            "QUERY_STRING": "",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
            "HTTP_X_SLACK_SIGNATURE": signed,
            "wsgi.input": _Body(body),
            **headers,
        }
        if not signed:
            del environ["HTTP_X_SLACK_SIGNATURE"]
        status: list[int] = []
        said = wsgi(bot or self.bot)(environ, lambda line, _headers: status.append(int(line.split()[0])))
        return status[0], b"".join(said)

    def event(self, event: JSON, bot: SlackBot | None = None, event_id: str = "", **headers: str) -> int:
        body = {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": event_id or f"Ev{next(NUMBERS)}",
        }
        status, _ = self.post(json.dumps(body | {"event": event}).encode(), "application/json", bot, **headers)
        return status

    def interact(self, payload: JSON, bot: SlackBot | None = None, **headers: str) -> tuple[int, JSON]:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        status, said = self.post(body, "application/x-www-form-urlencoded", bot, **headers)
        return status, json.loads(said or b"{}")

    def settle(self, *bots: SlackBot) -> None:
        """Wait until all that was taken on is done."""
        until = time.monotonic() + 120
        while not all(each.lanes.idle() and not each.tray.waits for each in bots or (self.bot,)):
            assert time.monotonic() < until, "The app is stuck."
            time.sleep(0.002)

    def person(self, user: str) -> "Person":
        return Person(self, user)

    def close(self) -> None:
        self.bot.close()


@dataclass
class Person:
    """Somebody in Slack, who sees what the app posts to them."""

    workspace: Workspace
    user: str

    @property
    def channel(self) -> str:
        return f"D{self.user}"

    def types(self, text: str, **more: Any) -> str:
        """Type a message; its ts comes back."""
        ts = f"{next(NUMBERS)}.000200"
        self.workspace.event(self.message(text, ts, **more))
        self.workspace.settle()
        return ts

    def message(self, text: str, ts: str, **more: Any) -> JSON:
        return {
            "type": "message",
            "channel_type": "im",
            "channel": self.channel,
            "user": self.user,
            "text": text,
            "ts": ts,
            **more,
        }

    def commands(self, text: str, **more: str) -> None:
        body = {
            "command": "/s11",
            "text": text,
            "user_id": self.user,
            "trigger_id": f"t{next(NUMBERS)}",
            "channel_id": self.channel,
        }
        said = urlencode(body | {"channel_name": "directmessage", "team_id": "T1", **more}).encode()
        self.workspace.post(said, "application/x-www-form-urlencoded")
        self.workspace.settle()

    def seen(self) -> list[JSON]:
        """The messages this person got, oldest first."""
        mine = (self.user, self.channel)
        return [each for each in self.workspace.slack.said() if each["channel"] in mine]

    @property
    def last(self) -> JSON:
        return self.seen()[-1]

    def presses(self, label: str, message: JSON | None = None) -> JSON:
        """Press the button of this label in a message, the last one unless another is given."""
        payload = self.press(label, message)
        self.workspace.interact(payload)
        self.workspace.settle()
        return payload

    def press(self, label: str, message: JSON | None = None) -> JSON:
        message = message or self.last
        return self.pressing(button_of(message["blocks"], label), {"message_ts": "7.000100", "type": "message"})

    def pressing(self, action: JSON, container: JSON, view: JSON | None = None) -> JSON:
        number = next(NUMBERS)
        payload: JSON = {
            "type": "block_actions",
            "user": {"id": self.user},
            "team": {"id": "T1"},
            "trigger_id": f"t{number}",
            "container": container,
            "actions": [{**action, "action_ts": f"{number}.1"}],
        }
        payload |= {"view": view} if view else {"channel": {"id": self.channel}}
        return payload

    def opens_home(self) -> JSON:
        """The home as this person sees it."""
        self.workspace.event({"type": "app_home_opened", "user": self.user, "tab": "home"})
        self.workspace.settle()
        return self.home

    @property
    def home(self) -> JSON:
        mine = (each for each in self.workspace.slack.said("views.publish") if each["user_id"] == self.user)
        view: JSON = list(mine)[-1]["view"]
        return view

    def chooses(self, label: str, agency: str, view: JSON | None = None) -> JSON:
        """Choose in the menu beside an agency of the home; the form that opens comes back."""
        self.workspace.interact(self.choosing(label, agency, view))
        self.workspace.settle()
        return self.form

    def choosing(self, label: str, agency: str, view: JSON | None = None) -> JSON:
        view = view or self.home
        menu = next(
            each["accessory"]
            for each in view["blocks"]
            if each.get("accessory", {}).get("type") == "overflow" and agency in each["text"]["text"]
        )
        option = next(each for each in menu["options"] if each["text"]["text"].startswith(label))
        action = {"type": "overflow", "action_id": menu["action_id"], "selected_option": option}
        return self.pressing(action, {"type": "view"}, {"id": "VHOME", **view})

    def presses_in(self, label: str, view: JSON) -> None:
        """Press a button of a home or a form."""
        self.workspace.interact(self.pressing(button_of(view["blocks"], label), {"type": "view"}, {"id": "VX", **view}))
        self.workspace.settle()

    @property
    def form(self) -> JSON:
        """The form this person sees."""
        view: JSON = self.workspace.slack.said("views.update")[-1]["view"]
        return view

    def saves(self, values: JSON, view: JSON | None = None) -> JSON:
        """Fill in the form that is open and save it; what Slack is answered comes back."""
        _, said = self.workspace.interact(self.saving(values, view))
        self.workspace.settle()
        return said

    def saving(self, values: JSON, view: JSON | None = None) -> JSON:
        view = view or self.form
        state = {
            each["block_id"]: {"value": _initial(each["element"])} for each in view["blocks"] if each["type"] == "input"
        }
        for box, value in values.items():
            element = next(each["element"] for each in view["blocks"] if each.get("block_id") == box)
            state[box] = {"value": _filled(element, value)}
        number = next(NUMBERS)
        made = {**view, "id": f"V{number}", "hash": f"h{number}", "state": {"values": state}}
        return {"type": "view_submission", "user": {"id": self.user}, "team": {"id": "T1"}, "view": made}


def sign(secret: str, stamp: str, body: bytes) -> str:
    return "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def button_of(blocks: list[JSON], label: str) -> JSON:
    buttons = [each for block in blocks for each in [*block.get("elements", ()), block.get("accessory") or {}]]
    found = [each for each in buttons if each.get("type") == "button" and each["text"]["text"].startswith(label)]
    assert found, (
        f"No button {label!r} among {[each['text']['text'] for each in buttons if each.get('type') == 'button']}"
    )
    chosen: JSON = found[0]
    return chosen


def texts(value: object) -> list[str]:
    """Every text of blocks, as a person reads them, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [each for key, inner in value.items() if key != "value" for each in texts(inner)]
    return [each for inner in value for each in texts(inner)] if isinstance(value, list) else []


def _initial(element: JSON) -> JSON:
    if element["type"] == "datepicker":
        return {"type": "datepicker", "selected_date": element.get("initial_date")}
    if "initial_option" in element:
        return {"type": element["type"], "selected_option": element["initial_option"]}
    return {"type": element["type"], "value": element.get("initial_value"), "selected_option": None}


def _filled(element: JSON, value: Any) -> JSON:
    if element["type"] == "checkboxes":
        chosen = [each for each in element["options"] if each["text"]["text"].startswith(tuple(value))]
        return {"type": "checkboxes", "selected_options": chosen}
    if "options" in element:
        option = next(each for each in element["options"] if each["text"]["text"].startswith(value))
        return {"type": element["type"], "selected_option": option}
    if element["type"] == "datepicker":
        return {"type": "datepicker", "selected_date": value}
    if element["type"] == "users_select":
        return {"type": "users_select", "selected_user": value}
    if element["type"] == "file_input":
        return {"type": "file_input", "files": [{"id": each} for each in value]}
    return {"type": element["type"], "value": value}


class _Body:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int = -1) -> bytes:
        data, self.data = (self.data, b"") if size < 0 else (self.data[:size], self.data[size:])
        return data


def two_at_once(*acts: Any) -> None:
    """Do these at the same moment."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(each) for each in acts]:
            done.result()


__all__ = ["Clock", "Person", "Workspace", "button_of", "sign", "texts", "two_at_once", "web_client"]
