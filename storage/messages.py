"""Messages that wait to be sent, called off by whatever makes them untrue."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.models import Message

NUDGE = "nudge:"


def call_off_nudges(db: Session, submission_id: int, at: datetime) -> None:
    """No nudge about this return leaves any more; what a sender holds at this moment may still go."""
    queued = (
        Message.submission_id == submission_id,
        Message.key.startswith(NUDGE),
        Message.sent_at.is_(None),
        Message.cancelled_at.is_(None),
    )
    db.execute(update(Message).where(*queued).values(cancelled_at=at, last_error="There is nothing to ask any more."))
