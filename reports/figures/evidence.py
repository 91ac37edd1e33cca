"""The evidence of a report: which files stand behind which answers."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.ledger import File, files_of
from intake.returns import FileDates
from storage.nouns import Action, ActionEntry, Answer, Evidence, Submission
from storage.record import AnswerRow, among, counted_rows


class Exhibit(NamedTuple):
    """A file and whose it is (the agency's abbreviation)."""

    agency: str
    file: File


def exhibits(db: Session, template: Template, submissions: Sequence[Submission]) -> list[Exhibit]:
    """Every file of these returns, in the order of the questionnaire; those for a whole return come first.

    After them those that came with what an agency said of an action.
    """
    places = {ref: place for place, ref in enumerate(["", *template.by_ref])}
    supported = defaultdict[int, list[AnswerRow]](list)
    has_files = _with_files(db, submissions)
    own = [each for each in submissions if each.id in has_files]
    for answer in counted_rows(db, own, files=True):
        if answer.evidence:
            supported[answer.submission_id].append(answer)
    of_actions = _of_actions(db, submissions)
    found: list[Exhibit] = []
    for submission in submissions:
        files = files_of(supported[submission.id])
        files.sort(key=lambda file: places[file.question])
        found += [Exhibit(submission.agency.abbr, file) for file in (*files, *of_actions[submission.id])]
    return found


def action_files(action: Action) -> list[File]:
    """The files that came with what was said of an action; each stands for the action in place of a question."""
    return [_action_file(action.number, said, each) for said in action.entries for each in said.evidence]


def _of_actions(db: Session, submissions: Sequence[Submission]) -> dict[int, list[File]]:
    found = defaultdict[int, list[File]](list)
    whose = among(db, Action.submission_id, [each.id for each in submissions])
    wanted = select(Action).where(whose, Action.entries.any(ActionEntry.evidence.any())).order_by(Action.number)
    for action in db.scalars(wanted):
        found[action.submission_id or 0] += action_files(action)
    return found


def _action_file(number: int, said: ActionEntry, file: Evidence) -> File:
    kept = (file.sha256, file.name, file.size, file.media_type, file.scan, file.flags)
    return File(
        f"action {number}",
        "agency",
        *kept,
        said.said_by,
        said.via,
        said.said_at,
        None,
        None,
        FileDates(file.dated, file.review_by),
    )


def _with_files(db: Session, submissions: Sequence[Submission]) -> set[int]:
    """Those (ids) that were ever given a file: few, of many."""
    given = select(Answer.submission_id).join(Answer.evidence).distinct()
    return set(db.scalars(given.where(among(db, Answer.submission_id, [each.id for each in submissions]))))
