"""What leads sent, worked off: each kind becomes a turn, and is done when its reply is out."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Protocol

from bot.slack import views
from bot.slack.api import (
    JSON,
    Live,
    Posted,
    pressed,
    read_text,
    source_of,
    thread_of,
    unpacked,
)
from bot.slack.leads import edits, turns
from bot.slack.leads import forms as filling
from bot.slack.leads.files import NOT_FETCHED, Filing
from bot.slack.leads.form_window import FormWindow
from bot.slack.leads.outcome import TurnOutcome, became_of
from bot.slack.leads.review import look_view
from bot.slack.leads.show import KEPT, Screen
from bot.slack.views import DO, Carried, ShownAnswers
from config.partnerships import at_risk
from intake.conversation import Came, Desk, WhichReturn
from intake.conversation.state import Asks, Place
from intake.ledger import Refused
from nlp.danger import tells_of_danger
from storage.inbox import TakenUp
from storage.record import AWAY

NOT_ANSWERED = "What you sent could not be answered, after ten tries. Type status to see what is recorded."


class ManagersWords(Protocol):
    """Who answers the words of managers."""

    def heard(self, came: Came, typed: str) -> TurnOutcome | None: ...

    def instead(self, came: Came, typed: str) -> TurnOutcome | None: ...

    def beside(self, user: str, typed: str) -> str: ...

    def manages(self, user: str) -> bool: ...

    def takes(self, came: Came, typed: str) -> Callable[[Sequence[bytes]], TurnOutcome] | None:
        """What files that come with these words are for, where they are for a manager's order; None for evidence."""
        ...


class WordsBeside(Protocol):
    """Who answers words that answer no question: those about actions, and those that ask something of a manager."""

    def heard(self, came: Came, said: str) -> TurnOutcome | None: ...


