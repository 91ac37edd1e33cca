"""Which returns wait for a manager, and for what."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.dates import today
from config.questionnaire import RATING, Template
from intake.returns import State, cells, is_ready, state
from storage.nouns import Submission
from storage.record import AnswerRow, current_rows, points_of, reviews_of, threads_of

WAITS = ("submitted", "re_submitted")  # states that wait for a manager


class QueuedReturn(NamedTuple):
    """One return in a manager's queue."""

    submission: Submission
    state: State
    signed_on: date | None
    asked: int  # questions
    rated: int  # of them, by the partnership
    to_answer: int  # threads that wait for the agency
    to_read: int  # threads that wait for the manager
    points: int

    @property
    def waits(self) -> bool:
        """Whether there is something for a manager to do."""
        return self.state in WAITS or self.to_read > 0


def queue(db: Session, template: Template, submissions: Sequence[Submission]) -> list[QueuedReturn]:
    """The returns that were signed: those that wait for a manager first, the longest waiting of these first."""
    ids = [each.id for each in submissions]
    threads, reviews = threads_of(db, ids), reviews_of(db, ids)
    rated: dict[int, set[str]] = {number: set() for number in ids}
    said: dict[int, list[AnswerRow]] = {number: [] for number in ids}
    for row in current_rows(db, ids):
        said[row.submission_id].append(row)
        if row.by == "partnership" and row.prompt == RATING:
            rated[row.submission_id].add(row.question)
    found = []
    for each in submissions:
        if each.excused_at is not None:
            continue
        answers = cells(template, said[each.id])
        finer = state(each, has_answers=bool(answers), is_ready=is_ready(template, each.sector, answers))
        turns = [thread.waits_for for thread in threads.get(each.id, ())]
        asked = sum(question.asked_of(each.sector) for question in template.questions)
        on = today(each.signed_at) if each.signed_at else None
        counts = (asked, len(rated[each.id]), turns.count("agency"), turns.count("partnership"))
        found.append(QueuedReturn(each, finer, on, *counts, len(points_of(reviews.get(each.id, ())))))
    return sorted(found, key=lambda line: (not line.waits, line.signed_on or date.max, line.submission.agency.abbr))


def in_line(each: QueuedReturn) -> str:
    """One return in a line of plain text."""
    words = each.state.replace("re_", "re-").replace("_", " ")
    told = [f"{each.submission.agency.abbr}: {words}"]
    told += [f"signed {each.signed_on.day} {each.signed_on:%B}"] if each.signed_on else []
    told += [f"{each.rated} of {each.asked} rated by the partnership"] if each.rated else []
    told += [f"{each.to_read} answered, for you to read"] if each.to_read else []
    told += [f"{each.to_answer} asked back, not answered"] if each.to_answer else []
    told += [f"{each.points} to mend"] if each.points else []
    return ", ".join(told)
