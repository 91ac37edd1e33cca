"""An audit, and the return each agency owes to it."""

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.nouns.base import Base, KeptBytes, pair
from storage.nouns.people import Agency, Partnership

TABLES = (".csv", ".tsv", ".txt", ".xlsx")  # how the name ends where a table signed, and nobody in person
submission_partnerships = pair("submission_partnerships", "submissions.id", "partnerships.id")


class Audit(Base):
    """One round of a template. The exact bytes it was opened with are kept: an edited file changes no running audit."""

    __tablename__ = "audits"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    template: Mapped[bytes] = mapped_column(KeptBytes, deferred=True)  # long, and parsed once
    opens: Mapped[date]
    due: Mapped[date]
    after: Mapped[str] = mapped_column(default="", server_default="")  # the key of the round before
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
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), init=False, index=True)
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
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)  # a manager accepted what stands
    accepted_by: Mapped[str] = mapped_column(default="", server_default="")
    excused_at: Mapped[datetime | None] = mapped_column(default=None)
    excused_because: Mapped[str] = mapped_column(default="", server_default="")
    paused_until: Mapped[date | None] = mapped_column(default=None)  # no nudges before this day
    extended_to: Mapped[date | None] = mapped_column(default=None)
    trail_from: Mapped[int] = mapped_column(default=0, server_default="0")  # the audit's entry that its own go on from
    trail_length: Mapped[int] = mapped_column(default=0, server_default="0")
    trail_head: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def is_mended(self) -> bool:
        """Signed, and open again for a change: it counts as it was signed until it is signed anew."""
        return self.signed_at is not None and self.submitted_at is None

    @property
    def signed_by(self) -> str:
        """Who signed what is in; empty while it is open again, and where it came in a table, whose name is nobody's."""
        return "" if self.submitted_by.lower().endswith(TABLES) else self.submitted_by

    @property
    def is_sent_again(self) -> bool:
        """In, after it had been opened again for a change."""
        return self.submitted_at is not None and self.reopened_at is not None

    @property
    def is_waited_for(self) -> bool:
        """Neither in nor excused, in an audit that is open."""
        return self.audit.closed_at is None and self.submitted_at is None and self.excused_at is None

    def is_paused(self, on: date) -> bool:
        """Whether its agency is left in peace on that day: no reminder goes before the day that was named."""
        return self.paused_until is not None and self.paused_until > on

    @property
    def due(self) -> date:
        """Its last day: its own where it was given a later one."""
        return max(self.extended_to or self.audit.due, self.audit.due)
