"""What could not be done, until a person mends it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class NotedFault(Base):
    """One thing that could not be done, what broke it, and when; nobody's words, for they are not ours to spread."""

    __tablename__ = "faults"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    about: Mapped[str] = mapped_column(unique=True)
    said: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
