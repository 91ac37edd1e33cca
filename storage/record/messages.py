"""Messages that wait to be sent, called off by whatever makes them untrue."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, false, not_, or_, select, update
from sqlalchemy.orm import Session

from config.dates import today
from config.ways import EMAIL, Way
from storage.nouns import Contact, Message
from storage.record.which import among, begins

NUDGE, INVITATION, PHONE_LIST, NEWS = "nudge:", "invite:", "phone-list:", "decided:"
OVERDUE, OVERDUE_TOLD = "overdue:", "overdue-told:"  # to the agency, and to those who stand above it
LATE_ACTION = "action-late:"
ASKED_BACK = "asked-back:"  # and the thread
ASSURANCE_LETTER = "assurance:"
PLEA, PLEA_DECIDED = "plea:", "plea-decided:"  # to the managers, and to whoever asked


def call_off_nudges(db: Session, submission_id: int, at: datetime) -> None:
    """No nudge about this return leaves any more; what a sender holds at this moment may still go."""
    for kind in (NUDGE, OVERDUE, OVERDUE_TOLD):
        _call_off(db, at, "There is nothing to ask any more.", Message.submission_id == submission_id, kind=kind)


def call_off_chasing(db: Session, submission_id: int, at: datetime) -> None:
    """Nothing that asks about this return leaves any more: no nudge, no question back, no invitation."""
    own = Message.submission_id == submission_id
    for kind in (NUDGE, OVERDUE, OVERDUE_TOLD, ASKED_BACK, INVITATION):
        _call_off(db, at, "The audit is closed.", own, kind=kind)


def call_off_excused(db: Session, submission_id: int, at: datetime) -> None:
    """Nothing is asked of an agency that is excused; whoever was not invited yet hears neither."""
    for kind in (NUDGE, OVERDUE, OVERDUE_TOLD, ASKED_BACK, INVITATION, LATE_ACTION, ASSURANCE_LETTER):
        _call_off(db, at, "The agency is excused.", Message.submission_id == submission_id, kind=kind)


def call_off_asked_back(db: Session, thread_id: int, at: datetime) -> None:
    """No message that puts this question leaves any more: somebody answered it, or it is closed."""
    _call_off(db, at, "There is nothing to ask any more.", kind=f"{ASKED_BACK}{thread_id}:")


def call_off_action(db: Session, action_id: int, at: datetime) -> None:
    """No letter that asks about this action leaves any more: it is done, moved or closed."""
    for kind in (LATE_ACTION, ASSURANCE_LETTER):
        _call_off(db, at, "There is nothing to ask any more.", kind=f"{kind}{action_id}:")


def call_off_plea(db: Session, plea_id: int, at: datetime) -> None:
    """No letter that asks a manager to decide this plea leaves any more: another decided it."""
    _call_off(db, at, "Another decided it.", kind=f"{PLEA}{plea_id}:")


def call_off_phone_lists(db: Session, audit_id: int, at: datetime) -> None:
    """The lists of whom to call that have not gone yet are no longer true."""
    _call_off(db, at, "It is no longer true.", kind=f"{PHONE_LIST}{audit_id}:")


def call_off_nudges_to(db: Session, contact_id: int, at: datetime, via: str | None = None) -> None:
    """No nudge to this contact leaves any more, by one way or by any; whoever is asked next is worked out anew."""
    which = [Message.contact_id == contact_id, Message.failed_at.is_(None), *([Message.via == via] if via else [])]
    _call_off(db, at, "Its reader cannot be asked now.", *which)


def call_off_asking(db: Session, contact_id: int, submissions: Collection[int], at: datetime) -> None:
    """The contact speaks for these returns (ids) no more: nothing about one leaves for them but what they asked."""
    call_off_nudges_to(db, contact_id, at)
    which = (Message.contact_id == contact_id, among(db, Message.submission_id, submissions))
    is_theirs = begins(db, Message.key, PLEA_DECIDED)
    _call_off(db, at, "Its reader speaks for the agency no longer.", *which, not_(is_theirs), kind="")


def call_off_left(db: Session, at: datetime) -> None:
    """What waited until the day on which its reader left goes no more, but for what they asked themselves."""
    gone = select(Contact.id).where(Contact.who_left(today(at)))
    is_theirs = begins(db, Message.key, PLEA_DECIDED)
    told = "Its reader speaks for the agency no longer."
    _call_off(db, at, told, Message.contact_id.in_(gone), Message.failed_at.is_(None), not_(is_theirs), kind="")


def call_off_all_to(db: Session, contact: Contact, at: datetime) -> None:
    """Nothing leaves for this contact any more, by any way, also what was given up: they are forgotten."""
    there = [each for each in (contact.email, contact.slack_user) if each]
    whose = or_(Message.contact_id == contact.id, Message.recipient.in_(there))
    _call_off(db, at, "Its reader is forgotten.", whose, kind="")


def call_off_letters_to(db: Session, contact_id: int, at: datetime) -> None:
    """Nothing that waits leaves for this contact's address any more, be it an invitation, news or a nudge."""
    which = (Message.contact_id == contact_id, Message.via == EMAIL.name, Message.failed_at.is_(None))
    _call_off(db, at, "Letters do not reach its reader.", *which, kind="")


def call_off_news(db: Session, submission_id: int, kinds: Iterable[str], at: datetime) -> list[int]:
    """The news of decisions of these kinds that did not leave; gives the contacts (ids) who never get them."""
    about = [Message.key.endswith(f":{each}", autoescape=True) for each in kinds]
    own = (Message.submission_id == submission_id, or_(false(), *about), Message.failed_at.is_(None))
    which = (*own, Message.claimed_until.is_(None))  # what a sender holds may still go
    return _call_off(db, at, "Something else was decided since.", *which, kind=NEWS)


def mark_bounced(db: Session, contact: Contact, at: datetime, by: Way = EMAIL) -> None:
    """What is sent to the contact this way does not arrive; what waits to go there is called off."""
    if by.shut:
        setattr(contact, by.shut, at)
    db.flush()
    call_off_nudges_to(db, contact.id, at, via=by.name)


def _call_off(db: Session, at: datetime, told: str, *which: ColumnElement[bool], kind: str = NUDGE) -> list[int]:
    own = (begins(db, Message.key, kind),) if kind else ()
    queued = (*own, Message.sent_at.is_(None), Message.cancelled_at.is_(None))
    off = update(Message).where(*queued, *which).values(cancelled_at=at, last_error=told).returning(Message.contact_id)
    return [each for each in db.scalars(off) if each is not None]
