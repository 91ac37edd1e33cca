"""The trail of every write."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base

_OWN = text("submission_id IS NULL")  # PostgreSQL's own word for it would load that dialect at every start


class Event(Base):
    """One entry of a trail. `digest` seals who and what with a salt; `hash` seals it to the entry before.

    A return has a chain of its own, which goes on from an entry of its audit's; what is no return's is in the audit's.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        Index("ix_events_own", "audit_id", "number", unique=True, sqlite_where=_OWN),  # so made on PostgreSQL too
        Index(None, "audit_id", "number"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]
    via: Mapped[str]
    action: Mapped[str]
    about: Mapped[str]  # the agency and question, or the audit; never a person, for it cannot be erased
    facts: Mapped[dict[str, Any]]  # empty where an answer holds the content
    salt: Mapped[str]
    digest: Mapped[str]
    hash: Mapped[str]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), unique=True, default=None)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), default=None)
