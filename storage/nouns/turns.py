"""The conversation as it went: each turn, who was handed a question, what was shown where, and files still owed."""

from datetime import datetime

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


class OwedFile(Base):
    """A file shared in Slack that is still to be fetched: gone once it is evidence, or its sender was told why not."""

    __tablename__ = "owed_files"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source: Mapped[str] = mapped_column(unique=True)
    file_id: Mapped[str]
    user: Mapped[str]
    channel: Mapped[str]
    thread: Mapped[str]  # the ts of the message whose thread it is in; empty for none
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    place: Mapped[str]  # what a form asked for; empty where its words decide
    at: Mapped[datetime]  # when it was noted, or last tried
    tries: Mapped[int]
