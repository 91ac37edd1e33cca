"""The post: forms we sent, messages that go out, letters that came in, and where they were seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class Sent(Base):
    """The exact form a contact was sent; a reply is read against it."""

    __tablename__ = "sent"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    form: Mapped[str]
    sent_at: Mapped[datetime]
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), default=None)  # where replies go
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), default=None)  # whose updates they are


class Receipt(Base):
    """A letter or event that came in and what became of it; `raw_key` finds its bytes."""

    __tablename__ = "receipts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source: Mapped[str] = mapped_column(unique=True)
    raw_key: Mapped[str]
    received_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="unread", index=True)
    reason: Mapped[str] = mapped_column(default="")
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), default=None, index=True)
    size: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[str] = mapped_column(default="", index=True)
    body_sha256: Mapped[str] = mapped_column(String(64), default="")  # of what follows the header
    sender: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), default=None)
    tries: Mapped[int] = mapped_column(default=0)
    decided_by: Mapped[str] = mapped_column(default="")  # who released or discarded it
    partnership: Mapped[str] = mapped_column(default="", server_default="")  # whose own mailbox it came to


class Sighting(Base):
    """A place in a mailbox where a letter was seen; `filed_at` once the server was told that we have it."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("mailbox", "uidvalidity", "uid"), Index(None, "mailbox", "filed_at"))
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    mailbox: Mapped[str]
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    uid: Mapped[int] = mapped_column(BigInteger)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"))
    filed_at: Mapped[datetime | None] = mapped_column(default=None)


class Message(Base):
    """Something we tell a person unasked, written in the transaction that caused it and delivered later."""

    __tablename__ = "messages"
    __table_args__ = (Index(None, "recipient", "not_before"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    via: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), default=None, index=True)
    not_before: Mapped[datetime | None] = mapped_column(default=None)
    not_after: Mapped[datetime | None] = mapped_column(default=None)
    claimed_until: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    html: Mapped[str] = mapped_column(default="")
    token: Mapped[str] = mapped_column(
        default="", index=True
    )  # of the form a reply answers; goes into Reply-To and References
    auto_submitted: Mapped[str] = mapped_column(default="")  # auto-generated, auto-replied, or empty
    in_reply_to: Mapped[str] = mapped_column(default="")  # the Message-ID answered, in its brackets
    references: Mapped[str] = mapped_column(default="")  # Message-IDs, oldest first, with spaces between
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)  # sha256, name, media_type
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"), default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(default="")
    failed_at: Mapped[datetime | None] = mapped_column(default=None)  # given up; s11 outbox retry takes it up again
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    reply_to: Mapped[str] = mapped_column(default="")  # whom a reply goes to where it is not an answer to a form
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)  # what its channel draws it from
    posted: Mapped[str] = mapped_column(default="")  # where it stands in Slack: channel and ts
    partnership: Mapped[str] = mapped_column(default="", server_default="")  # whose sender; else as its return says
