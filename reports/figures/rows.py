"""The lines of a report that take more than one figure each: what is outstanding, what is asked, yes and no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from config.questionnaire import Question
from config.words import listing
from intake import returns
from reports.figures.summary import Figures, Return
from reports.figures.words import count, of


class Gap(NamedTuple):
    """What one agency still owes, as question refs; `missing` was asked for again, `unanswered` never came.

    `files` are the questions that require evidence and have none.
    """

    agency: Return
    status: str
    missing: Sequence[str]
    unanswered: Sequence[str]
    files: Sequence[str]


@dataclass(frozen=True)
class Outstanding:
    """All that agencies still owe, an entry for each that owes anything: the list and every count of it."""

    gaps: Sequence[Gap]

    @property
    def missing(self) -> int:
        return sum(len(gap.missing) for gap in self.gaps)

    @property
    def unanswered(self) -> int:
        return sum(len(gap.unanswered) for gap in self.gaps)

    @property
    def files(self) -> int:
        return sum(len(gap.files) for gap in self.gaps)

    def __str__(self) -> str:
        """Such as "12 answers and 330 files"; empty where nothing is."""
        answers = self.missing + self.unanswered
        counts = [count(answers, "answer")] * bool(answers) + [count(self.files, "file")] * bool(self.files)
        return listing(counts)


class AskedAction(NamedTuple):
    """One action that an agency's ratings ask of it, and the questions it is asked on."""

    agency: Return
    action: str
    questions: Sequence[str]


class YesNo(NamedTuple):
    """The answers to one yes/no question, and in words what they say."""

    question: Question
    yes: int
    no: int
    reading: str


def outstanding(found: Figures) -> Outstanding:
    """What is outstanding; of a return not submitted, every required prompt not yet answered."""
    return Outstanding(
        [gap for each in found.invited if (gap := _gap(found, each)).missing or gap.unanswered or gap.files]
    )


def asked(found: Figures) -> Iterator[AskedAction]:
    """Every action asked, agency by agency."""
    for each in found.submitted:
        for action, questions in found.actions(each.abbr).items():
            yield AskedAction(each, action, questions)


def parts(found: Figures) -> list[str]:
    """Agencies whose return speaks for a part of them only; for which part they say in words of their own."""
    return [each.abbr for each in found.submitted if each.scope]


def yes_no(found: Figures) -> list[YesNo]:
    """The reported questions that take a yes or a no."""
    return [_yes_no(found, question) for question in found.template.reported if question.yes_no]


def _gap(found: Figures, each: Return) -> Gap:
    files = [question.ref for question in returns.evidence_outstanding(found.template, each.sector, each.said)]
    if each.status == "submitted":
        refs = found.in_state(each.abbr, "missing"), found.in_state(each.abbr, "unanswered")
        return Gap(each, each.standing, *refs, files)
    owed = dict.fromkeys(question.ref for question, _ in returns.outstanding(found.template, each.sector, each.said))
    return Gap(each, each.standing, (), tuple(owed), files)


def _yes_no(found: Figures, question: Question) -> YesNo:
    answers = found.by_question[question.ref].yes_no
    news = found.good_news(question.ref)
    prompt = question.yes_no
    if news is None or prompt is None:
        reading = "neither answer is good or bad news" if answers.total() else "no answers"
    else:
        reading = f"good news ({prompt.good}): {of(*news, nothing='no answers')}" if news[1] else "no answers"
    return YesNo(question, answers["yes"], answers["no"], reading)
