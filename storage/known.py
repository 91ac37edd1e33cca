"""Which stored files the record refers to; whatever else lies in the store is an orphan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Evidence, Receipt


def known_keys(db: Session) -> set[str]:
    """The SHA-256 of every file of evidence and of every raw letter."""
    return {*db.scalars(select(Evidence.sha256).distinct()), *db.scalars(select(Receipt.raw_key).distinct())} - {""}
