"""The record of an audit, as the returns that summary counts. SQL picks what stands; nothing is counted here."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from config.audit import Template
from intake.cells import cells
from reports.summary import Figures, Return, Status, figures
from storage.current import current_answers
from storage.models import Answer, Audit, Event, Submission


class UnknownPartnership(Exception):
    """A partnership none of the audit's agencies answer to; the message says which there are."""


def submissions_of(db: Session, audit: Audit, partnership: str | None = None) -> list[Submission]:
    """The audit's submissions by abbreviation, or only those that carry a partnership; raises UnknownPartnership."""
    wanted = (
        select(Submission)
        .where(Submission.audit_id == audit.id)
        .options(joinedload(Submission.agency), selectinload(Submission.partnerships))
    )
    found = sorted(db.scalars(wanted), key=lambda each: each.agency.abbr)
    if partnership is None:
        return found
    known = sorted({each.key for submission in found for each in submission.partnerships})
    if partnership not in known:
        raise UnknownPartnership(
            f"No agency of {audit.key} answers to {partnership!r}. Partnerships: {', '.join(known)}."
        )
    return [each for each in found if partnership in {own.key for own in each.partnerships}]


def returns_of(db: Session, template: Template, submissions: list[Submission]) -> list[Return]:
    """Those submissions as returns, in the same order."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in current_answers(db, [each.id for each in submissions]):
        answers[answer.submission_id].append(answer)
    return [
        Return(
            each.agency.abbr,
            each.agency.name,
            each.sector,
            status(each, has_answers=bool(answers[each.id])),
            cells(template, answers[each.id]),
            each.scope,
        )
        for each in submissions
    ]


def returns_at(db: Session, template: Template, submissions: list[Submission], moment: datetime) -> list[Return]:
    """Those submissions as they stood at a moment: their answers by when they were said, their state by the trail."""
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in current_answers(db, [each.id for each in submissions], at=moment):
        answers[answer.submission_id].append(answer)
    states = _states_at(db, submissions, moment)
    found = []
    for each in submissions:
        said, state = answers[each.id], states.get((each.audit_id, each.agency.abbr), {})
        then: Status = "in_progress" if said else "not_started"
        then = "submitted" if state.get("submitted_at") else then
        then = "excused" if state.get("excused_at") else then
        found.append(Return(each.agency.abbr, each.agency.name, each.sector, then, cells(template, said)))
    return found


def _states_at(
    db: Session, submissions: list[Submission], moment: datetime
) -> dict[tuple[int, str], dict[str, object]]:
    """The last the trail had said of each return by then, by audit and agency."""
    wanted = select(Event).where(
        Event.audit_id.in_({each.audit_id for each in submissions}), Event.at <= moment, Event.answer_id.is_(None)
    )
    events = db.scalars(wanted.order_by(Event.audit_id, Event.number))
    return {(each.audit_id, each.about): each.facts for each in events if "submitted_at" in each.facts}


def figures_of(db: Session, template: Template, submissions: list[Submission]) -> Figures:
    """Those submissions, counted."""
    return figures(template, returns_of(db, template, submissions))


def status(submission: Submission, *, has_answers: bool) -> Status:
    """Where a return stands, in the words of `s11 status`."""
    if submission.excused_at is not None:
        return "excused"
    if submission.submitted_at is not None:
        return "submitted"
    return "in_progress" if has_answers else "not_started"
