"""What is done in Slack after the returns: managers look and judge, leads answer what was asked back."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import sqlalchemy as sa
from slack_bolt import App

from bot.slack.actions import Following
from bot.slack.actions.views import DAY, DECIDED, FAR, SAID
from bot.slack.api import JSON, Card, Files, FormWait, Live, PostTray, Worked, packed
from bot.slack.leads import Screen
from bot.slack.managers import Office
from bot.slack.reviews import AskedBack, Reviewing
from bot.slack.views import VALUE
from intake.conversation import Came, Desk
from intake.ledger import Refused
from storage.inbox import TakenUp
from storage.nouns import Action, Submission, Thread, ThreadEntry

BOXES = ("rating", "because", "ask", "mend")
ENDS = {"accept": "review_accept", "back": "review_back"}


@dataclass
class Wall:
    """Listens as an app does, works off at once what is handed to its tray, and shows what it is sent."""

    desk: Desk
    actions: list[tuple[re.Pattern[str], Any]] = field(default_factory=list)
    forms: dict[str, Any] = field(default_factory=dict)
    shown: list[JSON] = field(default_factory=list)
    kinds: dict[str, Worked] = field(default_factory=dict)
    rows: list[TakenUp] = field(default_factory=list)  # taken in, and worked on by nobody yet

    def action(self, named: re.Pattern[str]) -> Callable[[Any], None]:
        return lambda listener: self.actions.append((named, listener))

    def view(self, named: str) -> Callable[[Any], None]:
        return lambda listener: self.forms.update({named: listener})

    @property
    def posting(self) -> "Wall":
        return self

    @property
    def lanes(self) -> "Wall":
        return self

    def do(self, _: str, work: Callable[[], None]) -> None:
        work()

    def is_first(self, _: Came) -> bool:
        return True

    def take_in(self, source: str, person: str, kind: str, payload: JSON) -> bool:
        self.rows.append(TakenUp(len(self.shown), source, person, kind, payload, 1))
        return True

    def go_on(self, _: str, live: Live = Live()) -> None:  # noqa: B008  (it never changes)
        row = self.rows.pop()
        self.kinds[row.kind].work(row, live)

    def hear_form(self, ack: Callable[..., None], source: str, body: JSON, kind: str, moment: JSON) -> None:
        person, waits = str(body["user"]["id"]), FormWait()
        self.take_in(source, person, kind, {"body": body})
        self.go_on(person, Live(waits=waits))
        waits.end()
        answer = waits.wait(0)
        ack(**answer) if answer is not None else ack(view=moment)

    def patiently(self, act: Callable[[], object]) -> object:
        return act()

    def whisper(self, _: str, __: str, card: Card) -> None:
        self.shown.append({"blocks": card.blocks})

    def look(self, _: Came, __: JSON, draw: Callable[[], JSON], **___: bool) -> None:
        self.shown.append(draw())

    def warn(self, _: Came, __: object, **___: bool) -> None:
        pass

    def publish(self, _: str, view: JSON) -> None:
        self.shown.append(view)

    def turn(self, _: Came, act: Callable[[], object], **__: bool) -> None:
        act()

    def update_view(self, _: str, view: JSON) -> bool:
        self.shown.append(view)
        return True

    def press(self, user: str, source: str, named: str, value: JSON) -> JSON:
        """A button; what it came to."""
        action = {"action_id": named, "value": packed(value), "action_ts": source}
        listener = next(each for known, each in self.actions if known.match(named))
        listener(ack=lambda **_: None, body={"user": {"id": user}, "trigger_id": source}, action=action)
        return self.shown[-1]

    def save(self, user: str, source: str, named: str, value: JSON, said: dict[str, JSON]) -> str:
        """A form that is filled in; what is told at once, where it is not taken."""
        told: list[str] = []
        view = {"id": "V1", "hash": source, "private_metadata": packed(value), "state": {"values": said}}

        def ack(errors: dict[str, str] | None = None, view: JSON | None = None, **_: object) -> None:
            told.extend((errors or {}).values())
            told.append(in_words(view or {}))

        self.forms[named](ack=ack, body={"user": {"id": user}, "view": view})
        return "\n".join(filter(None, told))


@dataclass
class Reviews:
    """What a process listens to, after the returns."""

    desk: Desk
    office: Office

    def __post_init__(self) -> None:
        self.wall = Wall(self.desk)
        tray, stage, app = cast(PostTray, self.wall), cast(Screen, self.wall), cast(App, self.wall)
        Reviewing(tray, stage, self.office).register(app)
        Following(tray, stage, self.office, lambda *_: {}).register(app)
        AskedBack(tray, stage, cast(Files, None), lambda: self.office.chaser().stationery).register(app)

    def looks(self, user: str, source: str, submission: int, _: str) -> str:
        """What waits for them, and then a return, standard after standard to its end."""
        with self.desk.database.read() as db:
            found = db.get_one(Submission, submission)
            audit, keys = found.audit.key, [each.key for each in found.partnerships]
        listed = {"h": keys[0], "a": audit}
        try:
            words = [in_words(self.wall.press(user, source, "review_list:", listed))]
            page = self.wall.press(user, source, "review_look:", {"s": submission, "p": 0, "q": ""})
            for number in range(3):
                words.append(in_words(page))
                page = self.wall.press(user, source, "review_turn:", {"s": submission, "p": number, "q": ""})
        except Refused as told:
            return str(told)
        return "\n".join(words)

    def judges(self, user: str, source: str, submission: int, words: str) -> str:
        """`1.1 0 / No date. / Since when? / Say how many.`, where each may be left empty."""
        ref, _, rest = words.partition(" ")
        said: dict[str, JSON] = {
            box: {VALUE: {"selected_option": {"value": each}} if box == "rating" else {"value": each}}
            for box, each in zip(BOXES, (each.strip() for each in rest.split("/")), strict=False)
            if each
        }
        return self.wall.save(user, source, "s11.review", {"s": submission, "p": 0, "q": ref}, said)

    def ends(self, user: str, source: str, submission: int, words: str) -> str:
        value = {"s": submission, "p": 2, "q": ""}
        return in_words(self.wall.press(user, source, f"{ENDS[words]}:", value))

    def settles(self, user: str, source: str, number: int, words: str) -> str:
        """`1 accept`, `1 time 2026-06-01`, `1 again Which?`: what is to come of an action."""
        with self.desk.database.read() as db:
            action = db.scalar(sa.select(Action).where(Action.number == number).order_by(Action.id))
        if action is None:
            return ""
        far, _, rest = words.partition(" ")
        box = {VALUE: {"selected_date": rest}} if far == "time" else {VALUE: {"value": rest}}
        said: dict[str, JSON] = {
            FAR: {VALUE: {"selected_option": {"value": far}}},
            (DAY if far == "time" else SAID): box,
        }
        return self.wall.save(user, source, DECIDED, {"s": action.submission_id, "n": action.id}, said)

    def answers(self, came: Came, submission: int, words: str) -> str:
        """To the question back that was put last, open or not: its message stands there still."""
        with self.desk.database.read() as db:
            own = sa.select(Thread.id).join(ThreadEntry).where(Thread.submission_id == submission)
            thread = db.scalar(own.order_by(ThreadEntry.id.desc()).limit(1))
        if thread is None:
            return ""
        value = {"s": submission, "t": thread}
        return self.wall.save(came.user, came.source, "s11.asked_back", value, {"said": {VALUE: {"value": words}}})


def in_words(view: JSON) -> str:
    """The words of a view, as Slack shows them."""
    found: list[str] = []

    def visit(part: object) -> None:
        if isinstance(part, dict):
            found.extend([part["text"]] if isinstance(part.get("text"), str) else [])
            for each in part.values():
                visit(each)
        elif isinstance(part, list):
            for each in part:
                visit(each)

    visit(view.get("blocks", []))
    return html.unescape("\n".join(found))
