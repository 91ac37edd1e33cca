"""What was said: answers, the files that support them, and the themes found in them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.nouns.base import Base, pair

answer_evidence = pair("answer_evidence", "answers.id", "evidence.id")


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
    kept_from: Mapped[str] = mapped_column(default="", server_default="")  # the round (key) whose answer was kept
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
    dated: Mapped[date | None] = mapped_column(default=None)  # the day that the file itself bears
    review_by: Mapped[date | None] = mapped_column(default=None)  # the day by which it is to be looked at again


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
