"""A filled table into the record: what is new is added, what stands already is left, whole returns are submitted."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from config.audit import Template
from intake.answers import Saying, record, submit
from intake.cells import EMPTY, Cells, cells, outstanding
from intake.filled import Filled, read_filled
from storage import trail
from storage.current import current_answers
from storage.models import Audit, Event, Submission


class Imported(NamedTuple):
    """What an import came to: answers added, answers that stood already, and agencies submitted by it."""

    recorded: int
    unchanged: int
    submitted: list[str]


def import_answers(
    db: Session, audit: Audit, template: Template, data: bytes, speaker: trail.Speaker, *, also_submit: bool = False
) -> Imported:
    """Record a table of answers. Raises FaultyTable, with nothing recorded, where any of it cannot be read.

    A return is submitted once nothing required of it is outstanding, or at once with `also_submit`.
    """
    trail.hold(db, audit)
    submissions = {
        submission.agency.abbr: submission
        for submission in db.scalars(
            select(Submission).where(Submission.audit_id == audit.id).options(selectinload(Submission.agency))
        )
    }
    filled = read_filled(data, template, {abbr: each.agency.sector for abbr, each in submissions.items()})
    by_agency: dict[str, list[Filled]] = defaultdict(list)
    for each in filled:
        by_agency[each.agency].append(each)
    source = _source(db, audit, data)
    imported = Imported(0, 0, [])
    for abbr, said in by_agency.items():
        submission = submissions[abbr]
        new = _new(said, _standing(db, template, submission))
        for side in ("agency", "partnership"):
            given = [each.given for each in new if each.by == side]
            if given:
                record(db, template, submission, given, Saying(speaker, f"{source}:{side}", side))
        if submission.submitted_at is None and (also_submit or _is_whole(db, template, submission)):
            submit(db, submission, speaker)
            imported.submitted.append(abbr)
        imported = imported._replace(
            recorded=imported.recorded + len(new), unchanged=imported.unchanged + len(said) - len(new)
        )
    if imported.recorded:
        facts = {"file": hashlib.sha256(data).hexdigest(), "recorded": imported.recorded}
        trail.note(db, audit, speaker, "answers imported", source, facts)
    return imported


def _source(db: Session, audit: Audit, data: bytes) -> str:
    """A name of its own for each import, so that a file imported again after another one counts again."""
    earlier = select(func.count()).where(Event.audit_id == audit.id, Event.action == "answers imported")
    return f"import:{(db.scalar(earlier) or 0) + 1}:{hashlib.sha256(data).hexdigest()[:12]}"


def _new(said: Iterable[Filled], standing: Cells) -> list[Filled]:
    """What the table says beyond what stands."""
    return [each for each in said if not standing.get((each.given.question, each.by), EMPTY).has(*each.given[1:])]


def _standing(db: Session, template: Template, submission: Submission) -> Cells:
    return cells(template, current_answers(db, [submission.id]))


def _is_whole(db: Session, template: Template, submission: Submission) -> bool:
    said = _standing(db, template, submission)
    return next(outstanding(template, submission.agency.sector, said), None) is None
