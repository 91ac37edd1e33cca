"""The record of an audit, as the returns that summary counts. SQL picks what stands; nothing is counted here."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from config.questionnaire import Template
from intake.returns import Status, cells, is_ready, state, status, status_of
from reports.figures.summary import Figures, Return, figures
from storage.nouns import Answer, Audit, Event, Submission
from storage.record import counted_answers, current_answers
from storage.record.trail import REOPENED


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
    """Those submissions as returns, in the same order; one that is mended counts as it was signed."""
    answers = _by_submission(counted_answers(db, submissions))
    return [_return(template, each, answers[each.id]) for each in submissions]


def returns_at(db: Session, template: Template, submissions: list[Submission], moment: datetime) -> list[Return]:
    """Those submissions as they stood at a moment: their answers by when they were said, their state by the trail."""
    then = _states_at(db, submissions, moment)
    states = {each.id: then.get((each.audit_id, each.agency.abbr), _Then()) for each in submissions}
    opened = {number: state.opened for number, state in states.items() if state.opened}
    answers = _by_submission(current_answers(db, list(states), at=moment, opened=opened))
    found = []
    for each in submissions:
        stood = states[each.id].stands(has_answers=bool(answers[each.id]))
        found.append(_return(template, each, answers[each.id])._replace(status=stood, state=None))
    return found


def _return(template: Template, submission: Submission, answers: list[Answer]) -> Return:
    agency, said = submission.agency, cells(template, answers)
    stands = status(submission, has_answers=bool(answers))
    finer = state(submission, has_answers=bool(answers), is_ready=is_ready(template, submission.sector, said))
    return Return(agency.abbr, agency.name, submission.sector, stands, said, submission.scope, finer)


def _by_submission(answers: list[Answer]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        found[answer.submission_id].append(answer)
    return found


class _Then(NamedTuple):
    """What the trail had said of a return by some moment; `opened` is the entry that opened it again, if it was."""

    is_excused: bool = False
    is_signed: bool = False
    opened: int = 0

    def stands(self, *, has_answers: bool) -> Status:
        return status_of(is_excused=self.is_excused, is_signed=self.is_signed, has_answers=has_answers)

    def after(self, event: Event) -> "_Then":
        is_excused, is_in = bool(event.facts.get("excused_at")), bool(event.facts["submitted_at"])
        opened = event.number if event.action == REOPENED else self.opened
        return _Then(is_excused, is_in or self.is_signed, 0 if is_in or not self.is_signed else opened)


def _states_at(db: Session, submissions: list[Submission], moment: datetime) -> dict[tuple[int, str], _Then]:
    """The last the trail had said of each return by then, by audit and agency."""
    wanted = select(Event).where(
        Event.audit_id.in_({each.audit_id for each in submissions}), Event.at <= moment, Event.answer_id.is_(None)
    )
    found: dict[tuple[int, str], _Then] = defaultdict(_Then)
    for event in db.scalars(wanted.order_by(Event.audit_id, Event.number)):
        if "submitted_at" in event.facts:
            found[event.audit_id, event.about] = found[event.audit_id, event.about].after(event)
    return found


def figures_of(db: Session, template: Template, submissions: list[Submission]) -> Figures:
    """Those submissions, counted."""
    return figures(template, returns_of(db, template, submissions))
