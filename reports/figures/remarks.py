"""What was said beside the questions: words of letters that answer none, pleas, and questions given to colleagues."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from intake.mail.outward import waiting
from storage.nouns import Handover, Plea, Remark, Submission
from storage.record import AnswerRow, among, current_rows


class Aside(NamedTuple):
    """Words of a letter that count nowhere: they answer no question, or a colleague's answer to it stands."""

    agency: str  # its abbreviation
    words: str
    said_by: str
    on: date
    question: str = ""  # to which a colleague's answer stands


def remarks_of(db: Session, submission: Submission) -> Sequence[Remark]:
    """The remarks of a return, in the order they came."""
    return db.scalars(select(Remark).where(Remark.submission_id == submission.id).order_by(Remark.id)).all()


def pleas_of(db: Session, submission: Submission) -> Sequence[Plea]:
    """What the agency asked of a manager, in the order it came."""
    return db.scalars(select(Plea).where(Plea.submission_id == submission.id).order_by(Plea.id)).all()


def handovers_of(db: Session, submission: Submission) -> Sequence[Handover]:
    """Who gave which question to whom, in the order it was done, among people who are the agency's contacts yet."""
    known = {contact.id for contact in submission.agency.contacts}
    found = db.scalars(select(Handover).where(Handover.submission_id == submission.id).order_by(Handover.id))
    return [
        each for each in found if each.by_contact_id in known and (each.to_contact_id or each.by_contact_id) in known
    ]


def beside(db: Session, submissions: Iterable[Submission]) -> list[Aside]:
    """The remarks of these returns, as a report shows them."""
    listed = list(submissions)
    kept = defaultdict[int, list[Remark]](list)
    wanted = select(Remark).where(among(db, Remark.submission_id, [each.id for each in listed])).order_by(Remark.id)
    for remark in db.scalars(wanted):
        kept[remark.submission_id].append(remark)
    return [
        Aside(submission.agency.abbr, each.words, each.said_by, dates.today(each.said_at), each.question)
        for submission in listed
        for each in kept[submission.id]
    ]


def differing(db: Session, submissions: Iterable[Submission]) -> dict[str, list[str]]:
    """By agency the questions that wait for one of two colleagues, whose answers differ, to answer once more."""
    asked = {each.id: each.agency.abbr for each in submissions if each.excused_at is None}
    kept = db.scalars(
        select(Remark).where(among(db, Remark.submission_id, asked), Remark.question != "").order_by(Remark.id)
    )
    by_return: dict[int, list[Remark]] = {}
    for remark in kept:
        by_return.setdefault(remark.submission_id, []).append(remark)
    standing: dict[int, dict[tuple[str, str], AnswerRow]] = {}
    for each in current_rows(db, list(by_return)):
        if each.by == "agency":
            standing.setdefault(each.submission_id, {})[each.question, each.prompt] = each
    found = {
        asked[number]: [each.question for each in waiting(remarks, standing.get(number, {}))]
        for number, remarks in by_return.items()
    }
    return {abbr: list(dict.fromkeys(refs)) for abbr, refs in found.items() if refs}
