"""Which stored files the record refers to; whatever else lies in the store is an orphan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Evidence, Message, Receipt


def known_keys(db: Session) -> set[str]:
    """The SHA-256 of every file of evidence, of every raw letter, and of every file that goes out with a message."""
    sent = {str(each["sha256"]) for files in db.scalars(select(Message.attachments)) for each in files}
    return {*db.scalars(select(Evidence.sha256).distinct()), *db.scalars(select(Receipt.raw_key).distinct()), *sent} - {
        ""
    }
