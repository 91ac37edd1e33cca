"""What an agency says it will do about a low rating becomes an action when its return is signed."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import read_timescale, today
from config.questionnaire import PLAN_WHAT, PLAN_WHEN, PLAN_WHO, Template, load_template
from intake.returns import cells
from storage.nouns import Action, ActionEntry, Submission
from storage.record import add_numbered, call_off_action, current_answers, insert_new, trail

PLAN = "plan:"  # and the return, and the question: the source of an action that an agency planned itself


class Plan(NamedTuple):
    """What will be done about one answer, as its agency wrote it."""

    question: str
    what: str
    who: str
    by_when: str  # as an action keeps it


def keep_plans(db: Session, submission: Submission, speaker: trail.Speaker) -> None:
    """An action for each plan of a return that is being signed; one that was kept before is told what is new.

    The caller holds the return. A plan that is gone, or a rating that is better now, closes nothing: a manager does.
    """
    template = load_template(submission.audit.template, f"the questionnaire of {submission.audit.key}")
    if not template.plan_below:
        return
    kept = {each.source: each for each in db.scalars(select(Action).where(Action.submission_id == submission.id))}
    for plan in _plans(db, template, submission):
        source = f"{PLAN}{submission.id}:{plan.question}"
        action = kept.get(source)
        if action is None:
            _agree(db, submission, plan, source, speaker)
        elif action.is_open(today(speaker.at)):
            _tell_what_is_new(db, submission, action, plan, speaker)


def _plans(db: Session, template: Template, submission: Submission) -> Iterator[Plan]:
    answers = current_answers(db, [submission.id], tags=False)
    said = cells(template, answers)
    days = {each.question: today(each.said_at) for each in answers if each.prompt == PLAN_WHEN}
    for question in template.questions:
        cell = said.get((question.ref, "agency"))
        if cell is not None and cell.asks_plan(template) and PLAN_WHAT in cell.words:
            who, when = (" ".join(cell.words.get(key, "").split()) for key in (PLAN_WHO, PLAN_WHEN))
            yield Plan(
                question.ref, cell.words[PLAN_WHAT].strip(), who, read_timescale(when, days.get(question.ref)) or ""
            )


def _agree(db: Session, submission: Submission, plan: Plan, source: str, speaker: trail.Speaker) -> None:
    what = {"what": plan.what, "refs": plan.question, "owner": plan.who, "by_when": plan.by_when}
    rest = {"because": "", "known_by": "", "partnership": "", "submission_id": submission.id}
    made = add_numbered(db, submission.audit, Action, {**what, **rest, **speaker.as_made, "source": source})
    facts: dict[str, object] = {"by_when": plan.by_when, "refs": plan.question}
    trail.note(db, submission, speaker, "action agreed", f"{submission.agency.abbr} action {made.number}", facts)


def _tell_what_is_new(db: Session, submission: Submission, action: Action, plan: Plan, speaker: trail.Speaker) -> None:
    """Against what the agency planned before: a day that a manager moved stays where it is."""
    about = f"{submission.agency.abbr} action {action.number}"
    before = {each.kind: each for each in action.entries if each.source.startswith(PLAN)}
    planned = before["update"].words if "update" in before else _said(action.what, action.owner)
    by_when = before["moved"].value if "moved" in before else action.by_when
    words = _said(plan.what, plan.who)
    row = {"action_id": action.id, "source": f"{PLAN}{speaker.at.isoformat()}", **speaker.as_said}
    if words != planned:
        insert_new(db, ActionEntry, [row | {"kind": "update", "words": words, "value": ""}])
        trail.note(db, submission, speaker, "action updated", about, {})
    if plan.by_when and plan.by_when != by_when:
        insert_new(db, ActionEntry, [row | {"kind": "moved", "words": "", "value": plan.by_when}])
        call_off_action(db, action.id, speaker.at)
        trail.note(db, submission, speaker, "action moved", about, {"value": plan.by_when})
    db.refresh(action, ["entries"])


def _said(what: str, who: str) -> str:
    return f"{what} ({who})" if who else what
