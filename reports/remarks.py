"""What was said beside the questions: words of letters that answer none, and questions given to colleagues."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from storage.beside import Remark
from storage.models import Submission
from storage.turns import Handover


class Beside(NamedTuple):
    """Words of a letter that answer no question: kept, and counted nowhere."""

    agency: str  # its abbreviation
    words: str
    said_by: str
    on: date


def remarks_of(db: Session, submission: Submission) -> Sequence[Remark]:
    """The remarks of a return, in the order they came."""
    return db.scalars(select(Remark).where(Remark.submission_id == submission.id).order_by(Remark.id)).all()


def handovers_of(db: Session, submission: Submission) -> Sequence[Handover]:
    """Who gave which question to whom, in the order it was done, among people who are the agency's contacts yet."""
    known = {contact.id for contact in submission.agency.contacts}
    found = db.scalars(select(Handover).where(Handover.submission_id == submission.id).order_by(Handover.id))
    return [
        each for each in found if each.by_contact_id in known and (each.to_contact_id or each.by_contact_id) in known
    ]


def beside(db: Session, submissions: Iterable[Submission]) -> list[Beside]:
    """The remarks of these returns, as a report shows them."""
    return [
        Beside(submission.agency.abbr, each.words, each.said_by, dates.today(each.said_at))
        for submission in submissions
        for each in remarks_of(db, submission)
    ]
