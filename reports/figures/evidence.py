"""The evidence of a report: which files stand behind which answers."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.ledger import File, files_of
from storage.nouns import Submission
from storage.record import counted_answers


class Exhibit(NamedTuple):
    """A file and whose it is (the agency's abbreviation)."""

    agency: str
    file: File


def exhibits(db: Session, template: Template, submissions: Iterable[Submission]) -> list[Exhibit]:
    """Every file of these returns, in the order of the questionnaire; those for a whole return come first."""
    places = {ref: place for place, ref in enumerate(["", *template.by_ref])}
    found: list[Exhibit] = []
    for submission in submissions:
        files = files_of(counted_answers(db, [submission]))
        files.sort(key=lambda file: places[file.question])
        found += [Exhibit(submission.agency.abbr, file) for file in files]
    return found
