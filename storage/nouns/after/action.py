"""What is to be done after a round, by whom and by when, and all that was said of it since."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from config.dates import last_day, today
from storage.nouns.answers import Evidence
from storage.nouns.base import Base, pair

ASSURANCE, HANDED = "assurance:", "handed:"  # how the source of an action begins that is one of these
action_evidence = pair("action_evidence", "action_entries.id", "evidence.id")


class Action(Base):
    """Something that is to be done; as it was first agreed. What became of it are its entries.

    Without a submission it is shared: it belongs to the group or person named as owner.
    """

    __tablename__ = "actions"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    partnership: Mapped[str]  # key, for a shared one; empty: of the whole audit
    number: Mapped[int]
    what: Mapped[str]
    refs: Mapped[str]  # the questions whose answers it rests on: "4.3, 4.4"
    because: Mapped[str]
    owner: Mapped[str]  # a person or a group; empty: the agency
    by_when: Mapped[str]  # 2010, 2010-03 or 2010-03-31; empty: nobody has said
    known_by: Mapped[str]
    source: Mapped[str]
    made_by: Mapped[str]
    via: Mapped[str]
    made_at: Mapped[datetime]
    entries: Mapped[list["ActionEntry"]] = relationship(default_factory=list, order_by="ActionEntry.id")

    def last(self, *kinds: str) -> "ActionEntry | None":
        """The last entry of these kinds."""
        return next((each for each in reversed(self.entries) if each.kind in kinds), None)

    @property
    def is_assurance(self) -> bool:
        """A report on the agency's other actions, asked for months after them."""
        return self.source.startswith(ASSURANCE)

    @property
    def is_handed(self) -> bool:
        """About an agency, and for somebody of the partnership to do."""
        return self.source.startswith(HANDED)

    @property
    def owned_by(self) -> str:
        """Who does it, as it was said last: a person or a group; empty where it is the agency."""
        named = self.last("owned")
        return named.value if named else self.owner

    @property
    def last_word(self) -> str:
        """What its owner said of it last; a bare "done" after it takes no words away."""
        said = (each.words for each in reversed(self.entries) if each.kind in ("update", "done"))
        return next(filter(None, said), "")

    @property
    def timescale(self) -> str:
        """By when, as it was moved last."""
        moved = self.last("moved")
        return moved.value if moved else self.by_when

    @property
    def due(self) -> date | None:
        """Its last day: of a month or a year the last one."""
        return last_day(self.timescale) if self.timescale else None

    @property
    def is_done(self) -> bool:
        """Its owner says so, and nobody has accepted it yet or sent it back."""
        said = self.last("done", "closed", "opened")
        return said is not None and said.kind == "done"

    def is_open(self, on: date) -> bool:
        """Whether it was not closed by the end of that day."""
        said = self.last("closed", "opened")
        return said is None or said.kind == "opened" or today(said.said_at) > on

    def is_overdue(self, on: date) -> bool:
        """Past its last day and not closed; nor is its owner waiting for us to accept it."""
        return self.due is not None and self.due < on and self.is_open(on) and not self.is_done


class ActionEntry(Base):
    """One thing said of an action: an update, that it is done, moved, owned, rated, revised, closed, opened again."""

    __tablename__ = "action_entries"
    __table_args__ = (UniqueConstraint("action_id", "source", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), init=False)
    kind: Mapped[str] = mapped_column(String(12))  # update | done | moved | owned | rated | revised | closed | opened
    words: Mapped[str]
    value: Mapped[str]  # the new day, who does it now, or the rating of the plan
    said_by: Mapped[str]
    via: Mapped[str]
    source: Mapped[str]
    said_at: Mapped[datetime]
    evidence: Mapped[list[Evidence]] = relationship(
        secondary=action_evidence, default_factory=list, order_by="Evidence.sha256"
    )
