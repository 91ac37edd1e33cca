"""What stands now: of all that was said, the latest answer to each prompt by each side."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage.models import Answer


def current_answers(
    db: Session, submissions: Collection[int], *, at: datetime | None = None, tags: bool = True
) -> list[Answer]:
    """The answers of these submissions (ids) that nothing supersedes, in order of submission, question and prompt.

    With `at`, those that stood at that moment. Without `tags`, their themes are not read along, which is quicker.
    """
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
        .where(Answer.submission_id.in_(submissions), *([Answer.said_at <= at] if at else []))
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
