"""An owner of actions in Slack: what they write of one, in its form or in our messages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.leads import TurnOutcome
from bot.slack.views import told
from config.branches import Circle
from config.dates import timescale_words, today
from config.notation import LatePattern
from config.partnerships import at_risk
from intake.actions import Followed, follow, open_action, says_done, says_not_done
from intake.conversation import Came, Desk
from intake.ledger import Refused
from nlp.danger import tells_of_danger
from storage.nouns import Action, Agency, Contact, Submission
from storage.record import within

GONE = "That action is no longer there. Look at your Home again."
THANKS = "Thank you. What you wrote about the action is kept."
NOT_DONE = "Thank you. It is noted that the action is not done."
DONE = "Thank you. It is noted that the action is done. Your partnership looks at it."
HOW = "To say how far one is, type such as: update action 3: half are trained. Or: action 3 is done (or is not done)."
_MINE = LatePattern(r"(?:/s11 +)?(?:my|our) actions", re.IGNORECASE)
_UPDATE = LatePattern(r"(?:/s11 +)?update action (\d{1,9})\b[\s:,.–-]*(.*)", re.IGNORECASE | re.DOTALL)
_DONE = LatePattern(r"(?:/s11 +)?action (\d{1,9})(?: is)? done\b[\s:,.!–-]*(.*)", re.IGNORECASE | re.DOTALL)
_NOT_DONE = LatePattern(
    r"(?:/s11 +)?action (\d{1,9})(?: is)? not (?:yet |quite )?done\b(.*)", re.IGNORECASE | re.DOTALL
)
_OF_WHICH = LatePattern(r"(?:NOT )?DONE[.!]?")  # as letters say it, each of which is about one action


def actions_of_contact(db: Session, contact: Contact, circle: Circle) -> list[Action]:
    """What the agencies of this person are to do in the returns of this circle, also of audits that are closed."""
    wanted = select(Action).join(Submission).join(Agency).where(Agency.contacts.contains(contact)).order_by(Action.id)
    found = [each for each in db.scalars(wanted) if not each.is_handed and each.submission_id is not None]
    inside = within(db, circle, {each.submission_id for each in found if each.submission_id is not None})
    return [each for each in found if each.submission_id in inside]


def keep_update(desk: Desk, came: Came, submission: int, action: int, said: Followed) -> str:
    """Keep what its owner says of an action, and say what is told: first whom to call, where a child may be in danger.

    Raises Refused where it is not theirs, or closed.
    """
    if not said.is_done and not said.words.strip():
        raise Refused("Say in a few words how far it is.")
    with desk.turn(came, submission) as turn:
        talker = turn.talker
        alarm = talker.look().at_risk if tells_of_danger(said.words) else ()
        found = own_action(talker.db, talker.submission, action)
        if not found.is_open(today(turn.saying.speaker.at)):
            raise Refused(" ".join([*alarm, f"Action {found.number} is closed, so there is nothing more to do."]))
        was_done = found.is_done
        follow(talker.db, talker.submission.audit, found, said, turn.saying)
        if is_open := was_done and says_not_done(said.words):
            open_action(talker.db, talker.submission.audit, found, said.words, turn.saying)
    return " ".join([*alarm, NOT_DONE if is_open else DONE if said.is_done else THANKS])


def own_action(db: Session, submission: Submission, number: int) -> Action:
    """The action (id) of this return; raises Refused where it is none of its."""
    action = db.get(Action, number)
    if action is None or action.submission_id != submission.id or action.is_handed:
        raise Refused(GONE)
    return action


@dataclass(frozen=True)
class OwnersDesk:
    """Hears owners of actions in our messages."""

    desk: Desk

    def heard(self, came: Came, said: str) -> TurnOutcome | None:
        """What became of words that name an action; None for all other words, and for whoever owns none."""
        words = said.strip()
        done = _DONE.fullmatch(words)
        found = done or _NOT_DONE.fullmatch(words) or _UPDATE.fullmatch(words)
        is_of_which = _OF_WHICH.fullmatch(words) is not None
        if found is None and not is_of_which and not _MINE.fullmatch(words.rstrip("?.! ")):
            return None
        with self.desk.database.read() as db:
            own = self._own(db, came.user)
            if not own or (is_of_which and self.desk.returns(db, self.desk.contact(db, came.user))):
                return None
            if found is None:
                return TurnOutcome(cards=(told("\n".join([*_listed(own), HOW])),))
            named = [(each.submission_id or 0, each.id) for each in own if each.number == int(found[1])]
            alarm = self._at_risk(db, own) if tells_of_danger(found[2]) else ()
        if len(named) != 1:
            many = "You have several of this number. Open App Home and choose there."
            none = f"You have no open action {found[1]}. To see yours, type my actions."
            return TurnOutcome(cards=(told(" ".join([*alarm, many if named else none])),))
        try:
            rest = found[2].strip() if done or _UPDATE.fullmatch(words) else words
            kept = keep_update(self.desk, came, *named[0], _said(words, rest, done is not None))
        except Refused as refused:
            kept = str(refused)
        return TurnOutcome(cards=(told(kept),))

    def _at_risk(self, db: Session, own: list[Action]) -> tuple[str, ...]:
        """Whom the partnerships of these actions' agencies say to call."""
        keys = {one.key for each in own for one in db.get_one(Submission, each.submission_id).partnerships}
        return at_risk(table for key, table in self.desk.talk.partnerships.items() if key in keys)

    def _own(self, db: Session, user: str) -> list[Action]:
        try:
            contact = self.desk.contact(db, user)
        except Refused:
            return []
        on = today(self.desk.now())
        return [each for each in actions_of_contact(db, contact, self.desk.circle) if each.is_open(on)]


def _said(whole: str, rest: str, names_done: bool) -> Followed:
    """What is said of an action; where "done" hangs on something, the whole sentence is how far it is."""
    is_done = names_done and says_done(f"done {rest}" if rest else "done")
    return Followed(whole if names_done and not is_done else rest, is_done=is_done)


def _listed(own: list[Action]) -> Iterator[str]:
    for each in own:
        day = f" (by {timescale_words(each.timescale)})" if each.timescale else ""
        yield f"{each.number}. {' '.join(each.what.split())}{day}"
