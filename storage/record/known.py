"""Which stored files the record refers to; whatever else lies in the store is an orphan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.nouns import Evidence, Message, Receipt


def known_keys(db: Session) -> set[str]:
    """The SHA-256 of every file of evidence, every raw letter, and every file that goes out with a message."""
    outgoing = db.scalars(select(Message.attachments))
    return {
        *db.scalars(select(Evidence.sha256).distinct()),
        *db.scalars(select(Receipt.raw_key).distinct()),
        *(str(each["sha256"]) for files in outgoing for each in files),
    } - {""}
