"""The digests a partnership was sent: messages whose keys say which audit, which partnership, and which round."""

from datetime import UTC, datetime
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.nouns import Audit, Message


def series(audit: str, partnership: str) -> str:
    """How the keys of all digests of an audit to a partnership begin: "digest:KEY:PARTNERSHIP:"."""
    return f"digest:{quote(audit, safe='')}:{quote(partnership, safe='')}:"


def series_of(key: str) -> str:
    """The beginning that a digest's key shares with all others of its audit and partnership."""
    return ":".join(key.split(":", 3)[:3]) + ":"


def key_of(audit: str, partnership: str, slot: datetime, to: str) -> str:
    """The key of one digest to one reader; the slot is the same for all readers."""
    return f"{series(audit, partnership)}{slot.astimezone(UTC).isoformat()}:{to}"


def last_sent(db: Session, audit: Audit, partnership: str) -> datetime | None:
    """The moment whose figures the last digest told that left; None where none has."""
    return _last(db, audit.key, partnership, is_sent=True)


def last_queued(db: Session, audit: str, partnership: str) -> datetime | None:
    """The moment of the last digest that was written, whether it has left or not."""
    return _last(db, audit, partnership, is_sent=False)


def _last(db: Session, audit: str, partnership: str, *, is_sent: bool) -> datetime | None:
    wanted = select(func.max(Message.not_before)).where(
        Message.key.startswith(series(audit, partnership), autoescape=True), Message.cancelled_at.is_(None)
    )
    return db.scalar(wanted.where(Message.sent_at.is_not(None)) if is_sent else wanted)
