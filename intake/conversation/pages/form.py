"""The form of a whole question: its boxes with what they open with, and the form as it comes back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from config.questionnaire import Prompt, Question
from intake.conversation.pages.page import Choice
from intake.conversation.pages.values import choices, last_shown, value_shown
from intake.conversation.state import Attached, Here, Key, StandingAnswer, Step, progress, prompts

REASON_BOX = "not-applicable-reason"
SET_ASIDE = "N/A"  # the value of the choice that takes a reason


@dataclass(frozen=True)
class Box:
    """One box of a form: `opens_with` is the value of a choice or words, `shown` the same as people read it."""

    prompt: Prompt
    choices: tuple[Choice, ...] = ()
    stands: StandingAnswer | None = None
    opens_with: str = ""
    shown: str = ""
    last: str = ""  # what was said last time, where nothing stands


@dataclass(frozen=True)
class OpenedForm:
    """What travels with a form: the answers it shows (their ids), and the prompts whose answer it may replace."""

    question: str
    then: str = ""  # where saving it leads back to, as in Place
    shown: Mapping[str, int] = field(default_factory=dict)
    over: tuple[str, ...] = ()


class FilledForm(NamedTuple):
    """A form as it came back: words by prompt as a person would type them, the reason of an N/A, and its files.

    A box that could not show its words, and comes back empty, is left out of `values`.
    """

    values: Mapping[str, str]
    reason: str = ""
    files: tuple[str, ...] = ()  # by the names that the channel has for them


@dataclass(frozen=True)
class QuestionForm:
    """Every prompt of a question with what stands; `clashes` tell what colleagues said while it was open."""

    asked: Question
    progress: str
    boxes: tuple[Box, ...]
    files: tuple[Attached, ...]
    reason: str | None  # of the N/A that stands; None where the audit takes none
    opened: OpenedForm
    clashes: tuple[str, ...] = ()
    is_submitted: bool = False
    is_closed: bool = False

    @property
    def can_be_filled(self) -> bool:
        return not (self.is_submitted or self.is_closed)


def question_form(
    here: Here, asked: Question, then: str = "", clashes: Sequence[str] = (), over: Sequence[str] = ()
) -> QuestionForm:
    """The form of a question, with what stands; `over` are the prompts it will replace when it is saved."""
    own, cell = prompts(here, asked), here.cell(asked.ref)
    shown = {each.key: standing.id for each in own if (standing := here.standing.get(Key(asked.ref, each.key)))}
    reason = next(iter(cell.words.values()), "") if cell.not_applicable else ""
    return QuestionForm(
        asked,
        progress(here, asked),
        tuple(_box(here, Step(asked, each)) for each in own),
        tuple(here.files.get(asked.ref, ())),
        reason if here.template.scale.not_applicable else None,
        OpenedForm(asked.ref, then, shown, tuple(over)),
        tuple(clashes),
        is_submitted=here.state.submitted_at is not None,
        is_closed=here.state.is_closed,
    )


def _box(here: Here, step: Step) -> Box:
    offered, stands = choices(here, step), here.standing.get(step.key)
    words = stands.value if stands and not stands.not_applicable else ""
    is_aside = bool(offered) and here.cell(step.question.ref).not_applicable
    last = "" if stands or is_aside else last_shown(here, step)
    return Box(step.prompt, offered, stands, SET_ASIDE if is_aside else words, value_shown(here, step.key), last)
