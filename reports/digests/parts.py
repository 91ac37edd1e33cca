"""What a digest is made of, and what it tells beside the figures. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from reports.figures import Differing, of

BARS = "Rated answers that are met, by standard"


class StandardBar(NamedTuple):
    """One standard of a digest: how many of its rated answers are met."""

    title: str
    met: int
    rated: int

    @property
    def says(self) -> str:
        return of(self.met, self.rated)

    @property
    def width(self) -> int:
        """Of a hundred."""
        return round(100 * self.met / self.rated)


class Section(NamedTuple):
    """A heading, its sentences of one line each, and the place in the report that holds the whole list."""

    title: str
    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """What needs a person."""

    held: int = 0  # letters of these agencies
    unplaced: int = 0  # letters held that belong to no agency yet
    pleas: Sequence[tuple[str, str]] = ()  # agencies that asked something of a manager, and what
    unreachable: Sequence[str] = ()  # agencies none of whose contacts can be reached
    tags: int = 0
    unread: Sequence[str] = ()  # agencies whose answers came in a file that nobody could read
    differing: Sequence[Differing] = ()  # where two colleagues answer differently
    answered_back: Sequence[str] = ()  # where an agency answered what was asked back: "GP1 (5.2)"
    asked_back: Sequence[str] = ()  # where it has not
    overdue_actions: Sequence[str] = ()  # past their last day: "CoL (3)", and "shared (4)"
    done_actions: Sequence[str] = ()  # said to be done, to be accepted
    sent_again: Sequence[str] = ()  # agencies whose return came back with its points mended


@dataclass(frozen=True)
class Digest:
    """What one partnership is told at one moment."""

    audit: str
    partnership: str | None
    on: date
    sections: tuple[Section, ...]
    witness: str  # the end of the audit's trail, so that a tail cut off later is noticed
    waiting: Waiting = Waiting()  # what stands in one of the sections, to be told to others in other words
    is_closed: bool = False
    headline: str = ""
    bars: tuple[StandardBar, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)  # of agencies, by their abbreviations

    def bars_over(self, section: Section) -> tuple[StandardBar, ...]:
        """The bars that every way of telling draws above this section, under the title BARS; before the ratings."""
        return self.bars if section.anchor == "ratings" else ()


class Mentioned(NamedTuple):
    """How often a theme is written about, if at all. `not_by` are the agencies that wrote but never about it."""

    title: str
    agencies: int
    of_agencies: int
    answers: int
    of_answers: int
    not_by: Sequence[str]
    core: bool = False  # told even where nobody mentions it


@dataclass(frozen=True)
class Since:
    """What happened since the last digest, beside the figures; lists hold agencies."""

    on: date | None = None  # None for the first digest, which tells all there was
    changed: Sequence[str] = ()  # changed after they were sent
    late: Sequence[str] = ()
    files: Sequence[tuple[str, int]] = ()  # evidence newly in: how many files of each agency


@dataclass(frozen=True)
class Facts:
    """What a digest tells beside the figures."""

    due: date
    is_closed: bool = False
    since: Since = Since()
    waiting: Waiting = Waiting()
    themes: Sequence[Mentioned] = ()
    mentions: Sequence[str] = ()  # what the answers to some questions, and under each prompt, are about
    worries: dict[str, str] | None = None  # by question: the theme most worried about
    quotes: Sequence[str] = ()  # of what works: approved, redacted, with the agency that said it
    moved: Sequence[str] = ()  # since the round before
    worry_quotes: Sequence[str] = ()  # the same of what worries
    witness: str = ""
