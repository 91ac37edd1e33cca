"""What came after returns were sent: questions put back to their agencies, and what managers made of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage.nouns import Action, Audit, Meeting, Recommendation, Review, Submission, Thread
from storage.record.database import insert_new
from storage.record.which import among

OfAnAudit = TypeVar("OfAnAudit", Action, Recommendation, Meeting)
TO_MEND, RETURNED, RATED, ACCEPTED, DECIDED = "to mend", "returned", "rated", "accepted", "decided"


def threads_of(db: Session, submissions: Collection[int]) -> Mapping[int, Sequence[Thread]]:
    """The threads of each of these returns (ids), the oldest first, with all that was said in them."""
    found: dict[int, list[Thread]] = defaultdict(list)
    wanted = select(Thread).where(among(db, Thread.submission_id, submissions)).order_by(Thread.id)
    for each in db.scalars(wanted.options(selectinload(Thread.entries))):
        found[each.submission_id].append(each)
    return found


def reviews_of(db: Session, submissions: Collection[int]) -> Mapping[int, Sequence[Review]]:
    """What managers made of each of these returns (ids), the oldest first."""
    found: dict[int, list[Review]] = defaultdict(list)
    for each in db.scalars(select(Review).where(among(db, Review.submission_id, submissions)).order_by(Review.id)):
        found[each.submission_id].append(each)
    return found


def points_of(reviews: Iterable[Review]) -> list[Review]:
    """The points to mend that stand: the last one of each question, since the return was last accepted."""
    points: dict[str, Review] = {}
    for each in reviews:
        if each.verdict == ACCEPTED:
            points = {}
        elif each.verdict == TO_MEND:
            points.pop(each.question, None)
            if each.because:  # without words it was taken back
                points[each.question] = each
    return list(points.values())


def reasons_of(reviews: Iterable[Review]) -> dict[str, Review]:
    """Why each question was rated as it is by the partnership: its last rating."""
    return {each.question: each for each in reviews if each.verdict == RATED}


def actions_of(db: Session, audit: Audit) -> list[Action]:
    """Everything that is to be done after an audit, by number, with all that was said of it."""
    wanted = select(Action).where(Action.audit_id == audit.id).order_by(Action.number)
    return list(db.scalars(wanted.options(selectinload(Action.entries))))


def recommendations_of(db: Session, audit: Audit) -> list[Recommendation]:
    """What is recommended after an audit, by number."""
    wanted = select(Recommendation).where(Recommendation.audit_id == audit.id).order_by(Recommendation.number)
    return list(db.scalars(wanted))


def meetings_of(db: Session, audit: Audit) -> list[Meeting]:
    """The meetings about an audit's returns, by number, with all that was kept of them."""
    wanted = select(Meeting).where(Meeting.audit_id == audit.id).order_by(Meeting.number)
    return list(db.scalars(wanted.options(selectinload(Meeting.entries))))


def add_numbered(db: Session, audit: Audit, noun: type[OfAnAudit], row: Mapping[str, Any]) -> OfAnAudit:
    """Keep it under the next number of its audit. Two who add at once get one each: no lock on the audit is needed."""
    while True:
        last = db.scalar(select(func.max(noun.number)).where(noun.audit_id == audit.id)) or 0
        for made in insert_new(db, noun, [{**row, "audit_id": audit.id, "number": last + 1}]):
            return made


def open_threads(db: Session, submissions: Iterable[Submission]) -> list[tuple[Submission, Thread]]:
    """Every thread of these returns that nobody has closed, the oldest first, of agencies that are not excused."""
    known = {each.id: each for each in submissions if each.excused_at is None}
    open_ = [each for own in threads_of(db, known).values() for each in own if each.closed_at is None]
    return [(known[each.submission_id], each) for each in sorted(open_, key=lambda each: each.id)]
