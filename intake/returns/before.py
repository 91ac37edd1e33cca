"""What an agency said last time, set beside this round's questions: what can be kept, and what is shown. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from config.questionnaire import RATING, YES_NO, Kind, Prompt, Question, Template, same_questions, same_scale
from intake.returns.answer import Given
from intake.returns.standing import EMPTY, REASON, Cell


class LastFile(NamedTuple):
    """A file given last time; `of` is the day it bears or came, `is_old` where it is asked for again."""

    name: str
    sha256: str
    of: date
    is_old: bool


class LastAnswer(NamedTuple):
    """One question's answer of last time: as it stood (`said`, by what was asked), and what of it fits the question."""

    question: str
    was: str
    said: tuple[tuple[str, str], ...]
    fits: tuple[Given, ...]
    files: tuple[LastFile, ...]
    said_by: str
    said_at: datetime

    @property
    def fresh_files(self) -> tuple[LastFile, ...]:
        return tuple(each for each in self.files if not each.is_old)

    @property
    def can_be_kept(self) -> bool:
        return bool(self.fits or self.fresh_files)

    def at(self, prompt: str) -> Given | None:
        """What fits one prompt."""
        return next((each for each in self.fits if each.prompt == prompt and not each.not_applicable), None)


@dataclass(frozen=True)
class LastTime:
    """A round before, as one agency answered it; `answers` by this round's questions, those dropped left out."""

    audit: str
    title: str
    year: str
    scale_changed: bool = False
    answers: Mapping[str, LastAnswer] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Such as "the Section 11 audit 2024"; its year once."""
        return self.title if self.year in self.title else f"{self.title}, {self.year}"


class SaidThen(NamedTuple):
    """What stood on one question: the cell, its files, and who said the last of it when."""

    cell: Cell
    files: tuple[LastFile, ...]
    said_by: str
    said_at: datetime


def last_time(now: Template, then: Template, audit: str, stood: Mapping[str, SaidThen], sector: str) -> LastTime:
    """`stood` by the questions' numbers then; `sector` decides what is asked now."""
    changed = not same_scale(now, then)
    found = {}
    for ref, was in same_questions(now, then).items():
        question, old, said = now.by_ref[ref], then.by_ref[was], stood.get(was)
        if said is None or not question.asked_of(sector) or (said.cell.is_empty and not said.files):
            continue
        fits = tuple(_fits(now, question, old, said.cell, with_ratings=not changed))
        shown = tuple(_shown(then, old, said.cell))
        found[ref] = LastAnswer(ref, was, shown, fits, said.files, said.said_by, said.said_at)
    return LastTime(audit, then.title, then.year, changed, found)


def _fits(now: Template, question: Question, old: Question, cell: Cell, *, with_ratings: bool) -> Iterator[Given]:
    if cell.not_applicable:
        if with_ratings and now.scale.not_applicable:
            yield Given(question.ref, RATING, cell.words.get(REASON, ""), not_applicable=True)
        return
    for prompt in now.said_by(question, "agency"):
        value = _value(question, prompt, old.prompt(prompt.key), cell, with_ratings=with_ratings)
        if value:
            yield Given(question.ref, prompt.key, value)


def _value(question: Question, prompt: Prompt, old: Prompt | None, cell: Cell, *, with_ratings: bool) -> str | None:
    if old is None or old.kind is not prompt.kind or prompt.kind is Kind.FILES:
        return None
    if prompt.key == RATING:
        return cell.rating if with_ratings and not cell.missing and question.fixed_rating is None else None
    if prompt.key == YES_NO:
        return cell.yes_no
    value = cell.words.get(prompt.key)
    return value if prompt.kind is not Kind.CHOICE or value in prompt.choices else None


def _shown(then: Template, old: Question, cell: Cell) -> Iterator[tuple[str, str]]:
    """What was asked and what was said, in the words of then."""
    if cell.not_applicable:
        yield "", "Not applicable" + (f": {cell.words[REASON]}" if REASON in cell.words else "")
        return
    if cell.rating is not None:
        yield "", then.scale.by_code[cell.rating].name
    if cell.yes_no is not None:
        yield "", cell.yes_no.capitalize()
    boxes = [each for each in old.prompts if each.key not in (RATING, YES_NO) and each.kind is not Kind.FILES]
    for each in boxes:
        if each.key in cell.words:
            yield (each.text if len(boxes) > 1 else ""), cell.words[each.key]


def is_old(of: date, review_by: date | None, months: int, today: date) -> bool:
    """Whether a file has grown old: past its own day of review, or older than so many months."""
    if review_by is not None:
        return review_by < today
    return (today.year - of.year) * 12 + today.month - of.month - (today.day < of.day) >= months


def kept_rows(last: LastAnswer, now: Cell = EMPTY) -> Iterable[Given]:
    """What keeping it says anew: only where this round has nothing yet. A question set aside now has all it needs."""
    if now.is_set_aside:
        return ()
    untouched = now.is_empty
    return [each for each in last.fits if (untouched if each.not_applicable else not _says(now, each.prompt))]


def _says(now: Cell, prompt: str) -> bool:
    return {RATING: now.rating, YES_NO: now.yes_no}.get(prompt, now.words.get(prompt)) is not None
