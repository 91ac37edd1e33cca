"""What one turn comes to: what is written down, where it leaves the person, and what they are told. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from config.questionnaire import Kind, Unclear
from config.words import count, listing
from intake.conversation.state.last_time import is_undecided
from intake.conversation.state.situation import CLOSED, Asks, Here, Key, Person, Place, StandingAnswer
from intake.conversation.state.steps import Step, is_open, next_step, rest_of, steps
from intake.returns import FileDates, Given

MOST_REFS = 8  # questions named one by one


class Show(StrEnum):
    """A page shown before the question goes on."""

    STATUS = "status"
    OPEN = "open"
    HELP = "help"
    WHY = "why"
    COPY = "copy"
    PAUSED = "paused"
    AGENCIES = "agencies"


@dataclass(frozen=True)
class Record:
    """An answer."""

    given: Given


@dataclass(frozen=True)
class Overrule:
    """An answer put in the place of a colleague's, who is told."""

    given: Given
    over: StandingAnswer


@dataclass(frozen=True)
class KeepLast:
    """Last time's answers to these questions, said again."""

    questions: tuple[str, ...]


@dataclass(frozen=True)
class Drop:
    """Last time's answer to a question, not offered any more."""

    question: str


@dataclass(frozen=True)
class Detach:
    """A file taken back from a question."""

    question: str
    sha256: str


@dataclass(frozen=True)
class DateFile:
    """How old a file of the return is by itself."""

    sha256: str
    days: FileDates


@dataclass(frozen=True)
class Skip:
    """A question put off, or a box left empty."""

    key: Key


@dataclass(frozen=True)
class Hand:
    """Questions given to a colleague, or back to everybody where `to` is nobody."""

    questions: tuple[str, ...]
    to: Person | None


@dataclass(frozen=True)
class Submit:
    """The return sent, signed with a name."""

    name: str


@dataclass(frozen=True)
class Reopen:
    """A sent return taken back for a change."""

    because: str


@dataclass(frozen=True)
class SpeakFor:
    """Which departments the return speaks for."""

    scope: str


Effect = Record | Overrule | KeepLast | Drop | Detach | DateFile | Skip | Hand | Submit | Reopen | SpeakFor


@dataclass(frozen=True)
class Move:
    """What one reply comes to. Without `go`, what follows `after` is worked out once the effects are in the record."""

    effects: tuple[Effect, ...] = ()
    go: Place | None = None
    after: Place | None = None
    notes: tuple[str, ...] = ()
    show: Show | None = None
    is_unclear: bool = False
    is_new: bool = False  # the whole question is shown again


def onward(here: Here, after: Place | None = None) -> Place:
    """The next thing to ask, or the review where nothing is left.

    A change goes through the rest of its question, and back to the review where it came from there. Words that are
    held go with the person as far as the box that takes them.
    """
    if after is not None and after.held and (place := _with_held_words(here, after)):
        return place
    if after is not None and after.then:
        rest = rest_of(here, after.key)
        if rest is not None:
            return at(here, rest, after.then)
        if after.then == "review":
            return Place(Asks.REVIEW)
    step = next_step(here, after.key if after else None)
    return at(here, step) if step else Place(Asks.REVIEW)


def _with_held_words(here: Here, after: Place) -> Place | None:
    rest = [each for each in steps(here) if each.question.ref == after.question]
    rest = rest[[each.key for each in rest].index(after.key) + 1 :] if after.key in [each.key for each in rest] else []
    step = next((each for each in rest if _takes_words(each) or is_open(here, each)), None)
    return at(here, step, after.then, after.held) if step else None


def _takes_words(step: Step) -> bool:
    return step.prompt.kind is Kind.TEXT and not step.prompt.is_plan


def at(here: Here, step: Step, then: str = "", held: str = "") -> Place:
    """The place of a step as it is now; what stands there is what the person is about to see."""
    if not held and is_undecided(here, step.question.ref):
        return Place(Asks.LAST, *step.key, then=then)
    standing = here.standing.get(step.key)
    return Place(Asks.PROMPT, *step.key, shown=standing.id if standing else 0, then=then, held=held)


def whom(here: Here) -> str:
    """Who to write to for what the conversation cannot do."""
    return f"Write to {here.ask_whom[0]}." if here.ask_whom else "Your partnership can help."


def refuse_unless_open(here: Here) -> None:
    if here.state.is_closed:
        raise Unclear(f"{CLOSED} {whom(here)}")
    if here.state.submitted_at is not None:
        raise Unclear("Your return is submitted. Type reopen first.")


def named(refs: tuple[str, ...]) -> str:
    """Such as "Question 4 is", "Questions 4, 5 and 7 are"; of many the first and the last."""
    if len(refs) == 1:
        return f"Question {refs[0]} is"
    if len(refs) > MOST_REFS:
        return f"{count(len(refs), 'question')}, {refs[0]} to {refs[-1]}, are"
    return f"Questions {listing(refs)} are"
