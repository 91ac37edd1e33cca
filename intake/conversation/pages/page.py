"""What a person is shown: values that each channel draws in its own way. Pure."""

from dataclasses import dataclass

from config.questionnaire import Prompt, Question
from intake.conversation.state import Attached, Place, Show


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what to type, what it is called and means; `colour` for ratings only."""

    value: str
    label: str
    meaning: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Asking:
    """One prompt of one question. `is_first` where the question itself is to be shown with it."""

    progress: str
    question: Question
    prompt: Prompt
    is_first: bool
    done: int  # questions answered so far, of those that are reported
    of: int
    choices: tuple[Choice, ...] = ()
    stands: str = ""
    stands_by: str = ""
    last: str = ""  # what was said last time, where nothing stands
    held: str = ""
    files: tuple[Attached, ...] = ()
    old: tuple[str, ...] = ()  # the files that have grown old, each asked for again
    holder: str = ""


@dataclass(frozen=True)
class Wanted:
    """Free words asked for: a reason, a name, a choice between two answers."""

    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Task:
    """One standard in the task list."""

    ref: str
    title: str
    status: str  # Completed | In progress | Not yet started
    done: int
    of: int
    holders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tasks:
    """The task list: U2."""

    title: str
    done: int
    of: int
    tasks: tuple[Task, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewLine:
    """One answer on the review page; `is_missing` where one is needed."""

    label: str
    value: str
    by: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Checked:
    """One question on the review page, with its change."""

    question: Question
    lines: tuple[ReviewLine, ...]
    change: str  # what to type


@dataclass(frozen=True)
class ReviewPage:
    """Check your answers: U3."""

    title: str
    scope: str
    standards: tuple[tuple[str, tuple[Checked, ...]], ...]
    missing: tuple[str, ...]
    files_missing: tuple[str, ...]
    is_ready: bool


@dataclass(frozen=True)
class ReturnReceipt:
    """What a person has in hand after submitting."""

    reference: str
    lines: tuple[str, ...]
    next: tuple[str, ...]


@dataclass(frozen=True)
class Lines:
    """A page of words: help, why we ask, what is open."""

    title: str
    lines: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = ()


Page = Asking | Wanted | Tasks | ReviewPage | ReturnReceipt | Lines


@dataclass(frozen=True)
class Reply:
    """What one turn comes to: what happened, then what is shown, and the place the next words belong to."""

    place: Place
    notes: tuple[str, ...]
    pages: tuple[Page, ...]
    at_risk: tuple[str, ...] = ()  # what to do if a child is at risk now, said when a conversation starts
    did: str = ""  # what the turn was: answered, skip, submitted, unclear…
    is_unclear: bool = False
    show: Show | None = None  # the page asked for; COPY and AGENCIES are the channel's to carry out

    @property
    def is_over(self) -> bool:
        """Whether the person stopped for now."""
        return self.show is Show.PAUSED
