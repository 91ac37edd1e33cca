"""A manager's reply to our letter on a meeting: what was said and came of it, in their own words."""

from dataclasses import replace

from sqlalchemy.orm import Session

from config.partnerships import Manager
from intake.actions import ABOUT_MEETING, Minutes, keep_minutes, read_minutes
from intake.ledger import Refused, Saying
from intake.letters import Header
from intake.mail.back.replied import manager_saying, number_asked, own_reply
from intake.mail.back.unkept import say_unkept
from intake.notices import Stationery
from storage.nouns import Audit, Meeting, Message, Receipt


def asked_of_meeting(db: Session, question: Message) -> Meeting | None:
    """The meeting that a letter of ours to a manager asks about."""
    number = number_asked(question, ABOUT_MEETING)
    return db.get(Meeting, number) if number is not None else None


def keep_reply(
    db: Session, meeting: Meeting, receipt: Receipt, header: Header, question: Message, words: str, manager: Manager,
    stationery: Stationery,
) -> None:  # fmt: skip
    """Keep the manager's own words as minutes, and tell them what could not be kept; the letter's outcome is set."""
    receipt.submission_id = meeting.submission_id
    saying = manager_saying(receipt, manager)
    said = read_minutes("\n".join(own_reply(db, question, words, manager)))
    kept, told = _keep(db, meeting, said, saying)
    receipt.outcome, receipt.reason = "nothing_new", told or "It stood so already."
    if kept:
        receipt.outcome, receipt.reason = "answered", f"A manager wrote what came of meeting {meeting.number}. {told}"
    receipt.reason = receipt.reason.strip()
    if told:
        matter = f"meeting {meeting.number}"
        say_unkept(db, stationery, receipt, header, question, manager, matter, told, is_part=bool(kept))


def _keep(db: Session, meeting: Meeting, said: Minutes, saying: Saying) -> tuple[list[str], str]:
    """The kinds of entry that were kept, and what was not and why; a number that means no action costs no word."""
    if said == Minutes():
        return [], "We found no words of yours above the letter that you quote."
    audit = db.get_one(Audit, meeting.audit_id)
    try:
        return keep_minutes(db, audit, meeting, said, saying), ""
    except Refused as told:
        if not said.actions:
            return [], str(told)
        return _keep(db, meeting, replace(said, actions=""), saying)[0], str(told)