@dataclass
class WorkOff:
    """How each kind of delivery is worked off. What was begun before is not recorded twice, and is answered."""

    stage: Screen
    filing: Filing
    managers: ManagersWords | None = None  # None where nobody manages in Slack
    beside: Sequence[WordsBeside] = ()

    @property
    def desk(self) -> Desk:
        return self.stage.desk

    def message(self, row: TakenUp, _live: Live) -> bool:
        event = row.payload["event"]
        inner = event.get("message") or event.get("previous_message") or event
        came, again = Came(row.person, row.source, event["channel"], thread_of(inner)), row.tries > 1
        first, text = source_of(event["channel"], inner["ts"]), str(inner.get("text") or "")
        match event.get("subtype"):
            case "message_changed":
                is_said = text != (event.get("previous_message") or {}).get("text")
                if is_said and inner.get("subtype") != "tombstone":  # a preview was added, or its thread stays
                    said = read_text(text)
                    self.stage.turn(came, lambda: edits.changed(self.desk, came, first, said), again=again)
            case "message_deleted":
                self.stage.turn(came, lambda: edits.taken_away(self.desk, came, first), again=again)
            case _:
                self._said(came, event, again=again)
        return True

    def file(self, row: TakenUp, _live: Live) -> bool:
        owed = row.payload
        if "submission_id" not in owed and self.managers is not None and self.managers.manages(row.person):
            return True  # its message says what it is for, and comes with it
        came = Came(row.person, row.source, str(owed["channel"]), str(owed.get("thread") or ""))
        about = Place.read(str(owed["place"])) if owed.get("place") else None
        self.filing.take(came, {"id": owed["file_id"]}, owed.get("submission_id"), about, again=row.tries > 1)
        return True

    def command(self, row: TakenUp, _live: Live) -> bool:
        came = Came(row.person, row.source, row.person)
        said = read_text(str(row.payload["body"].get("text") or ""))
        self.stage.turn(came, lambda: self._heard(came, said), again=row.tries > 1)
        return True

    def press(self, row: TakenUp, live: Live) -> bool:
        action = row.payload["action"]
        came, message = pressed(row.payload["body"], action)
        carried = Carried.read(unpacked(action.get("value")))
        if carried is not None:
            carried = replace(carried, message=message or carried.message)
            act = self._acts(came, carried, str(action["action_id"]))
            at = Posted(*message) if message else None
            self.stage.turn(came, act, live.opening, at, again=row.tries > 1)
        return True

    def form(self, row: TakenUp, live: Live) -> bool:
        return self._form(row, live, is_last=False)

    def last_form(self, row: TakenUp, live: Live) -> bool:
        """Files that could not be fetched in ten tries are given up aloud, and the next question is asked."""
        return self._form(row, live, is_last=True)

    def give_up(self, row: TakenUp, _live: Live) -> bool:
        files = row.kind == "file" or (row.payload.get("event") or {}).get("files")
        came = Came(row.person, row.source, str((row.payload.get("event") or row.payload).get("channel") or row.person))
        self.stage.posting.whisper(came.channel, came.user, views.told(NOT_FETCHED if files else NOT_ANSWERED))
        return True

    def _said(self, came: Came, event: JSON, *, again: bool) -> None:
        """Its files, then its words: each whatever came of those before it."""
        files, text = event.get("files") or (), read_text(str(event.get("text") or ""))
        order = self.managers.takes(came, text) if files and self.managers is not None else None
        if order is not None:
            read = self.filing.files.read
            self.stage.turn(came, lambda: order([read(each) for each in files]), again=again)
            return
        with ExitStack() as parts:
            if text.strip() or not files:
                parts.callback(self.stage.turn, came, lambda: self._heard(came, text), again=again)
            for shared in reversed(files):
                parts.callback(self.filing.take, came, shared, again=again)

    def _heard(self, came: Came, said: str) -> TurnOutcome:
        """A manager's own words are a manager's; all others a lead's, or a manager's where they lead nothing now."""
        for each in self.beside:
            if (own := each.heard(came, said)) is not None:
                return own
        if self.managers and not came.thread and (own := self.managers.heard(came, said)) is not None:
            return own
        try:
            outcome = turns.words(self.desk, came, said)
        except (Refused, WhichReturn) as why:
            managed = self.managers if isinstance(why, Refused) else None
            if managed and (instead := managed.instead(came, said)) is not None:
                return instead
            if tells_of_danger(said):  # whatever came of the words
                self.stage.warn(came, at_risk(self.desk.talk.partnerships.values()))
            raise
        also = self.managers.beside(came.user, said) if self.managers and outcome.cards else ""
        return replace(outcome, cards=(*outcome.cards, views.told(also))) if also else outcome

    def _acts(self, came: Came, carried: Carried, action: str) -> Callable[[], TurnOutcome]:
        match action.partition(":")[0]:
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

    def _form(self, row: TakenUp, live: Live, *, is_last: bool) -> bool:
        view = row.payload["body"]["view"]
        opened, state = ShownAnswers.read(str(view.get("private_metadata") or "")), view["state"]["values"]
        if opened is None:
            return True
        came = Came(row.person, row.source, opened.carried.message[0] or row.person)
        window = FormWindow(self.stage, came, view, live.waits)
        try:
            returned = self.stage.patiently(lambda: filling.returned(self.desk, came, opened, state))
        except Refused as refused:
            window.tell(str(refused))
            return True
        except AWAY:
            if row.tries == 1:
                window.tell(KEPT)
            raise
        if returned.errors:
            window.give_back(returned.errors)
        elif returned.view:
            window.show_anew(returned.view)
        else:
            window.close(became_of(returned.outcome or TurnOutcome()))
            self._after_form(came, opened, returned, str(view.get("previous_view_id") or ""), (row.tries > 1, is_last))
        return returned.outcome is not None

    def _after_form(
        self, came: Came, opened: ShownAnswers, returned: filling.Returned, below: str, tries: tuple[bool, bool]
    ) -> None:
        again, is_last = tries

        def act() -> TurnOutcome:
            outcome = returned.outcome or TurnOutcome()
            if outcome.reply is None or not returned.files:
                return outcome
            notes = [self.filing.of_form(came, opened, each, is_last=is_last) for each in returned.files]
            return turns.went_on(self.desk, came, opened.carried, [*outcome.reply.notes, *notes])

        at = Posted(*opened.carried.message) if opened.carried.message[0] else None
        if below and opened.carried.place.then == "review":
            self.stage.turn(came, lambda: self._looked(came, opened, act(), below), None, at, again=again)
        else:
            self.stage.turn(came, act, None, at, again=again)

    def _looked(self, came: Came, opened: ShownAnswers, outcome: TurnOutcome, below: str) -> TurnOutcome:
        """After a change from the review: the list below the form is drawn anew, and so is the review itself."""
        if outcome.reply is None:
            return outcome
        fresh = look_view(self.desk, came, opened.carried).view
        if fresh is not None:
            self.stage.posting.update_view(below, fresh)
        is_review = outcome.reply.place.asks is Asks.REVIEW and len(outcome.cards) == 1
        return replace(outcome, cards=(), about="", answered=outcome.cards[0] if is_review else None)
