"""The conversation as it went: each turn, who was handed a question, what was shown where, and what just arrived."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class Turn(Base):
    """One thing a contact said or pressed, and the place it left them at; its source counts once.

    What was answered is in `answers`; here only words that have no place yet are `held`.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("submission_id", "source"),
        Index(None, "contact_id", "submission_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    source: Mapped[str]
    via: Mapped[str]
    at: Mapped[datetime]
    did: Mapped[str]
    question: Mapped[str]  # what it was about
    prompt: Mapped[str]
    place: Mapped[str]  # what was shown next
    held: Mapped[str] = mapped_column(default="")
    seen: Mapped[int] = mapped_column(default=0)  # the newest answer there was (its id)


class Handover(Base):
    """A question given to a colleague of the same agency, or back to everybody; the latest for a question stands."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("submission_id", "source", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    question: Mapped[str]
    by_contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    to_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    source: Mapped[str]
    at: Mapped[datetime]


class Shown(Base):
    """A message of ours in Slack and the place it asked for: words in its thread are about that place."""

    __tablename__ = "shown"
    __table_args__ = (UniqueConstraint("channel", "ts"), Index(None, "channel", "thread", "id"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    channel: Mapped[str]
    ts: Mapped[str]  # the message's own name within its channel
    thread: Mapped[str]  # the ts of the message whose thread it is in, else its own
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    place: Mapped[str]


class InboxRow(Base):
    """One thing that Slack delivered: on disk before Slack hears "ok", and done when its reply was posted.

    In a record on SQLite this table is empty but for what a restore or a migration put there: the rows live in the
    file of the inbox.
    """

    __tablename__ = "inbox_rows"
    __table_args__ = (Index(None, "person", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source: Mapped[str] = mapped_column(unique=True)  # the same delivery twice is one row
    person: Mapped[str]
    kind: Mapped[str]  # which listener heard it
    payload: Mapped[dict[str, Any]]  # what was delivered; empty once the row is done
    came_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)  # when it was last taken up
    holder: Mapped[str] = mapped_column(default="")  # the process that works on it
    held_until: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
