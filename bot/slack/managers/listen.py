"""What the app listens to from managers: the menu beside an agency, its forms, the pages and the preview."""

import re
from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.slack import views
from bot.slack.api import JSON, Live, Opening, PostTray, ShowHome, Worked, delivered, form_source, pressed, unpacked
from bot.slack.leads import FormWindow, Screen, TurnOutcome
from bot.slack.managers import forms as controls
from bot.slack.managers.agencies import AHEAD, TURN
from bot.slack.managers.contacts import Misfilled
from bot.slack.managers.nudges import LETTER, LETTERS, letter_view, list_view
from bot.slack.managers.office import SAID, AgencyPage, Barred, Decides, Decision, Office, still_open
from config.faults import PlainFault
from intake.conversation import Came
from intake.ledger import Refused
from storage.inbox import TakenUp


@dataclass(frozen=True)
class Managing:
    """The listeners of managers. Each asks anew who they are; a refusal is seen by them alone, and records nothing."""

    tray: PostTray
    stage: Screen
    office: Office
    show_home: ShowHome

    def register(self, app: App) -> None:
        app.action(_begins(controls.MANAGE))(self.looked)
        app.action(_begins(AHEAD))(self.looked)
        app.action(_begins(LETTERS))(self.turned_letters)
        app.action(_begins(LETTER))(self.looked)
        app.action(_begins(TURN))(self.turned)
        app.view(controls.DECIDE)(self.decided)
        self.tray.kinds |= {
            "look": Worked(self._look, self._given_up),
            "decision": Worked(self._decide, self._given_up),
        }

    def looked(self, ack: Ack, body: JSON, action: JSON) -> None:
        """A menu or a button that opens a view."""
        came, _ = pressed(body, action)
        live = Live(Opening())
        is_new = self.tray.take_in(came.source, came.user, "look", {"body": delivered(body), "action": action}, live)
        ack()
        if is_new and live.opening is not None:
            self.stage.open(live.opening, body, on_top=str(action["action_id"]).startswith(f"{LETTER}:"))
        self.tray.go_on(came.user)

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
        """It waits a little for what is wrong, which is shown at its box."""
        view = body["view"]
        if Decision.read(unpacked(view.get("private_metadata"))) is None:
            ack()
            return
        state = (view.get("state") or {}).get("values") or {}
        self.tray.hear_form(ack, form_source(view, state), body, "decision", views.loading())

    def _look(self, row: TakenUp, live: Live) -> bool:
        body, action = row.payload["body"], row.payload["action"]
        came, _ = pressed(body, action)
        self.stage.turn(came, lambda: TurnOutcome(view=self._view(came, body, action)), live.opening)
        return True

    def _view(self, came: Came, body: JSON, action: JSON) -> JSON:
        name, value = str(action["action_id"]).partition(":")[0], unpacked(action.get("value"))
        if name == AHEAD:
            return self._list(came, AgencyPage.read(value))
        if name == LETTER:
            return self._letter(came.user, value)
        decision = controls.chosen(action, _page(body))
        if decision is None:
            raise Refused("That is no longer there. Look at your Home again.")
        return self._form(came.user, decision)

    def _decide(self, row: TakenUp, live: Live) -> bool:
        """Once, however often it is taken up: a decision that stands is not taken again. Then home is drawn anew."""
        view = row.payload["body"]["view"]
        window = FormWindow(self.stage, Came(row.person, row.source, row.person), view, live.waits)
        decision = Decision.read(unpacked(view.get("private_metadata")))
        if decision is None:
            return True
        said = controls.said((view.get("state") or {}).get("values") or {})
        self.stage.warn(window.came, self.office.at_risk(row.person, said.values()), again=row.tries > 1)
        try:
            self.stage.patiently(lambda: self.office.decide(row.person, decision, said))
        except Barred as barred:
            window.tell(str(barred))
            return True
        except (Refused, PlainFault) as refused:  # another word or day would do
            box = refused.box if isinstance(refused, Misfilled) else SAID
            window.give_back({box: str(refused)})
            return False
        window.close("That is decided. Your Home shows it.")
        self.stage.posting.publish(row.person, self.show_home(row.person, decision.page))
        return True

    def _given_up(self, row: TakenUp, _live: Live) -> bool:
        told = views.told(
            "What you decided could not be carried out, after ten tries. Look at your Home, and try again."
        )
        self.stage.posting.whisper(row.person, row.person, told)
        return True

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
