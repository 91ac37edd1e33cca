"""A manager's reply to our letter on a meeting: what was said and came of it, in their own words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.partnerships import Manager
from intake.actions import ABOUT_MEETING, keep_minutes, read_minutes
from intake.ledger import Refused, Saying
from intake.mail.back.words import own_words
from storage.nouns import Audit, Meeting, Message, Receipt
from storage.record import trail

MOST_WORDS = 4_000  # of the minutes


def asked_of_meeting(db: Session, question: Message) -> Meeting | None:
    """The meeting that a letter of ours to a manager asks about."""
    if not question.key.startswith(ABOUT_MEETING):
        return None
    return db.get(Meeting, int(question.key.removeprefix(ABOUT_MEETING).split(":")[0]))


def keep_reply(
    db: Session, meeting: Meeting, receipt: Receipt, question: Message, words: str, manager: Manager
) -> None:
    """Keep the manager's own words as minutes; the letter's outcome is set."""
    receipt.submission_id = meeting.submission_id
    saying = Saying(trail.Speaker(manager.name, "email", receipt.received_at), receipt.source, "partnership")
    sent = db.scalars(select(Message.body).where(Message.token == question.token)).all()
    lines = own_words(words, sent, manager.name)
    receipt.outcome, receipt.reason = "nothing_new", "We found no words above the letter that is quoted."
    if not lines:
        return
    try:
        said = read_minutes("\n".join(lines)[:MOST_WORDS])
        kept = keep_minutes(db, db.get_one(Audit, meeting.audit_id), meeting, said, saying)
    except Refused as told:
        receipt.reason = str(told)
        return
    if kept:
        receipt.outcome, receipt.reason = "answered", f"A manager wrote what came of meeting {meeting.number}."
