"""What the app listens to. Each acknowledges, hands the work to its person's lane, and shows what came of it."""

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

from slack_bolt import Ack, App
from sqlalchemy.exc import DBAPIError

from bot.channels import DeliveryError
from bot.slack import attaching, filling, modal, turns
from bot.slack.blocks import JSON, unpacked
from bot.slack.cards import DO, FORM, LOOK, PICK, SAY, told
from bot.slack.carried import Carried
from bot.slack.desk import VIA, Came, Choose, Desk, Outcome
from bot.slack.files import Files
from bot.slack.home import Home
from bot.slack.lanes import Lanes
from bot.slack.looking import look_view
from bot.slack.modal import Opened
from bot.slack.posting import Posted, Posting
from bot.slack.spoken import read_text
from intake.answers import Refused
from intake.here import Asks, Place
from storage.evidence import Unavailable

COMMAND = "/s11"
PRESSES = re.compile(rf"^({SAY}|{DO}|{FORM}|{LOOK}|{PICK})(:|$)")
LOST = "That did not go through. Nothing you gave before is lost. Do it once more in a minute."
MOST_SEEN = 5_000


@dataclass
class Listeners:
    """The listeners of one app, and what they work with."""

    desk: Desk
    posting: Posting
    files: Files
    lanes: Lanes
    home: Home
    seen: "OrderedDict[str, None]" = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def register(self, app: App) -> None:
        app.event("message")(self.message)
        app.event("file_shared")(self.file_shared)
        app.event("app_home_opened")(self.home_opened)
        app.command(COMMAND)(self.command)
        app.action(PRESSES)(self.pressed)
        app.view(modal.FILL)(self.saved)
        app.view(re.compile(rf"^({re.escape(modal.LOADING)}|{re.escape(modal.READ)})$"))(lambda ack: ack())

    def message(self, ack: Ack, event: JSON) -> None:
        ack()
        inner = event.get("message") or event.get("previous_message") or event
        user = str(inner.get("user") or "")
        if event.get("channel_type", "im") != "im" or inner.get("bot_id") or not user:
            return
        came = Came(user, _source(event["channel"], inner["ts"]), event["channel"], _thread(inner))
        match event.get("subtype"):
            case None | "file_share" | "thread_broadcast":
                self._said(came, event)
            case "message_changed":
                self._changed(came, event, inner)
            case "message_deleted":
                first = came.source
                deleted = came._replace(source=f"{first}/deleted")
                self._work(deleted, lambda: turns.taken_away(self.desk, deleted, first))
            case _:
                return

    def file_shared(self, ack: Ack, event: JSON) -> None:
        ack()
        user, channel = str(event.get("user_id") or ""), str(event.get("channel_id") or "")
        if user and channel.startswith("D"):
            shared = {"id": event.get("file_id") or (event.get("file") or {}).get("id")}
            self._file(Came(user, "", channel), shared)

    def home_opened(self, ack: Ack, event: JSON) -> None:
        ack()
        if event.get("tab", "home") == "home":
            user = str(event["user"])
            self.lanes.do(user, lambda: self.posting.publish(user, self.home.view(user)))

    def command(self, ack: Ack, body: JSON) -> None:
        is_ours = str(body.get("channel_name")) == "directmessage"
        ack() if is_ours else ack("I have written to you in our messages.")
        came = Came(str(body["user_id"]), f"{VIA}:command:{body['trigger_id']}", str(body["user_id"]))
        said = read_text(str(body.get("text") or ""))
        self._work(came, lambda: turns.words(self.desk, came, said))

    def pressed(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        carried = Carried.read(unpacked(action.get("value")))
        if carried is None:
            return
        came, message = _pressed(body, action)
        if not self._is_first(came):  # over the other connection; another process finds it in the record
            return
        carried = replace(carried, message=message or carried.message)
        kind = str(action["action_id"]).partition(":")[0]
        opening = None
        if kind in (FORM, LOOK) or (kind == SAY and carried.has_form):
            on_top = (body.get("view") or {}).get("type") == "modal"
            opening = self.lanes.pool.submit(
                self.posting.open_view, str(body.get("trigger_id")), modal.loading(), on_top=on_top
            )
        act = self._acts(kind, came, carried, str(action["action_id"]))
        self._work(came, act, opening, Posted(*message) if message else None)

    def saved(self, ack: Ack, body: JSON) -> None:
        """Recorded before it is acknowledged: what is wrong is shown in the form, with all that was typed."""
        view = body["view"]
        opened = Opened.read(str(view.get("private_metadata") or ""))
        if opened is None:
            ack()
            return
        user, state = str(body["user"]["id"]), view["state"]["values"]
        came = Came(user, _form_source(view, state), opened.carried.message[0] or user)
        try:
            returned = filling.returned(self.desk, came, opened, state)
        except Refused as refused:
            ack(response_action="update", view=modal.gone(str(refused)))
            return
        if returned.errors:
            ack(response_action="errors", errors=modal.errors(returned.errors))
        elif returned.view:
            ack(response_action="update", view=returned.view)
        else:
            ack()
            self._after_form(came, opened, returned, str(view.get("previous_view_id") or ""))

    def _said(self, came: Came, event: JSON) -> None:
        for shared in event.get("files") or ():
            self._file(came, shared)
        text = read_text(str(event.get("text") or ""))
        if text.strip() or not event.get("files"):
            self._work(came, lambda: turns.words(self.desk, came, text))

    def _changed(self, came: Came, event: JSON, inner: JSON) -> None:
        text, before = str(inner.get("text") or ""), (event.get("previous_message") or {}).get("text")
        if text == before or inner.get("subtype") == "tombstone":  # a preview was added, or its thread stays
            return
        first, at = came.source, (inner.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
        edited = came._replace(source=f"{first}/{at}")
        self._work(edited, lambda: turns.changed(self.desk, edited, first, read_text(text)))

    def _file(self, came: Came, shared: JSON) -> None:
        came = came._replace(source=f"{VIA}:file:{shared.get('id')}")
        self._work(came, lambda: self._attached(came, shared))

    def _attached(self, came: Came, shared: JSON, submission: int | None = None, about: Place | None = None) -> Outcome:
        if attaching.is_known(self.desk, came, submission):
            return Outcome()
        return attaching.attached(self.desk, came, self.files.bring(shared), submission, about)

    def _acts(self, kind: str, came: Came, carried: Carried, action: str) -> Callable[[], Outcome]:
        match kind:
            case "say":
                return lambda: turns.chosen(self.desk, came, carried)
            case "form":
                return lambda: turns.form_for(self.desk, came, carried)
            case "look":
                return lambda: look_view(self.desk, came, carried)
            case "pick":
                return lambda: turns.greeted(self.desk, came, carried.submission)
            case _ if action.startswith(f"{DO}:onward"):
                return lambda: turns.onward(self.desk, came, carried)
            case _:
                return lambda: turns.commanded(self.desk, came, carried)

    def _after_form(self, came: Came, opened: Opened, returned: filling.Returned, below: str) -> None:
        def act() -> Outcome:
            outcome = returned.outcome or Outcome()
            if outcome.reply is None or not returned.files:
                return outcome
            notes = [self._file_note(came, opened, each) for each in returned.files]
            return turns.went_on(self.desk, came, opened.carried, [*outcome.reply.notes, *notes])

        at = Posted(*opened.carried.message) if opened.carried.message[0] else None
        if below and opened.carried.place.then == "review":
            self._work(came, lambda: self._looked(came, opened, act(), below), None, at)
        else:
            self._work(came, act, None, at)

    def _looked(self, came: Came, opened: Opened, outcome: Outcome, below: str) -> Outcome:
        """After a change from the review: the list below the form is drawn anew, and so is the review itself."""
        if outcome.reply is None:
            return outcome
        fresh = look_view(self.desk, came, opened.carried).view
        if fresh is not None:
            self.posting.update_view(below, fresh)
        is_review = outcome.reply.place.asks is Asks.REVIEW and len(outcome.cards) == 1
        return replace(outcome, cards=(), about="", answered=outcome.cards[0] if is_review else None)

    def _file_note(self, came: Came, opened: Opened, file_id: str) -> str:
        carried = opened.carried
        try:
            own = came._replace(source=f"{VIA}:file:{file_id}")
            outcome = self._attached(own, {"id": file_id}, carried.submission, carried.place)
        except Refused as refused:
            return str(refused)
        return " ".join(outcome.reply.notes) if outcome.reply else ""

    def _work(
        self,
        came: Came,
        act: Callable[[], Outcome],
        opening: "Future[str | None] | None" = None,
        message: Posted | None = None,
    ) -> None:
        def work() -> None:
            try:
                self._show(came, act(), opening, message)
            except Choose as choose:
                if self._is_first(came, "told"):
                    self.posting.say(came.channel, choose.card, came.thread)
            except Refused as refused:
                self._refuse(came, str(refused), opening)
            except (DBAPIError, Unavailable):
                self._refuse(came, LOST, opening)
                raise

        self.lanes.do(came.user, work)

    def _show(self, came: Came, outcome: Outcome, opening: "Future[str | None] | None", message: Posted | None) -> None:
        view_id = opening.result() if opening else None
        is_open = view_id is not None and outcome.view is not None and self.posting.update_view(view_id, outcome.view)
        if view_id is not None and outcome.view is None:
            self.posting.update_view(view_id, modal.gone("That is saved. Close this, and go on in our messages."))
        for card in () if is_open else outcome.cards:
            posted = self.posting.say(came.channel, card, came.thread)
            self.desk.note_shown(outcome, posted.channel, posted.ts, came.thread)
        if outcome.copy is not None:
            self._hand_over(came, *outcome.copy)
        if message is not None and (outcome.answered or outcome.about):
            redrawn = outcome.answered or turns.answered_card(self.desk, came, outcome)
            if redrawn is not None:
                self.posting.update(message, redrawn)

    def _hand_over(self, came: Came, name: str, data: bytes) -> None:
        try:
            self.posting.hand_over(came.channel, name, data, "A copy of everything you said.")
        except DeliveryError:
            self.posting.say(came.channel, told("The copy could not be put here. Your partnership can send you one."))

    def _refuse(self, came: Came, said: str, opening: "Future[str | None] | None") -> None:
        view_id = opening.result() if opening else None
        if view_id is not None:
            self.posting.update_view(view_id, modal.gone(said))
        elif self._is_first(came, "told"):
            self.posting.whisper(came.channel, came.user, told(said))

    def _is_first(self, came: Came, what: str = "done") -> bool:
        """Whether this process did not do this before: Slack delivers again what it thinks was lost."""
        key = f"{what} {came.source}"
        with self.lock:
            if key in self.seen:
                return False
            self.seen[key] = None
            if len(self.seen) > MOST_SEEN:
                self.seen.popitem(last=False)
        return True


def _source(channel: Any, ts: Any) -> str:
    return f"{VIA}:{channel}:{ts}"


def _thread(inner: JSON) -> str:
    thread = str(inner.get("thread_ts") or "")
    return thread if thread != str(inner.get("ts")) else ""


def _pressed(body: JSON, action: JSON) -> tuple[Came, tuple[str, str] | None]:
    """Who pressed, and the message the button stands in; a view has none."""
    user = str(body["user"]["id"])
    box = body.get("container") or {}
    source = f"{VIA}:press:{body.get('trigger_id')}:{action.get('action_ts')}"
    channel = str((body.get("channel") or {}).get("id") or box.get("channel_id") or "")
    ts = str(box.get("message_ts") or (body.get("message") or {}).get("ts") or "")
    thread = _thread(body.get("message") or {})
    if not channel or not ts:
        return Came(user, source, user), None
    return Came(user, source, channel, thread), (channel, ts)


def _form_source(view: JSON, state: JSON) -> str:
    """The same form with the same words is one turn, however often it is delivered."""
    said = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
    return f"{VIA}:form:{view.get('id')}:{view.get('hash')}:{said}"
