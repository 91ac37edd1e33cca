"""What is kept beside the answers: calls, remarks, pleas, sentences others may read, how far themes were looked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class Call(Base):
    """A telephone call about a return, as the manager who made it noted it."""

    __tablename__ = "calls"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    said_by: Mapped[str]
    at: Mapped[datetime]
    words: Mapped[str]


class Quote(Base):
    """A sentence of an answer, from `start` to `end`, that a manager lets others read."""

    __tablename__ = "quotes"
    __table_args__ = (UniqueConstraint("answer_id", "start", "end"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"))
    start: Mapped[int]
    end: Mapped[int]
    approved_by: Mapped[str]
    approved_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class Remark(Base):
    """Words of a letter that count nowhere, kept with the return and shown: those that answer no question, and an
    answer (with `question`) that met a colleague's, which stands."""

    __tablename__ = "remarks"
    __table_args__ = (UniqueConstraint("submission_id", "source", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    source: Mapped[str]
    number: Mapped[int]  # its place in the letter
    words: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(default="", server_default="")
    prompt: Mapped[str] = mapped_column(default="", server_default="")
    value: Mapped[str] = mapped_column(default="", server_default="")
    not_applicable: Mapped[bool] = mapped_column(default=False, server_default=false())
    met_source: Mapped[str] = mapped_column(default="", server_default="")  # of the answer it met
    met_prompt: Mapped[str] = mapped_column(default="", server_default="")


class Plea(Base):
    """What an agency asked of a manager: more time, another contact, or an answer. Its words are erasable."""

    __tablename__ = "pleas"
    __table_args__ = (UniqueConstraint("submission_id", "source", "wish"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))  # who hears what was decided
    source: Mapped[str]
    wish: Mapped[str] = mapped_column(String(12))  # more time | not me | question
    words: Mapped[str]
    said_by: Mapped[str]
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")  # what was decided, in a sentence; the answer to a question


class Tagged(Base):
    """That an answer's themes were looked for with a version of the tagger, whether any were found or none."""

    __tablename__ = "tagged"
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    version: Mapped[str]
