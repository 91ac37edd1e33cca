"""Somebody named in place of a contact who wrote NOT ME: asked, told and stood down, whichever way it was decided."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import today
from intake.audits import open_returns, set_contact, stand_down
from intake.mail.outward.invite import Asker, Keep, ask
from intake.mail.outward.requests import ours, person_asked
from intake.notices import NOT_ME, Stationery, tell_settled, template_of, writer_of
from storage.nouns import Agency, Contact, Plea, Submission
from storage.record import settle
from storage.record.trail import Speaker


class Deciding(NamedTuple):
    """Who decides whom to ask, and what the letters about it are made with."""

    stationery: Stationery
    keep: Keep
    speaker: Speaker


def name_contact(db: Session, agency: Agency, email: str, by: Deciding, **given: str) -> tuple[Contact, list[Plea]]:
    """Set a contact as `set_contact` does; the pleas that this settled, whose writers and managers are told.

    It settles them where the person is new, or is the one the plea names. To change a number settles nothing.
    """
    on = today(by.speaker.at)
    before = {each.email for each in agency.contacts if not each.has_left(on)}
    contact = set_contact(db, agency, email, by.speaker, **given)
    waits = [
        plea
        for submission in open_returns(db, [agency])
        for plea in _waiting(db, submission)
        if contact.email not in before or _names(db, by.stationery, submission, plea, contact)
    ]
    return contact, ask_instead(db, agency, contact, by) if waits else []


def ask_instead(db: Session, agency: Agency, contact: Contact, by: Deciding) -> list[Plea]:
    """Ask this contact wherever NOT ME waits: they get the form, whoever wrote it stands down, and all are told."""
    settled: list[Plea] = []
    for submission in open_returns(db, [agency]):
        pleas = settle(db, submission, NOT_ME, by.speaker, f"{contact.name} ({contact.email}) is asked.")
        for writer in (writer_of(db, plea) for plea in pleas):
            if writer is not None and writer is not contact:
                contact.role = contact.role or writer.role
                stand_down(db, writer, agency, by.speaker)
        if pleas and submission.submitted_at is None and submission.excused_at is None:
            asker = Asker(template_of(submission), by.stationery, by.keep, by.speaker, by.stationery.ways)
            ask(db, submission, contact, asker)
        for plea in pleas:
            tell_settled(db, by.stationery, submission, plea, by.speaker)
        settled += pleas
    return settled


def _waiting(db: Session, submission: Submission) -> list[Plea]:
    wanted = select(Plea).where(Plea.submission_id == submission.id, Plea.wish == NOT_ME, Plea.decided_at.is_(None))
    return list(db.scalars(wanted))


def _names(db: Session, stationery: Stationery, submission: Submission, plea: Plea, contact: Contact) -> bool:
    person = person_asked(plea, ours(stationery, submission, writer_of(db, plea)))
    return person is not None and person.email == contact.email
