"""What a conversation stands on: the questionnaire, the person, and what the record holds now. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from config.dates import uk_date
from config.questionnaire import Template
from intake.returns import EMPTY, NO_DATES, Cell, Cells, FileDates, LastTime

CLOSED = "This audit is closed, so answers can no longer be changed."


class Key(NamedTuple):
    """One prompt of one question."""

    question: str
    prompt: str


class Asks(StrEnum):
    """What the person was last asked for."""

    HOME = "home"  # nothing: the task list, the receipt
    PROMPT = "prompt"
    REASON = "reason"  # why a question does not apply
    CLASH = "clash"  # which of two answers stands
    REVIEW = "review"
    NAME = "name"  # the sign-off
    REOPEN = "reopen"  # why a submitted return is changed
    SCOPE = "scope"
    HAND = "hand"  # to whom a question goes
    LAST = "last"  # whether last time's answer is kept, changed or dropped
    LAST_OF_STANDARD = "last of standard"  # whether those of a whole standard are kept


@dataclass(frozen=True)
class Place:
    """What was last shown to a person; their next words are read as the reply to it.

    `shown` is the id of the answer that stood there (0 for none), so that nobody overwrites what they have not seen.
    `then` is where a change leads back to. `held` are words that found no place yet; they are never dropped.
    """

    asks: Asks = Asks.HOME
    question: str = ""
    prompt: str = ""
    shown: int = 0
    then: str = ""  # "", "next" or "review"
    held: str = ""

    @property
    def key(self) -> Key:
        return Key(self.question, self.prompt)

    def __str__(self) -> str:
        """Short enough for a button; the held words stay in the record."""
        return "/".join((self.asks, self.question, self.prompt, str(self.shown), self.then))

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that was written with `str`; home for anything else."""
        parts = text.split("/")
        if len(parts) != 5 or parts[0] not in list(Asks) or not parts[3].isdecimal() or len(parts[3]) > 18:
            return cls()
        return cls(Asks(parts[0]), parts[1], parts[2], int(parts[3]), parts[4])


class StandingAnswer(NamedTuple):
    """An answer that stands, and who gave it."""

    id: int
    value: str
    not_applicable: bool
    said_by: str
    said_at: datetime
    kept_from: str = ""  # the round (key) whose answer it is


class Attached(NamedTuple):
    """A file that came with a question; `size` in bytes."""

    name: str
    size: int
    said_by: str
    sha256: str = ""
    days: FileDates = NO_DATES
    id: int = 0  # of the answer that it came with: the newest is the largest


class Person(NamedTuple):
    """A contact of the agency."""

    id: int
    name: str
    email: str


@dataclass(frozen=True)
class ReturnState:
    """The agency's return to the audit: what it is called, how far it is, and what may still be done to it."""

    audit: str
    abbr: str
    agency: str
    due: date
    reference: str
    scope: str = ""
    submitted_at: datetime | None = None
    submitted_by: str = ""
    reopened_at: datetime | None = None
    reopened_because: str = ""
    is_closed: bool = False
    is_excused: bool = False


@dataclass(frozen=True)
class Here:
    """Everything the next step is computed from."""

    template: Template
    sector: str
    state: ReturnState
    me: Person
    colleagues: tuple[Person, ...] = ()
    standing: Mapping[Key, StandingAnswer] = field(default_factory=dict)
    said: Cells = field(default_factory=dict)
    files: Mapping[str, tuple[Attached, ...]] = field(default_factory=dict)  # by question
    skips: Mapping[str, int] = field(default_factory=dict)  # how often a question was put off
    left: frozenset[Key] = frozenset()  # boxes left empty
    holders: Mapping[str, Person] = field(default_factory=dict)  # who a question was handed to
    last: LastTime | None = None  # what the agency said in the round before
    at_risk: tuple[str, ...] = ()
    today: date = date.max
    ask_whom: tuple[str, ...] = ()  # the partnership's people, "Jo Bloggs, jo@example.org"
    worked_out: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # of this alone

    def owed(self, told: str = "It is due on {day}.") -> str:
        """By when the return is asked for, in those words; why it is not, or that its last day is over."""
        if self.state.is_closed:
            return CLOSED
        if self.state.is_excused:
            return f"{self.state.agency} does not need to answer this audit. You may all the same."
        if self.state.due < self.today:
            return f"The last day was {uk_date(self.state.due)}. What you answer counts until the audit is closed."
        return told.format(day=uk_date(self.state.due))

    def cell(self, question: str) -> Cell:
        return self.said.get((question, "agency"), EMPTY)

    def is_with_another(self, question: str) -> bool:
        return question in self.holders and self.holders[question].id != self.me.id
