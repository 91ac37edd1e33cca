"""The record: who was asked, what was said, and the trail of every write. These models are the domain model.

Further nouns stand in `storage.nouns.follow_up`, `storage.nouns.letters` and `storage.nouns.turns`. They refer to these and never the other way
round, so each of those files works alone; `storage.nouns.metadata` knows them all.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship

from storage.nouns.moments import UtcDateTime


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Names every constraint, so that a migration can drop it on any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads it)
        datetime: UtcDateTime,
        str: Text,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
    }


def _pair(name: str, left: str, right: str) -> Table:
    """A many-to-many table; `left` and `right` are columns of the form table.id."""
    ends: Iterator[Column[int]] = (
        Column(f"{end.split('.')[0]}_id", ForeignKey(end), primary_key=True) for end in (left, right)
    )
    return Table(name, Base.metadata, *ends)


agency_partnerships = _pair("agency_partnerships", "agencies.id", "partnerships.id")
agency_contacts = _pair("agency_contacts", "agencies.id", "contacts.id")
submission_partnerships = _pair("submission_partnerships", "submissions.id", "partnerships.id")
answer_evidence = _pair("answer_evidence", "answers.id", "evidence.id")


class Partnership(Base):
    """A safeguarding partnership: who asks."""

    __tablename__ = "partnerships"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Agency(Base):
    """An organisation that works with children; it may answer to several partnerships."""

    __tablename__ = "agencies"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    abbr: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sector: Mapped[str]
    partnerships: Mapped[list[Partnership]] = relationship(
        secondary=agency_partnerships, default_factory=list, order_by=Partnership.key
    )
    contacts: Mapped[list["Contact"]] = relationship(
        secondary=agency_contacts, back_populates="agencies", default_factory=list, order_by="Contact.email"
    )


class Contact(Base):
    """A person who may speak for an agency, or for several."""

    __tablename__ = "contacts"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    slack_user: Mapped[str | None] = mapped_column(unique=True, default=None)
    role: Mapped[str] = mapped_column(default="")
    left_on: Mapped[date | None] = mapped_column(default=None)
    time_zone: Mapped[str] = mapped_column(default="Europe/London", server_default="Europe/London")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    bounced_at: Mapped[datetime | None] = mapped_column(default=None)  # letters to this address came back
    away_until: Mapped[date | None] = mapped_column(default=None)  # as their automatic reply said
    agencies: Mapped[list[Agency]] = relationship(
        secondary=agency_contacts, back_populates="contacts", default_factory=list
    )

    def has_left(self, on: date) -> bool:
        """From that day on they speak for nobody; until then they do."""
        return self.left_on is not None and self.left_on <= on


class Audit(Base):
    """One round of a template. The exact bytes it was opened with are kept: an edited file changes no running audit."""

    __tablename__ = "audits"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    template: Mapped[bytes] = mapped_column(LargeBinary)
    opens: Mapped[date]
    due: Mapped[date]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    trail_length: Mapped[int] = mapped_column(default=0)
    trail_head: Mapped[str] = mapped_column(default="")
    submissions: Mapped[list["Submission"]] = relationship(back_populates="audit", default_factory=list)


class Submission(Base):
    """One agency's return to one audit. Its partnerships and its sector are those of the day it was opened."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("audit_id", "agency_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), init=False)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), init=False)
    audit: Mapped[Audit] = relationship(back_populates="submissions")
    agency: Mapped[Agency] = relationship()
    sector: Mapped[str]  # decides what is asked, and stays so while the round runs
    partnerships: Mapped[list[Partnership]] = relationship(
        secondary=submission_partnerships, default_factory=list, order_by=Partnership.key
    )
    scope: Mapped[str] = mapped_column(default="")  # the departments it speaks for; empty for the whole agency
    invited_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)  # the last signature; stays while it is mended
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)  # empty while it may be changed
    submitted_by: Mapped[str] = mapped_column(default="")
    reopened_at: Mapped[datetime | None] = mapped_column(default=None)
    reopened_because: Mapped[str] = mapped_column(default="")
    excused_at: Mapped[datetime | None] = mapped_column(default=None)
    excused_because: Mapped[str] = mapped_column(default="", server_default="")
    paused_until: Mapped[date | None] = mapped_column(default=None)  # no nudges before this day
    extended_to: Mapped[date | None] = mapped_column(default=None)

    @property
    def is_mended(self) -> bool:
        """Signed, and open again for a change: it counts as it was signed until it is signed anew."""
        return self.signed_at is not None and self.submitted_at is None

    @property
    def due(self) -> date:
        """Its last day: its own where it was given a later one."""
        return max(self.extended_to or self.audit.due, self.audit.due)


class Answer(Base):
    """One thing someone said. Never edited: a later answer to the same prompt, by the same side, supersedes it."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("submission_id", "source", "question", "prompt"),
        Index(None, "submission_id", "by", "question", "prompt", "said_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    by: Mapped[str] = mapped_column(String(12))  # agency | partnership
    question: Mapped[str]
    prompt: Mapped[str]
    value: Mapped[str]  # a code of the scale, yes, no, words, a number, an ISO date; the reason when not applicable
    said_by: Mapped[str]
    via: Mapped[str]
    source: Mapped[str]  # the letter, press or file it came in; counts once
    said_at: Mapped[datetime]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[list["Evidence"]] = relationship(
        secondary=answer_evidence, default_factory=list, order_by="Evidence.sha256"
    )
    tags: Mapped[list["Tag"]] = relationship(default_factory=list, order_by="Tag.start, Tag.theme")


class Evidence(Base):
    """A file somebody gave, known by the SHA-256 of its bytes; its name is data and never a path."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("sha256", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))
    media_type: Mapped[str]  # found in its bytes
    scan: Mapped[str] = mapped_column(default="not scanned")  # or scan pending, clean, flagged: NAME
    scanned_at: Mapped[datetime | None] = mapped_column(default=None)
    flags: Mapped[str] = mapped_column(default="")  # such as "archive, encrypted"
    kept_at: Mapped[datetime | None] = mapped_column(default=None)  # when it last came in


class Tag(Base):
    """A theme found in an answer's words, from `start` to `end` in characters."""

    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), init=False, index=True)
    theme: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    version: Mapped[str]
    score: Mapped[float] = mapped_column(default=1.0)
    why: Mapped[str] = mapped_column(default="")  # pattern | model
    words: Mapped[str] = mapped_column(default="")  # those that decided it
    sentence_start: Mapped[int] = mapped_column(default=0)
    sentence_end: Mapped[int] = mapped_column(default=0)
    decision: Mapped[str] = mapped_column(default="")  # confirmed | rejected by a person; outlives tagging again
    decided_by: Mapped[str] = mapped_column(default="")


class Event(Base):
    """One entry of an audit's trail. `digest` seals who and what with a salt; `hash` seals it to the entry before."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)
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
