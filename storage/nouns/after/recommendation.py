"""What the partnership recommends after a round, numbered as its report prints it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class Recommendation(Base):
    """A numbered recommendation: who owns it, which answers it rests on, which priorities it serves. Only added."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    partnership: Mapped[str]  # key; empty: of the whole audit
    number: Mapped[int]
    words: Mapped[str]
    owner: Mapped[str]  # the group that owns it
    refs: Mapped[str]  # the questions whose answers it rests on: "4.3, 4.4"
    priorities: Mapped[str]  # keys of the partnership's priorities, parted by commas
    source: Mapped[str]
    made_by: Mapped[str]
    via: Mapped[str]
    made_at: Mapped[datetime]
