"""The files of a return that have grown old: given now, or last time where the question has no newer one."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.dates import today as london
from config.questionnaire import Template
from intake.ledger import files_of
from intake.returns import LastTime, cells, is_old
from storage.nouns import Submission
from storage.record import current_answers


class OldFile(NamedTuple):
    """A file that is asked for again, and its question ("" for the return as a whole)."""

    question: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.question})" if self.question else self.name


def old_files(
    db: Session, template: Template, submission: Submission, last: LastTime | None, today: date
) -> tuple[OldFile, ...]:
    """In the order of the questionnaire. Of last time only where the question has been answered since.

    Whoever has not, sees them with what was said then.
    """
    answers = [each for each in current_answers(db, [submission.id], tags=False) if each.by == "agency"]
    said, months = cells(template, answers), template.file_months
    given = [each for each in files_of(answers) if each.is_latest]
    found = [
        OldFile(each.question, each.name)
        for each in given
        if is_old(each.days.dated or london(each.said_at), each.days.review_by, months, today)
    ]
    newer = {each.question for each in given}
    for ref, answer in (last.answers if last else {}).items():
        cell = said.get((ref, "agency"))
        if cell is not None and not cell.is_set_aside and ref not in newer:
            found += [OldFile(ref, each.name) for each in answer.files if each.is_old]
    places = ["", *template.by_ref]
    return tuple(sorted(found, key=lambda each: places.index(each.question)))
