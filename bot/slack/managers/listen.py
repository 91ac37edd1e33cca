"""What the app listens to from managers: the menu beside an agency, its forms, the pages and the preview."""

import re
from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.slack import views
from bot.slack.api import JSON, ShowHome, form_source, pressed, unpacked
from bot.slack.leads import Screen, TurnOutcome
from bot.slack.managers import forms as controls
from bot.slack.managers.agencies import AHEAD, TURN
from bot.slack.managers.contacts import Misfilled
from bot.slack.managers.nudges import LETTER, LETTERS, letter_view, list_view
from bot.slack.managers.office import SAID, AgencyPage, Barred, Decides, Decision, Office, still_open
from bot.slack.views import errors
from config.faults import PlainFault
from intake.conversation import Came
from intake.ledger import Refused


@dataclass(frozen=True)
class Managing:
    """The listeners of managers. Each asks anew who they are; a refusal is seen by them alone, and records nothing."""

    stage: Screen
    office: Office
    show_home: ShowHome

    def register(self, app: App) -> None:
        app.action(_begins(controls.MANAGE))(self.chosen)
        app.action(_begins(AHEAD))(self.ahead)
        app.action(_begins(LETTERS))(self.turned_letters)
        app.action(_begins(LETTER))(self.letter)
        app.action(_begins(TURN))(self.turned)
        app.view(controls.DECIDE)(self.decided)

    def chosen(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        decision = controls.chosen(action, _page(body))
        came, _ = pressed(body, action)
        if decision is not None and self.stage.is_first(came):
            self.stage.work(came, lambda: TurnOutcome(view=self._form(came.user, decision)), self.stage.opening(body))

    def ahead(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        page = AgencyPage.read(unpacked(action.get("value")))
        came, _ = pressed(body, action)
        if self.stage.is_first(came):
            self.stage.work(came, lambda: TurnOutcome(view=self._list(came, page)), self.stage.opening(body))

    def letter(self, ack: Ack, body: JSON, action: JSON) -> None:
        ack()
        came, _ = pressed(body, action)
        value = unpacked(action.get("value"))
        if self.stage.is_first(came):
            opening = self.stage.opening(body, on_top=True)
            self.stage.work(came, lambda: TurnOutcome(view=self._letter(came.user, value)), opening)

    def turned_letters(self, ack: Ack, body: JSON, action: JSON) -> None:
        """Another part of the list of reminders, in the view that is open."""
        ack()
        came, _ = pressed(body, action)
        page, view_id = AgencyPage.read(unpacked(action.get("value"))), str((body.get("view") or {}).get("id") or "")
        self.stage.lanes.do(came.user, lambda: self._redraw(view_id, came, page))

    def turned(self, ack: Ack, body: JSON, action: JSON) -> None:
        """Another part of a long list of agencies."""
        ack()
        self._show_home(str(body["user"]["id"]), AgencyPage.read(unpacked(action.get("value"))))

    def decided(self, ack: Ack, body: JSON) -> None:
        """Recorded before it is acknowledged; what is wrong is shown at its box. Then the home is drawn anew."""
        view, user = body["view"], str(body["user"]["id"])
        decision = Decision.read(unpacked(view.get("private_metadata")))
        if decision is None:
            ack()
            return
        state = (view.get("state") or {}).get("values") or {}
        try:
            self.office.decide(user, decision, controls.said(state))
        except Barred as barred:
            ack(response_action="update", view=views.gone(str(barred)))
            return
        except (Refused, PlainFault) as refused:  # another word or day would do
            box = refused.box if isinstance(refused, Misfilled) else SAID
            ack(response_action="errors", errors=errors({box: str(refused)}))
            return
        ack()
        if self.stage.is_first(Came(user, form_source(view, state), user)):
            self._show_home(user, decision.page)

    def _form(self, user: str, decision: Decision) -> JSON:
        with self.office.desk.database.read() as db:
            found, _ = self.office.case(db, user, decision.submission, decision.what.deed)
            still_open(found, decision.what)
            plea = self.office.asked(db, found, decision.plea) if decision.what is Decides.PLEA else None
            return controls.form(decision, found, self.office.desk.now(), plea)

    def _list(self, came: Came, page: AgencyPage) -> JSON:
        return list_view(self.office, came.user, page)

    def _letter(self, user: str, value: JSON) -> JSON:
        submission, contact = value.get("s"), value.get("c")
        if not isinstance(submission, int) or not isinstance(contact, int):
            raise Refused("That is no longer there. Close this, and look at the list again.")
        return letter_view(self.office, user, submission, contact)

    def _redraw(self, view_id: str, came: Came, page: AgencyPage) -> None:
        try:
            view = self._list(came, page)
        except (Refused, PlainFault) as refused:
            view = views.gone(str(refused))
        self.stage.posting.update_view(view_id, view)

    def _show_home(self, user: str, page: AgencyPage) -> None:
        self.stage.lanes.do(user, lambda: self.stage.posting.publish(user, self.show_home(user, page)))


def _begins(word: str) -> re.Pattern[str]:
    return re.compile(rf"^{word}:")


def _page(body: JSON) -> AgencyPage:
    """The part of the list that the home showed when it was pressed."""
    return AgencyPage.read(unpacked((body.get("view") or {}).get("private_metadata")))
