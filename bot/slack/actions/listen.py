"""What the app listens to about actions. Each press asks anew who it is; nobody else's action is shown or changed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slack_bolt import Ack, App
from sqlalchemy.orm import Session

from bot.slack import views as all_views
from bot.slack.actions import views
from bot.slack.actions.owner import GONE, keep_update, own_action
from bot.slack.actions.views import DAY, FAR, SAID, Far
from bot.slack.api import JSON, VIA, Live, PostTray, ShowHome, Worked, form_source, pressed, unpacked
from bot.slack.leads import KEPT, FormWindow, Screen, TurnOutcome
from bot.slack.managers import START, Office
from config.faults import PlainFault
from intake.actions import Followed, close_action, follow, open_action
from intake.conversation import Came
from intake.ledger import Refused, Saying
from storage.inbox import TakenUp
from storage.nouns import Action, Audit
from storage.record import AWAY, trail

FOLLOW = "follow actions"  # in the table of roles
UPDATE, DECISION = "action update", "action decision"  # in the inbox
Keep = Callable[[Came, JSON, Mapping[str, str]], str]


@dataclass(frozen=True)
class Following:
    """The listeners of the buttons and forms of actions. What records is on the disk before Slack hears "ok"."""

    tray: PostTray
    stage: Screen
    office: Office
    show_home: ShowHome

    def register(self, app: App) -> None:
        app.action(re.compile(rf"^{views.UPDATE}:"))(self._opens(self._update_form))
        app.action(re.compile(rf"^{views.DECIDE}:"))(self._opens(self._decide_form))
        app.view(views.UPDATED)(self._hears(UPDATE))
        app.view(views.DECIDED)(self._hears(DECISION))
        self.tray.kinds |= {
            UPDATE: Worked(self._saves(self._updated), self._given_up),
            DECISION: Worked(self._saves(self._decided), self._given_up),
        }

    def _opens(self, draw: Callable[[Came, JSON], JSON]) -> Callable[[Ack, JSON, JSON], None]:
        def listener(ack: Ack, body: JSON, action: JSON) -> None:
            ack()
            came, _ = pressed(body, action)
            value = unpacked(action.get("value"))
            self.stage.look(came, body, lambda: draw(came, value))

        return listener

    def _hears(self, kind: str) -> Callable[[Ack, JSON], None]:
        """On the disk before it is acknowledged; it waits a little for what is wrong, which is shown at its box."""

        def listener(ack: Ack, body: JSON) -> None:
            view = body["view"]
            state = (view.get("state") or {}).get("values") or {}
            self.tray.hear_form(ack, form_source(view, state), body, kind, all_views.loading())

        return listener

    def _saves(self, keep: Keep) -> Callable[[TakenUp, Live], bool]:
        """Recorded once, however often it is taken up. Then its owner is told, and home is drawn anew."""

        def work(row: TakenUp, live: Live) -> bool:
            view, came = row.payload["body"]["view"], Came(row.person, row.source, row.person)
            window = FormWindow(self.stage, came, view, live.waits)
            said = views.said((view.get("state") or {}).get("values") or {})
            value = unpacked(view.get("private_metadata"))
            if row.kind == DECISION:  # an owner reads it in the answer
                self.stage.warn(came, self.office.at_risk(row.person, said.values()), again=row.tries > 1)
            try:
                told = self.stage.patiently(lambda: keep(came, value, said))
            except (Refused, PlainFault) as refused:
                window.give_back({SAID: str(refused)})
                return False
            except AWAY:
                if row.tries == 1:
                    window.tell(KEPT)
                raise
            window.close(told or "That is kept.")
            if told:
                self.stage.turn(came, lambda: TurnOutcome(cards=(all_views.told(told),)), again=row.tries > 1)
            self.stage.posting.publish(came.user, self.show_home(came.user, START))
            return True

        return work

    def _given_up(self, row: TakenUp, _live: Live) -> bool:
        told = (
            "What you wrote about an action could not be kept, after ten tries. Open App Home, and write it once more."
        )
        self.stage.posting.whisper(row.person, row.person, all_views.told(told))
        return True

    def _update_form(self, came: Came, value: JSON) -> JSON:
        with self.stage.desk.looking(came, _number(value, "s")) as talker:
            return views.update_form(own_action(talker.db, talker.submission, _number(value, "n")))

    def _updated(self, came: Came, value: JSON, said: Mapping[str, str]) -> str:
        update = Followed(said.get(SAID, ""), is_done=said.get(FAR) == Far.DONE)
        return keep_update(self.stage.desk, came, _number(value, "s"), _number(value, "n"), update)

    def _decide_form(self, came: Came, value: JSON) -> JSON:
        with self.office.desk.database.read() as db:
            action, _, _ = self._case(db, came.user, value)
            return views.decide_form(action)

    def _decided(self, came: Came, value: JSON, said: Mapping[str, str]) -> str:
        with self.office.desk.database.write.begin() as db:
            action, audit, name = self._case(db, came.user, value)
            saying = Saying(trail.Speaker(name, VIA, self.office.desk.now()), came.source, "partnership")
            words, far = said.get(SAID, ""), said.get(FAR, "")
            if far == Far.TIME:
                if not said.get(DAY):
                    raise Refused("Choose another last day above.")
                follow(db, audit, action, Followed(words, by_when=said[DAY]), saying)
            elif far == Far.AGAIN:
                open_action(db, audit, action, words, saying)
            else:
                if not words.strip() and not (far == Far.ACCEPT and action.is_done):
                    raise Refused("Nobody has said that it is done. Write why it is closed.")
                close_action(db, audit, action, words, saying)
        return ""

    def _case(self, db: Session, user: str, value: JSON) -> tuple[Action, Audit, str]:
        """The action, its audit, and the manager who may decide on it; raises Refused for anybody else."""
        action = db.get(Action, _number(value, "n"))
        if action is None:
            raise Refused(GONE)
        audit = db.get_one(Audit, action.audit_id)
        if action.submission_id:
            return action, audit, self.office.case(db, user, action.submission_id, FOLLOW)[1].name
        keys = (
            {action.partnership}
            if action.partnership
            else {one.key for each in audit.submissions for one in each.partnerships}
        )
        if keys.isdisjoint(table.key for table in self.office.managed(user)):
            raise Refused(GONE)
        return action, audit, self.office.manager(user, FOLLOW).name


def _number(value: JSON, name: str) -> int:
    number = value.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused(GONE)
    return number
