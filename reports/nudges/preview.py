"""The reminders to come, for their manager to read before they go: to whom, when, by which way, in which words."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from reports.nudges.due import DueNudge, ahead
from reports.nudges.letters import Chaser, preview
from storage.nouns import Audit, Contact, Message, Partnership, Submission, way
from storage.record import NUDGE, Faults


class Coming(NamedTuple):
    """One reminder to come: from when it may leave, and which step it is (0 for the notice before opening).

    `queued` is the message where it is written already and waits in the outbox, else `due` is what it will be from.
    """

    at: datetime
    step: int
    submission: Submission
    contact: Contact
    via: str
    due: DueNudge | None = None
    queued: Message | None = None

    @property
    def ids(self) -> tuple[int, int]:
        return self.submission.id, self.contact.id


def coming(
    db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime, partnership: str = ""
) -> list[Coming]:
    """The next reminder of each contact, the soonest first; with `partnership`, of its agencies alone. Reads only.

    One that cannot be told costs no other.
    """
    wanted = select(Submission).where(Submission.audit_id == audit.id)
    if partnership:
        wanted = wanted.where(Submission.partnerships.any(Partnership.key == partnership))
    own = {each.id: each for each in db.scalars(wanted)}
    found = {each.ids: each for each in _queued(db, own, now)}
    for due in ahead(db, audit, chaser.chase(template, now, Faults())):
        via = way(due.contact, chaser.ways).name
        each = Coming(due.stage.window.not_before, due.stage.number, due.submission, due.contact, via, due)
        if due.submission.id in own:
            found.setdefault(each.ids, each)
    return sorted(found.values(), key=lambda each: (each.at, each.submission.agency.abbr, each.contact.email))


def as_written(db: Session, template: Template, chaser: Chaser, each: Coming) -> Message:
    """Its words: those in the outbox, or those it would have now."""
    if each.queued is not None:
        return each.queued
    assert each.due is not None
    return preview(db, template, chaser, each.due)


def _queued(db: Session, own: dict[int, Submission], now: datetime) -> list[Coming]:
    waiting = (Message.sent_at.is_(None), Message.cancelled_at.is_(None), Message.failed_at.is_(None))
    wanted = select(Message, Contact).join(Contact, Contact.id == Message.contact_id)
    found = []
    for message, contact in db.execute(wanted.where(Message.key.startswith(NUDGE), *waiting, Message.not_after > now)):
        submission, step = own.get(message.submission_id or 0), int(message.key.rpartition(":")[2])
        if submission is not None and message.not_before is not None:
            found.append(Coming(message.not_before, step, submission, contact, message.via, queued=message))
    return found
