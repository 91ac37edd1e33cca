"""What an agency said in the round before, from the record."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from config.dates import today as london
from config.questionnaire import Faulty, Template, load_template
from intake.ledger import files_of
from intake.returns import EMPTY, LastFile, LastTime, SaidThen, cells, is_old, last_time
from storage.nouns import Answer, Audit, Event, Evidence, Submission
from storage.record import counted_answers, trail

DROPPED = trail.DROPPED


def round_before(db: Session, key: str) -> Audit | None:
    """The audit of this key with its questionnaire; None where the record has none."""
    return db.scalar(select(Audit).where(Audit.key == key).options(undefer(Audit.template)))


def last_time_of(db: Session, template: Template, submission: Submission, today: date) -> LastTime | None:
    """What this agency said last time, without what it has dropped; None where there is no round before to look at."""
    before = round_before(db, submission.audit.after) if submission.audit.after else None
    if before is None:
        return None
    try:
        then = load_template(before.template, f"the questionnaire of {before.key}")
    except Faulty:
        return None  # a damaged round of last year costs nobody a turn
    mine = (Submission.audit_id == before.id, Submission.agency_id == submission.agency_id)
    returned = db.scalar(select(Submission).where(*mine))
    if returned is None:
        return None
    answers = [each for each in counted_answers(db, [returned], tags=False) if each.by == "agency"]
    found = last_time(template, then, before.key, _stood(then, answers, template.file_months, today), submission.sector)
    dropped = _dropped(db, submission)
    left = {ref: each for ref, each in found.answers.items() if ref not in dropped}
    return LastTime(found.audit, found.title, found.year, found.scale_changed, left)


def not_yet_kept(db: Session, submission: Submission, last: LastTime | None) -> LastTime | None:
    """Without the questions whose answer of last time counts already: it is shown and asked for no more."""
    if last is None:
        return None
    own = select(Answer.question).where(Answer.submission_id == submission.id, Answer.kept_from == last.audit)
    kept = set(db.scalars(own.distinct()))
    return replace(last, answers={ref: each for ref, each in last.answers.items() if ref not in kept})


def _stood(then: Template, answers: Iterable[Answer], months: int, today: date) -> dict[str, SaidThen]:
    own: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        if each.question in then.by_ref:
            own[each.question].append(each)
    said = cells(then, [each for group in own.values() for each in group])
    found = {}
    for ref, group in own.items():
        newest = max(group, key=lambda each: (each.said_at, each.id))
        files = tuple(_files(group, months, today))
        found[ref] = SaidThen(said.get((ref, "agency"), EMPTY), files, newest.said_by, newest.said_at)
    return found


def _files(group: Iterable[Answer], months: int, today: date) -> Iterable[LastFile]:
    """The newest version of each file that was not taken back."""
    kept = list(group)
    evidence = {each.sha256: each for answer in kept for each in answer.evidence}
    for file in files_of(kept):
        if file.is_latest:
            yield _file(evidence[file.sha256], file.name, london(file.said_at), months, today)


def _file(evidence: Evidence, name: str, came: date, months: int, today: date) -> LastFile:
    of = evidence.dated or came
    return LastFile(name, evidence.sha256, of, is_old(of, evidence.review_by, months, today))


def _dropped(db: Session, submission: Submission) -> set[str]:
    """The questions whose answer of last time was dropped, as the return's own trail tells."""
    told = select(Event.facts).where(Event.submission_id == submission.id, Event.action == DROPPED)
    return {str(facts.get("question", "")) for facts in db.scalars(told)}
