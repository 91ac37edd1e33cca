"""What managers made of a return, answer by answer and as a whole."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class Review(Base):
    """One thing a manager made of a return: why an answer was rated so, a point to mend, an acceptance, a decision.

    Only ever added. The rating itself is an answer of the partnership with the same source.
    """

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("submission_id", "source", "question", "verdict"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    question: Mapped[str]  # empty: the return as a whole
    verdict: Mapped[str] = mapped_column(String(12))  # rated | to mend | returned | accepted | decided
    value: Mapped[str]  # the rating, or what was decided
    because: Mapped[str]
    said_by: Mapped[str]
    via: Mapped[str]
    source: Mapped[str]
    said_at: Mapped[datetime]
