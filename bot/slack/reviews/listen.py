"""What the app listens to in the review. Each press asks anew who it is; nobody else's return is shown or changed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.slack import views as all_views
from bot.slack.api import (
    JSON,
    VIA,
    Live,
    PostTray,
    Worked,
    delivered,
    form_source,
    is_in_modal,
    pressed,
    unpacked,
)
from bot.slack.leads import FormWindow, Screen
from bot.slack.managers import Office
from bot.slack.reviews import home, views
from bot.slack.reviews.views import ReviewSpot
from config.faults import PlainFault
from config.questionnaire import Unclear
from intake import after
from intake.conversation import Came
from intake.ledger import Refused, Saying
from reports.after import seen_return
from storage.inbox import TakenUp
from storage.record import open_threads, trail

REVIEW = "review"  # in the table of roles
GONE = "That is no longer there. Close this, and look at your Home again."


class Unfit(Exception):
    """What was written in a box cannot be taken; the message is fit to show at it."""

    def __init__(self, box: str, told: str) -> None:
        self.box = box
        super().__init__(told)


@dataclass(frozen=True)
class Reviewing:
    """The listeners of the review. What records is on the disk before Slack hears that we have it."""

    tray: PostTray
    stage: Screen
    office: Office

    def register(self, app: App) -> None:
        app.action(re.compile(rf"^{views.LIST}:"))(self._opens(self._list))
        app.action(re.compile(rf"^{views.LOOK}:"))(self._opens(self._look))
        app.action(re.compile(rf"^{views.JUDGE}:"))(self._opens(self._judge))
        app.action(re.compile(rf"^{views.TURN}:"))(self.turned)
        app.action(re.compile(rf"^({'|'.join(views.ENDS)}):"))(self.ended)
        app.view(views.FORM)(self.saved)
        self.tray.kinds |= {
            "verdict": Worked(self._end, self._given_up),
            "judgement": Worked(self._save, self._given_up),
        }

    def _opens(self, draw: Callable[[str, JSON], JSON]) -> Callable[[Ack, JSON, JSON], None]:
        def listener(ack: Ack, body: JSON, action: JSON) -> None:
            ack()
            came, _ = pressed(body, action)
            value = unpacked(action.get("value"))
            self.stage.look(came, body, lambda: draw(came.user, value), on_top=is_in_modal(body))

        return listener

    def turned(self, ack: Ack, body: JSON, action: JSON) -> None:
        """On to the next standard, in the view that is open."""
        ack()
        came, _ = pressed(body, action)
        view_id, value = str((body.get("view") or {}).get("id") or ""), unpacked(action.get("value"))
        if self.stage.is_first(came):
            self.stage.lanes.do(came.user, lambda: self._redraw(view_id, came.user, value, pages=1))

    def ended(self, ack: Ack, body: JSON, action: JSON) -> None:
        """What asks for all that is missing, or ends the look at a return."""
        came, _ = pressed(body, action)
        self.tray.take_in(came.source, came.user, "verdict", {"body": delivered(body), "action": action})
        ack()
        self.tray.go_on(came.user)

    def saved(self, ack: Ack, body: JSON) -> None:
        """It waits a little for what is wrong, which is shown at its box."""
        view = body["view"]
        state = (view.get("state") or {}).get("values") or {}
        self.tray.hear_form(ack, form_source(view, state), body, "judgement", all_views.loading())

    def _end(self, row: TakenUp, _live: Live) -> bool:
        body, action = row.payload["body"], row.payload["action"]
        came, does = pressed(body, action)[0], str(action["action_id"]).partition(":")[0]
        told, shown = self.stage.patiently(lambda: self._ended(came, does, unpacked(action.get("value"))))
        if not self.stage.posting.update_view(str((body.get("view") or {}).get("id") or ""), shown):
            self.stage.posting.whisper(came.channel, came.user, all_views.told(told))
        return True

    def _save(self, row: TakenUp, live: Live) -> bool:
        """Recorded once, however often it is taken up. Then the page below is drawn anew."""
        view, came = row.payload["body"]["view"], Came(row.person, row.source, row.person)
        window = FormWindow(self.stage, came, view, live.waits)
        value = unpacked(view.get("private_metadata"))
        said = views.said((view.get("state") or {}).get("values") or {})
        self.stage.warn(came, self.office.at_risk(row.person, said.values()), again=row.tries > 1)
        try:
            self.stage.patiently(lambda: self._record(came, value, said, again=row.tries > 1))
        except Unfit as unfit:
            window.give_back({unfit.box: str(unfit)})
            return False
        except (Refused, PlainFault) as refused:
            window.tell(str(refused))
            return True
        window.close("That is kept. Close this, and go on with the return.")
        if below := str(view.get("previous_view_id") or ""):
            self._redraw(below, row.person, value)
        return True

    def _given_up(self, row: TakenUp, _live: Live) -> bool:
        told = "What you decided could not be kept, after ten tries. Type returns, and look at it again."
        self.stage.posting.whisper(row.person, row.person, all_views.told(told))
        return True

    def _redraw(self, view_id: str, user: str, value: JSON, pages: int = 0) -> None:
        try:
            spot = ReviewSpot.read(value)
            view = self._look(user, spot._replace(page=spot.page + pages).packed())
        except (Refused, PlainFault) as refused:
            view = all_views.gone(str(refused))
        self.stage.posting.update_view(view_id, view)

    def _record(self, came: Came, value: JSON, said: Mapping[str, str], *, again: bool) -> None:
        """All of the form, or nothing; raises Unfit where a box cannot be taken, Refused where nothing can."""
        spot = ReviewSpot.read(value)
        with self.office.desk.database.write.begin() as db:
            at = self._case(db, came, spot)
            for box, verb, given in views.judged(spot.question, said):
                try:
                    after.act(at, verb, given)
                except (Refused, Unclear) as told:
                    if not (again and box == views.SETTLED):  # begun before, it may be settled by that
                        raise Unfit(box, str(told)) from None

    def _ended(self, came: Came, does: str, value: JSON) -> tuple[str, JSON]:
        """What came of it, and the view that says so, with a way on where there is one."""
        verb, given = views.ENDS[does]
        is_open = False
        try:
            with self.office.desk.database.write.begin() as db:
                at = self._case(db, came, ReviewSpot.read(value))
                is_open = bool(open_threads(db, [at.submission]) or after.points(db, at.submission))
                told = after.act(at, verb, given)
        except (Refused, PlainFault) as refused:
            told = str(refused)
            return told, views.not_accepted(value, told) if is_open and does == views.ACCEPT else all_views.gone(told)
        return told, all_views.gone(told)

    def _case(self, db: Session, came: Came, spot: ReviewSpot) -> after.ReviewCase:
        submission, manager = self.office.case(db, came.user, spot.submission, REVIEW)
        saying = Saying(self._speaker(manager.name), came.source, "partnership")
        template, stationery = self.office.desk.template_of(submission), self.office.chaser().stationery
        return after.ReviewCase(db, template, submission, saying, stationery)

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
            if not spot.question:
                return views.whole_form(found, spot)
            own = next((each for each in found.answers if each.question.ref == spot.question), None)
            if own is None:
                raise Refused(GONE)
            return views.judge_form(found.template, own, spot)
