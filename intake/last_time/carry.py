"""Keeping what was said last time, or dropping it: dated now, in the name of who looked at it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.last_time.load import DROPPED
from intake.ledger import Refused, Saying, attach, record
from intake.returns import EMPTY, LastAnswer, LastTime, cells, kept_rows
from storage.nouns import Evidence, Submission
from storage.record import current_answers, trail


def keep(
    db: Session, template: Template, submission: Submission, last: LastTime, questions: Iterable[str], saying: Saying
) -> list[str]:
    """Say anew what these questions had last time, wherever this round has nothing yet; the questions that gained.

    Files that have grown old stay behind. Raises Refused where the return or its audit is closed.
    """
    trail.hold_return(db, submission)
    said = cells(template, current_answers(db, [submission.id], tags=False))
    own = replace(saying, kept_from=last.audit)
    gained = []
    for ref in questions:
        answer = last.answers.get(ref)
        now = said.get((ref, "agency"), EMPTY)
        if answer is None:
            continue
        added = record(db, template, submission, kept_rows(answer, now), own)
        files = _attach(db, template, submission, answer, frozenset(now.files), own)
        if added or files:
            gained.append(ref)
    return gained


def drop(db: Session, submission: Submission, last: LastTime, question: str, saying: Saying) -> bool:
    """Let last time's answer to one question go, so that it is offered no more; whether it was there to drop."""
    trail.hold_return(db, submission)
    if submission.audit.closed_at is not None:
        raise Refused(f"The audit {submission.audit.key} is closed. Ask the partnership to take a late change.")
    if question not in last.answers:
        return False
    facts = {"question": question, "of": last.audit, "source": saying.source}
    about = trail.about_answer(submission.agency.abbr, question)
    trail.note(db, submission, saying.speaker, DROPPED, about, facts)
    return True


def _attach(
    db: Session, template: Template, submission: Submission, answer: LastAnswer, here: frozenset[str], saying: Saying
) -> int:
    """The files that are not old and not here yet; how many."""
    added = 0
    for file in answer.fresh_files:
        if file.sha256 in here:
            continue
        wanted = select(Evidence).where(Evidence.sha256 == file.sha256, Evidence.name == file.name)
        evidence = db.scalar(wanted)
        if evidence is not None and attach(db, template, submission, answer.question, evidence, saying) is not None:
            added += 1
    return added
