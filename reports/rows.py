"""The lines of a report that take more than one figure each: what is outstanding, what is asked, yes and no."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from config.audit import Question
from intake.cells import outstanding
from reports.summary import Figures, Return
from reports.words import of


class Gap(NamedTuple):
    """What one agency still owes, as question refs; `missing` was asked for again, `unanswered` never came."""

    agency: Return
    status: str
    missing: Sequence[str]
    unanswered: Sequence[str]


class Asked(NamedTuple):
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


def gaps(found: Figures) -> list[Gap]:
    """Agencies with anything outstanding; of a return not submitted, every required prompt not yet answered."""
    return [gap for each in found.invited if (gap := _gap(found, each)).missing or gap.unanswered]


def asked(found: Figures) -> Iterator[Asked]:
    """Every action asked, agency by agency."""
    for each in found.submitted:
        for action, questions in found.actions(each.abbr).items():
            yield Asked(each, action, questions)


def yes_no(found: Figures) -> list[YesNo]:
    """The reported questions that take a yes or a no."""
    return [_yes_no(found, question) for question in found.template.reported if question.yes_no]


def _gap(found: Figures, each: Return) -> Gap:
    if each.status == "submitted":
        refs = found.in_state(each.abbr, "missing"), found.in_state(each.abbr, "unanswered")
        return Gap(each, each.standing, *refs)
    owed = dict.fromkeys(question.ref for question, _ in outstanding(found.template, each.sector, each.said))
    return Gap(each, each.standing, (), tuple(owed))


def _yes_no(found: Figures, question: Question) -> YesNo:
    answers = found.by_question[question.ref].yes_no
    news = found.good_news(question.ref)
    prompt = question.yes_no
    if news is None or prompt is None:
        reading = "neither answer is good or bad news" if answers.total() else "no answers"
    else:
        reading = f"good news ({prompt.good}): {of(*news, nothing='no answers')}" if news[1] else "no answers"
    return YesNo(question, answers["yes"], answers["no"], reading)
