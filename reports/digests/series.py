"""The digests a partnership was sent: messages whose keys say which audit, which partnership, and which round."""

from datetime import UTC, datetime
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.nouns import Audit, Message
from storage.record import begins


def series(audit: str, partnership: str) -> str:
    """How the keys of all digests of an audit to a partnership begin: "digest:KEY:PARTNERSHIP:"."""
    return f"digest:{quote(audit, safe='')}:{quote(partnership, safe='')}:"


def series_of(key: str) -> str:
    """The beginning that a digest's key shares with all others of its audit and partnership."""
    return ":".join(key.split(":", 3)[:3]) + ":"


def key_of(audit: str, partnership: str, slot: datetime | str, to: str) -> str:
    """The key of one digest to one reader; the slot is the same for all readers: a moment, or what ordered it."""
    mark = slot if isinstance(slot, str) else slot.astimezone(UTC).isoformat()
    return f"{series(audit, partnership)}{mark}:{to}"


def last_sent(db: Session, audit: Audit, partnership: str) -> datetime | None:
    """The moment whose figures the last digest told that left; None where none has."""
    wanted = select(func.max(Message.not_before)).where(
        begins(db, Message.key, series(audit.key, partnership)), Message.cancelled_at.is_(None)
    )
    return db.scalar(wanted.where(Message.sent_at.is_not(None)))


def last_queued(db: Session) -> dict[str, datetime]:
    """By series, the moment of the last digest that was written, whether it has left or not."""
    written = select(Message.key, Message.not_before).where(
        begins(db, Message.key, "digest:"), Message.cancelled_at.is_(None)
    )
    last: dict[str, datetime] = {}
    for key, at in db.execute(written):
        if at is not None:
            last[series_of(key)] = max(at, last.get(series_of(key), at))
    return last
