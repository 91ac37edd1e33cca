"""What the app listens to. Each acknowledges, hands the work to its person's lane, and shows what came of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from slack_bolt import Ack, App

from bot.slack import views
from bot.slack.api import (
    JSON,
    VIA,
    Posted,
    ShowHome,
    form_source,
    is_in_modal,
    pressed,
    read_text,
    source_of,
    thread_of,
    unpacked,
)
from bot.slack.leads import edits, turns
from bot.slack.leads import forms as filling
from bot.slack.leads.files import Filing
from bot.slack.leads.outcome import TurnOutcome
from bot.slack.leads.review import look_view
from bot.slack.leads.show import Screen
from bot.slack.views import DO, FORM, LOOK, PICK, SAY, Carried, ShownAnswers, errors
from intake.conversation import Came, Desk
from intake.conversation.state import Asks
from intake.ledger import Refused

COMMAND = "/s11"
PRESSES = re.compile(rf"^({SAY}|{DO}|{FORM}|{LOOK}|{PICK})(:|$)")


class ManagersWords(Protocol):
    """Who answers the words of managers."""

    def heard(self, user: str, said: str) -> TurnOutcome | None: ...

    def instead(self, user: str, said: str) -> TurnOutcome | None: ...

    def beside(self, user: str, said: str) -> str: ...


@dataclass
class Listeners:
    """The listeners of one app, and what they work with."""

    stage: Screen
    filing: Filing
    show_home: ShowHome
    managers: ManagersWords | None = None  # None where nobody manages in Slack

    @property
    def desk(self) -> Desk:
        return self.stage.desk

    def register(self, app: App) -> None:
        app.event("message")(self.message)
        app.event("file_shared")(self.file_shared)
        app.event("app_home_opened")(self.home_opened)
        app.command(COMMAND)(self.command)
        app.action(PRESSES)(self.pressed)
        app.view(views.FILL)(self.saved)
        app.view(re.compile(rf"^({re.escape(views.LOADING)}|{re.escape(views.READ)})$"))(lambda ack: ack())

    def message(self, ack: Ack, event: JSON) -> None:
        inner = event.get("message") or event.get("previous_message") or event
        user = str(inner.get("user") or "")
        if event.get("channel_type", "im") != "im" or inner.get("bot_id") or not user:
            ack()
            return
        came = Came(user, source_of(event["channel"], inner["ts"]), event["channel"], thread_of(inner))
        self.filing.note(came, event.get("files") or ())
        ack()
        match event.get("subtype"):
            case None | "file_share" | "thread_broadcast":
                self._said(came, event)
            case "message_changed":
                self._changed(came, event, inner)
            case "message_deleted":
                first = came.source
                deleted = came._replace(source=f"{first}/deleted")
                self.stage.work(deleted, lambda: edits.taken_away(self.desk, deleted, first))
            case _:
                return

    def file_shared(self, ack: Ack, event: JSON) -> None:
        user, channel = str(event.get("user_id") or ""), str(event.get("channel_id") or "")
        if user and channel.startswith("D"):
            came, shared = Came(user, "", channel), {"id": event.get("file_id") or (event.get("file") or {}).get("id")}
            self.filing.note(came, [shared])
            self.filing.take(came, shared)
        ack()

    def home_opened(self, ack: Ack, event: JSON) -> None:
        ack()
        if event.get("tab", "home") == "home":
            user = str(event["user"])
            self.stage.lanes.do(user, lambda: self.stage.posting.publish(user, self.show_home(user)))

    def command(self, ack: Ack, body: JSON) -> None:
        is_ours = str(body.get("channel_name")) == "directmessage"
        ack() if is_ours else ack("I have written to you in our messages.")
        came = Came(str(body["user_id"]), f"{VIA}:command:{body['trigger_id']}", str(body["user_id"]))
        said = read_text(str(body.get("text") or ""))
        self.stage.work(came, lambda: self._heard(came, said))

    def pressed(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        carried = Carried.read(unpacked(action.get("value")))
        if carried is None:
            return
        came, message = pressed(body, action)
        if not self.stage.is_first(came):  # over the other connection; another process finds it in the record
            return
        carried = replace(carried, message=message or carried.message)
        kind = str(action["action_id"]).partition(":")[0]
        opens = kind in (FORM, LOOK) or (kind == SAY and carried.has_form)
        opening = self.stage.opening(body, on_top=is_in_modal(body)) if opens else None
        act = self._acts(kind, came, carried, str(action["action_id"]))
        self.stage.work(came, act, opening, Posted(*message) if message else None)

    def saved(self, ack: Ack, body: JSON) -> None:
        """Recorded before it is acknowledged: what is wrong is shown in the form, with all that was typed."""
        view = body["view"]
        opened = ShownAnswers.read(str(view.get("private_metadata") or ""))
        if opened is None:
            ack()
            return
        user, state = str(body["user"]["id"]), view["state"]["values"]
        came = Came(user, form_source(view, state), opened.carried.message[0] or user)
        try:
            returned = filling.returned(self.desk, came, opened, state)
        except Refused as refused:
            ack(response_action="update", view=views.gone(str(refused)))
            return
        if returned.errors:
            ack(response_action="errors", errors=errors(returned.errors))
        elif returned.view:
            ack(response_action="update", view=returned.view)
        else:
            ack()
            self._after_form(came, opened, returned, str(view.get("previous_view_id") or ""))

    def _said(self, came: Came, event: JSON) -> None:
        for shared in event.get("files") or ():
            self.filing.take(came, shared)
        text = read_text(str(event.get("text") or ""))
        if text.strip() or not event.get("files"):
            self.stage.work(came, lambda: self._heard(came, text))

    def _heard(self, came: Came, said: str) -> TurnOutcome:
        """A manager's own words are a manager's; all others a lead's, or a manager's where they lead nothing now."""
        if self.managers is None:
            return turns.words(self.desk, came, said)
        if not came.thread and (own := self.managers.heard(came.user, said)) is not None:
            return own if self.stage.is_first(came, "answered") else TurnOutcome()
        try:
            outcome = turns.words(self.desk, came, said)
        except Refused:
            if (instead := self.managers.instead(came.user, said)) is None:
                raise
            return instead if self.stage.is_first(came, "answered") else TurnOutcome()
        also = self.managers.beside(came.user, said) if outcome.cards else ""
        return replace(outcome, cards=(*outcome.cards, views.told(also))) if also else outcome

    def _changed(self, came: Came, event: JSON, inner: JSON) -> None:
        text, before = str(inner.get("text") or ""), (event.get("previous_message") or {}).get("text")
        if text == before or inner.get("subtype") == "tombstone":  # a preview was added, or its thread stays
            return
        first, at = came.source, (inner.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
        edited = came._replace(source=f"{first}/{at}")
        self.stage.work(edited, lambda: edits.changed(self.desk, edited, first, read_text(text)))

    def _acts(self, kind: str, came: Came, carried: Carried, action: str) -> Callable[[], TurnOutcome]:
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

    def _after_form(self, came: Came, opened: ShownAnswers, returned: filling.Returned, below: str) -> None:
        def act() -> TurnOutcome:
            outcome = returned.outcome or TurnOutcome()
            if outcome.reply is None or not returned.files:
                return outcome
            notes = [self.filing.of_form(came, opened, each) for each in returned.files]
            return turns.went_on(self.desk, came, opened.carried, [*outcome.reply.notes, *notes])

        at = Posted(*opened.carried.message) if opened.carried.message[0] else None
        if below and opened.carried.place.then == "review":
            self.stage.work(came, lambda: self._looked(came, opened, act(), below), None, at)
        else:
            self.stage.work(came, act, None, at)

    def _looked(self, came: Came, opened: ShownAnswers, outcome: TurnOutcome, below: str) -> TurnOutcome:
        """After a change from the review: the list below the form is drawn anew, and so is the review itself."""
        if outcome.reply is None:
            return outcome
        fresh = look_view(self.desk, came, opened.carried).view
        if fresh is not None:
            self.stage.posting.update_view(below, fresh)
        is_review = outcome.reply.place.asks is Asks.REVIEW and len(outcome.cards) == 1
        return replace(outcome, cards=(), about="", answered=outcome.cards[0] if is_review else None)
