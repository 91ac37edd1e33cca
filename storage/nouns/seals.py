"""Seals over rows that no entry of a trail tells of."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.nouns.base import Base


class Seal(Base):
    """Some rows of a table, each with the hash of what it held. `number` and `hash` chain the seals of the record.

    One that waits has no number yet: whoever changes a row by right leaves it, and the next round chains it.
    """

    __tablename__ = "seals"
    __table_args__ = (Index(None, "what", "last_row"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    what: Mapped[str]  # a table
    rows: Mapped[str]  # each row's id and the start of its hash, as 12:0f3a…, with spaces between
    last_row: Mapped[int]  # the highest id among them
    salt: Mapped[str]
    number: Mapped[int | None] = mapped_column(unique=True, default=None)
    hash: Mapped[str] = mapped_column(default="", server_default="")
