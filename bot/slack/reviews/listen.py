"""What the app listens to in the review. Each press asks anew who it is; nobody else's return is shown or changed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt import Ack, App

from bot.slack import views as all_views
from bot.slack.api import JSON, VIA, form_source, is_in_modal, pressed, unpacked
from bot.slack.leads import Screen
from bot.slack.managers import Office
from bot.slack.reviews import home, views
from bot.slack.reviews.views import ReviewSpot
from bot.slack.views import errors
from config.faults import PlainFault
from config.questionnaire import Unclear
from intake import after
from intake.conversation import Came
from intake.ledger import Refused, Saying
from reports.after import seen_return
from storage.record import trail

REVIEW = "review"  # in the table of roles
GONE = "That is no longer there. Close this, and look at your Home again."


class Unfit(Exception):
    """What was written in a box cannot be taken; the message is fit to show at it."""

    def __init__(self, box: str, told: str) -> None:
        self.box = box
        super().__init__(told)


@dataclass(frozen=True)
class Reviewing:
    """The listeners of the review."""

    stage: Screen
    office: Office

    def register(self, app: App) -> None:
        app.action(re.compile(rf"^{views.LIST}:"))(self._opens(self._list))
        app.action(re.compile(rf"^{views.LOOK}:"))(self._opens(self._look))
        app.action(re.compile(rf"^{views.JUDGE}:"))(self._opens(self._judge))
        app.action(re.compile(rf"^({views.TURN}|{views.ACCEPT}|{views.BACK}):"))(self.went)
        app.view(views.FORM)(self.saved)

    def _opens(self, draw: Callable[[str, JSON], JSON]) -> Callable[[Ack, JSON, JSON], None]:
        def listener(ack: Ack, body: JSON, action: JSON) -> None:
            ack()
            came, _ = pressed(body, action)
            value = unpacked(action.get("value"))
            self.stage.look(came, body, lambda: draw(came.user, value), on_top=is_in_modal(body))

        return listener

    def went(self, ack: Ack, body: JSON, action: JSON) -> None:
        """On to the next standard, or what ends the look at a return, in the view that is open."""
        ack()
        came, _ = pressed(body, action)
        does = str(action["action_id"]).partition(":")[0]
        view_id, value = str((body.get("view") or {}).get("id") or ""), unpacked(action.get("value"))

        def work() -> None:
            self.stage.posting.update_view(view_id, self._went(came, does, value))

        if self.stage.is_first(came):
            self.stage.lanes.do(came.user, work)

    def saved(self, ack: Ack, body: JSON) -> None:
        """Recorded before it is acknowledged; what is wrong is shown at its box. Then the page below is drawn anew."""
        view, user = body["view"], str(body["user"]["id"])
        state = (view.get("state") or {}).get("values") or {}
        came, value = Came(user, form_source(view, state), user), unpacked(view.get("private_metadata"))
        try:
            self._record(came, value, views.said(state))
        except Unfit as unfit:
            ack(response_action="errors", errors=errors({unfit.box: str(unfit)}))
            return
        except (Refused, PlainFault) as refused:
            ack(response_action="update", view=all_views.gone(str(refused)))
            return
        ack()
        below = str(view.get("previous_view_id") or "")
        if below and self.stage.is_first(came):
            self.stage.lanes.do(user, lambda: self._redraw(below, user, value))

    def _redraw(self, below: str, user: str, value: JSON) -> None:
        self.stage.posting.update_view(below, self._look(user, value))

    def _record(self, came: Came, value: JSON, said: Mapping[str, str]) -> None:
        """All of the form, or nothing; raises Unfit where a box cannot be taken, Refused where nothing can."""
        spot = ReviewSpot.read(value)
        with self.office.desk.database.write.begin() as db:
            submission, manager = self.office.case(db, came.user, spot.submission, REVIEW)
            facts = (db, self.office.desk.template_of(submission), submission)
            stationery = self.office.chaser().stationery
            saying = Saying(self._speaker(manager.name), came.source, "partnership")
            given = after.GivenRating(spot.question, said.get(views.RATING, ""), said.get(views.BECAUSE, ""))
            acts: dict[str, Callable[[str], object]] = {
                views.RATING: lambda _: after.rate(*facts, given, saying),
                views.ASK: lambda words: after.ask_back(*facts, spot.question, words, saying, stationery),
                views.MEND: lambda words: after.note_point(*facts, spot.question, words, saying),
            }
            for box, act in acts.items():
                if said.get(box, "").strip():
                    try:
                        act(said[box])
                    except (Refused, Unclear) as told:
                        raise Unfit(views.BECAUSE if box == views.RATING else box, str(told)) from None

    def _went(self, came: Came, does: str, value: JSON) -> JSON:
        try:
            spot = ReviewSpot.read(value)
            if does == views.TURN:
                return self._look(came.user, spot._replace(page=spot.page + 1).packed())
            return self._ended(came, does, spot)
        except (Refused, PlainFault) as refused:
            return all_views.gone(str(refused))

    def _ended(self, came: Came, does: str, spot: ReviewSpot) -> JSON:
        with self.office.desk.database.write.begin() as db:
            submission, manager = self.office.case(db, came.user, spot.submission, REVIEW)
            saying = Saying(self._speaker(manager.name), came.source, "partnership")
            stationery, name = self.office.chaser().stationery, submission.agency.name
            if does == views.ACCEPT:
                after.accept_return(db, submission, saying, stationery)
                return all_views.gone(f"The return of {name} is accepted, and its people are told.")
            after.send_back(db, submission, "", saying, stationery)
            return all_views.gone(f"The return of {name} is open for its points, and its people are told.")

    def _speaker(self, name: str) -> trail.Speaker:
        return trail.Speaker(name, VIA, self.office.desk.now())

    def _list(self, user: str, value: JSON) -> JSON:
        table = self.office.table(user, str(value.get("h", "")))
        with self.office.desk.database.read() as db:
            own = home.returns_of(db, table.key, str(value.get("a", "")))
            return views.list_view(home.waiting_of(db, self.office.desk.template_of, own))

    def _look(self, user: str, value: JSON) -> JSON:
        spot = ReviewSpot.read(value)
        with self.office.desk.database.read() as db:
            submission, _ = self.office.case(db, user, spot.submission, REVIEW)
            return views.page_view(seen_return(db, self.office.desk.template_of(submission), submission), spot)

    def _judge(self, user: str, value: JSON) -> JSON:
        spot = ReviewSpot.read(value)
        with self.office.desk.database.read() as db:
            submission, _ = self.office.case(db, user, spot.submission, REVIEW)
            found = seen_return(db, self.office.desk.template_of(submission), submission)
            own = next((each for each in found.answers if each.question.ref == spot.question), None)
            if own is None:
                raise Refused(GONE)
            return views.judge_form(found.template, own, spot)
