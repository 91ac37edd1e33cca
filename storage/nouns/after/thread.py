"""A question back and all that was said of it by either side."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.nouns.base import Base


class Thread(Base):
    """A question put back to an agency about one of its answers; open until a manager closes it."""

    __tablename__ = "threads"
    __table_args__ = (UniqueConstraint("submission_id", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    question: Mapped[str]  # empty: about the return as a whole
    wants: Mapped[str] = mapped_column(String(12))  # words | file | answer
    source: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[str] = mapped_column(default="")
    entries: Mapped[list["ThreadEntry"]] = relationship(default_factory=list, order_by="ThreadEntry.id")

    @property
    def waits_for(self) -> str:
        """Whose turn it is, agency or partnership; empty where it is closed."""
        if self.closed_at is not None:
            return ""
        return "partnership" if self.entries and self.entries[-1].by == "agency" else "agency"

    @property
    def last_at(self) -> datetime:
        """When somebody last said something in it."""
        return self.entries[-1].said_at if self.entries else self.opened_at


class ThreadEntry(Base):
    """What one side said in a thread; a source counts once. Files and ratings it brought are answers of its source."""

    __tablename__ = "thread_entries"
    __table_args__ = (UniqueConstraint("thread_id", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), init=False)
    by: Mapped[str] = mapped_column(String(12))  # agency | partnership
    words: Mapped[str]
    said_by: Mapped[str]
    via: Mapped[str]
    source: Mapped[str]
    said_at: Mapped[datetime]
