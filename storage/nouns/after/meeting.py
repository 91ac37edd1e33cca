"""A meeting about a return: the day it is set for, who was there, and what was noted and came of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.nouns.base import Base


class Meeting(Base):
    """A meeting as it was first set; what was noted since are its entries. Without a submission it is of several."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    partnership: Mapped[str]  # key, for one of several agencies; empty: of the whole audit
    number: Mapped[int]
    set_for: Mapped[date]
    about: Mapped[str]
    source: Mapped[str]
    made_by: Mapped[str]
    via: Mapped[str]
    made_at: Mapped[datetime]
    entries: Mapped[list["MeetingEntry"]] = relationship(default_factory=list, order_by="MeetingEntry.id")

    @property
    def day(self) -> date:
        """The day it is on, as it was moved last."""
        moved = self.last("moved")
        return date.fromisoformat(moved.value) if moved else self.set_for

    @property
    def present(self) -> str:
        """Who was there, as it was said last."""
        said = self.last("present")
        return said.words if said else ""

    def last(self, kind: str) -> "MeetingEntry | None":
        """The last entry of this kind."""
        return next((each for each in reversed(self.entries) if each.kind == kind), None)

    def words_of(self, kind: str) -> list[str]:
        """What was kept of this kind, the oldest first."""
        return [each.words for each in self.entries if each.kind == kind]

    @property
    def actions(self) -> list[int]:
        """The numbers of the actions that came of it."""
        return sorted({int(each.value) for each in self.entries if each.kind == "action"})


class MeetingEntry(Base):
    """One thing kept of a meeting: another day, who was there, a note, an outcome, an action that came of it."""

    __tablename__ = "meeting_entries"
    __table_args__ = (UniqueConstraint("meeting_id", "source", "kind", "value"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), init=False)
    kind: Mapped[str] = mapped_column(String(12))  # moved | present | note | outcome | action
    words: Mapped[str]
    value: Mapped[str]  # the other day, or the number of the action
    said_by: Mapped[str]
    via: Mapped[str]
    source: Mapped[str]
    said_at: Mapped[datetime]
