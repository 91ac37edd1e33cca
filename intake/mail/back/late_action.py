"""A manager's reply to our letter on an action past its last day: it ends it, moves it, or is an update."""

import re

from sqlalchemy.orm import Session

from config.dates import read_timescale, today
from config.notation import LatePattern
from config.partnerships import Manager
from intake.actions import Followed, close_action, follow, says_done
from intake.ledger import Refused, Saying
from intake.letters import Header
from intake.mail.back.replied import manager_saying, number_asked, own_reply
from intake.mail.back.unkept import say_unkept
from intake.notices import Stationery
from storage.nouns import Action, Audit, Message, Receipt
from storage.record import LATE_ACTION

_CLOSE = LatePattern(r"\W*closed?\b[\s:,.;\u2013-]*(.*)", re.IGNORECASE | re.DOTALL)
_UNTIL = LatePattern(r"\W*(?:(?:yes|more|time|until|till|by)\b[\s:,]*){0,5}(.*?)[\s.]*", re.IGNORECASE)


def asked_of_action(db: Session, question: Message) -> Action | None:
    """The action that a letter of ours to a manager tells of."""
    number = number_asked(question, LATE_ACTION)
    return db.get(Action, number) if number is not None else None


def end_action(
    db: Session, action: Action, receipt: Receipt, header: Header, question: Message, words: str, manager: Manager,
    stationery: Stationery,
) -> None:  # fmt: skip
    """Do what the manager's own words say, or tell them why not; the letter's outcome is set."""
    receipt.submission_id = action.submission_id
    saying = manager_saying(receipt, manager)
    own = "\n".join(own_reply(db, question, words, manager))
    try:
        is_news = _decide(db, action, own, saying)
    except Refused as told:
        receipt.outcome, receipt.reason = "nothing_new", str(told)
        say_unkept(
            db, stationery, receipt, header, question, manager, f"action {action.number}", str(told), is_part=False
        )
        return
    receipt.outcome = "answered" if is_news else "nothing_new"
    receipt.reason = f"A manager wrote of action {action.number}." if is_news else "It stood so already."


def _decide(db: Session, action: Action, own: str, saying: Saying) -> bool:
    """DONE closes it as done, CLOSE with a reason as it is, a day alone moves it; other words are an update."""
    if not own:
        raise Refused("We found no words of yours above the letter that you quote.")
    audit = db.get_one(Audit, action.audit_id)
    if found := _CLOSE.fullmatch(own):
        return close_action(db, audit, action, found[1], saying)
    if says_done(own):
        follow(db, audit, action, Followed(own, is_done=True), saying)
        return close_action(db, audit, action, "", saying)
    if day := _day_alone(own, saying):
        return bool(follow(db, audit, action, Followed(by_when=day), saying))
    return bool(follow(db, audit, action, Followed(own), saying))


def _day_alone(own: str, saying: Saying) -> str:
    """The new last day, where the words are that and no more."""
    said = _UNTIL.fullmatch(own)
    return said[1] if said and said[1] and read_timescale(said[1], today(saying.speaker.at)) else ""
