"""What is noted of mail that no person wrote: who is away until when, and whose letters come back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from intake.letters import Letter, away_until, unreachable
from intake.notices import Stationery
from storage.nouns import Contact, Message, Receipt, Sent
from storage.record import call_off_nudges_to, mark_bounced


def note_automatic(db: Session, receipt: Receipt, letter: Letter, now: datetime) -> None:
    """An automatic reply is kept and never answered; a day it names is noted as its writer's return."""
    receipt.outcome = "automatic"
    contact = db.scalar(select(Contact).where(Contact.email == receipt.sender))
    until = away_until(letter, dates.today(now))
    if contact is not None:
        receipt.contact_id = contact.id
        if until is not None:
            contact.away_until = until
            call_off_nudges_to(db, contact.id, now)  # they are written anew for when the reader is back
            receipt.reason = f"Away until {until:%-d %B %Y}."


def note_bounce(db: Session, stationery: Stationery, receipt: Receipt, letter: Letter, now: datetime) -> None:
    """A hard bounce marks its contact and tells the managers; any other is only kept."""
    receipt.outcome = "bounce"
    gone = unreachable(letter)
    for contact in db.scalars(select(Contact).where(Contact.email.in_(sorted(gone)[:50])).order_by(Contact.id)):
        if not _was_written_to(db, contact):
            continue
        receipt.contact_id, receipt.reason = contact.id, f"Letters to {contact.email} come back."
        if contact.bounced_at is None:
            mark_bounced(db, contact, now)
            with stationery.apart(db, f"the letters to managers about the bounce {receipt.id}"):
                _tell_managers(db, stationery, contact, now)


def _was_written_to(db: Session, contact: Contact) -> bool:
    written = select(Message.id).where(Message.recipient == contact.email, Message.sent_at.is_not(None)).limit(1)
    invited = select(Sent.id).where(Sent.contact_id == contact.id).limit(1)
    return db.scalar(written) is not None or db.scalar(invited) is not None


def _tell_managers(db: Session, stationery: Stationery, contact: Contact, now: datetime) -> None:
    partnerships = {each.key: each for agency in contact.agencies for each in agency.partnerships}
    for manager in stationery.managers(partnerships.values()):
        facts = {"manager": manager, "contact": contact, "agencies": contact.agencies}
        message = Message(
            key=f"bounced:{contact.id}:{now.isoformat()}:{manager.email}",
            via="email",
            recipient=manager.email,
            subject=f"Letters to {contact.name} come back",
            body=stationery.letters.render("bounced", **facts),
            html=stationery.letters.render("bounced.html", **facts),
            auto_submitted="auto-generated",
            not_before=now,
        )
        db.add(message)
