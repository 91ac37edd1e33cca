"""What stands now: of all that was said, the latest answer to each prompt by each side."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from storage.nouns import Agency, Answer, Event, Submission
from storage.record.trail import REOPENED


def current_answers(
    db: Session,
    submissions: Collection[int],
    *,
    at: datetime | None = None,
    tags: bool = True,
    opened: Mapping[int, int] | None = None,
) -> list[Answer]:
    """The answers of these submissions (ids) that nothing supersedes, in order of submission, question and prompt.

    With `at`, those that stood at that moment. Without `tags`, their themes are not read along, which is quicker.
    `opened` names returns that are mended, with the entry of the trail that opened them: what their agencies said
    after it is left out.
    """
    before = [Answer.said_at <= at] if at else []
    if opened:
        before.append(Answer.id.not_in(_drafts(opened)))
    latest = (
        select(
            Answer.id,
            func.row_number()
            .over(
                partition_by=(Answer.submission_id, Answer.by, Answer.question, Answer.prompt),
                order_by=(Answer.said_at.desc(), Answer.id.desc()),
            )
            .label("place"),
        )
        .where(Answer.submission_id.in_(submissions), *before)
        .subquery()
    )
    chosen = (
        select(Answer)
        .join(latest, latest.c.id == Answer.id)
        .where(latest.c.place == 1)
        .order_by(Answer.submission_id, Answer.question, Answer.by, Answer.prompt)
        .options(selectinload(Answer.evidence), *([selectinload(Answer.tags)] if tags else []))
    )
    return list(db.scalars(chosen))


def counted_answers(db: Session, submissions: Sequence[Submission], *, tags: bool = True) -> list[Answer]:
    """The answers that count: those that stand, and of a return that is mended those that stood before."""
    mended = [each for each in submissions if each.is_mended]
    return current_answers(db, [each.id for each in submissions], tags=tags, opened=_opened(db, mended))


def _opened(db: Session, mended: Sequence[Submission]) -> dict[int, int]:
    """The entry of the trail that opened each of these returns again, by submission."""
    if not mended:
        return {}
    wanted = (
        select(Submission.id, func.max(Event.number))
        .join(Agency, Agency.id == Submission.agency_id)
        .join(Event, and_(Event.audit_id == Submission.audit_id, Event.about == Agency.abbr))
        .where(Submission.id.in_([each.id for each in mended]), Event.action == REOPENED)
        .group_by(Submission.id)
    )
    return {submission: number for submission, number in db.execute(wanted)}


def _drafts(opened: Mapping[int, int]) -> Select[int]:
    """What agencies said of these returns since they were opened again (ids of answers)."""
    since = [and_(Answer.submission_id == each, Event.number > number) for each, number in opened.items()]
    return select(Answer.id).join(Event, Event.answer_id == Answer.id).where(Answer.by == "agency", or_(*since))
