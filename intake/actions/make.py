"""An action as it is agreed: by hand, from a row of a sheet, or from a point to mend."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.dates import read_timescale, today
from config.questionnaire import Template
from intake.ledger import Refused, Saying, one_line, reason
from intake.returns import storable
from storage.nouns import Action, Audit, Submission
from storage.record import add_numbered, points_of, reviews_of, trail

WHAT = "Say what is to be done."
WHEN = "Write a day (2030-03-31), a month (2030-03 or March 2030) or a year, or leave it empty."


@dataclass(frozen=True)
class NewAction:
    """An action as a person writes it. Without a submission it is shared, and needs an owner."""

    what: str
    submission: Submission | None = None
    owner: str = ""
    by_when: str = ""
    known_by: str = ""
    refs: str = ""
    because: str = ""
    partnership: str = ""


def add_action(db: Session, audit: Audit, template: Template, new: NewAction, saying: Saying) -> Action:
    """Keep it under the next number; raises Refused. An action that does not say what takes it from the point to mend.

    Also in an audit that is closed: what changes practice comes after it.
    """
    trail.hold(db, audit)
    submission = new.submission
    if submission is not None:
        trail.hold_return(db, submission)
    refs = read_refs(template, new.refs)
    owner = one_line(new.owner, "Who does it")
    if submission is None and not owner:
        raise Refused("Name the agency whose action it is, or the person or group that owns it.")
    row = {
        "submission_id": submission.id if submission else None,
        "partnership": "" if submission else new.partnership,
        "what": storable(reason(new.what or _point(db, submission, refs), WHAT)),
        "refs": refs,
        "because": storable(new.because.strip()),
        "owner": storable(owner),
        "by_when": timescale_of(new.by_when, today(saying.speaker.at)),
        "known_by": storable(new.known_by.strip()),
    }
    made = add_numbered(db, audit, Action, row | said_as_made(saying))
    note(db, audit, made, saying, "action agreed", _agreed(made, new))
    return made


def _agreed(made: Action, new: NewAction) -> dict[str, object]:
    """What the trail keeps of it; a day that was read from other words stands beside them."""
    said = {"by_when_said": new.by_when.strip()} if new.by_when.strip() != made.by_when else {}
    return {"by_when": made.by_when, "refs": made.refs, **said}


def timescale_of(words: str, on: date) -> str:
    """By when, as it is kept; words without a year are of the time after this day. Raises Refused."""
    if not words.strip():
        return ""
    found = read_timescale(words, on)
    if found is None:
        raise Refused(f"{words.strip()[:40]} is no clear last day. {WHEN}")
    return found


def read_refs(template: Template, words: str) -> str:
    """The questions named, in the order of the questionnaire; raises Refused for one that is not there."""
    named = [each.strip() for each in words.replace(";", ",").split(",") if each.strip()]
    known = {each.ref.casefold(): each.ref for each in template.questions}
    unknown = [each for each in named if each.casefold() not in known]
    if unknown:
        raise Refused(f"There is no question {unknown[0][:40]} in {template.key}. Use numbers from the questionnaire.")
    found = {known[each.casefold()] for each in named}
    return ", ".join(each.ref for each in template.questions if each.ref in found)


def action_at(db: Session, audit: Audit, number: int) -> Action:
    """The action of this number; raises Refused where there is none."""
    found = db.scalar(select(Action).where(Action.audit_id == audit.id, Action.number == number))
    if found is None:
        raise Refused(f"There is no action {number} in {audit.key}. s11 action list {audit.key} shows them.")
    return found


def note(db: Session, audit: Audit, action: Action, saying: Saying, what: str, facts: dict[str, object]) -> None:
    """An entry of the trail: the return's own, or the audit's for a shared action. The caller holds it."""
    submission = db.get(Submission, action.submission_id) if action.submission_id else None
    whose = f"{submission.agency.abbr} action" if submission else "shared action"
    trail.note(db, submission or audit, saying.speaker, what, f"{whose} {action.number}", dict(facts))


def said_as_made(saying: Saying) -> dict[str, object]:
    """Who made it, by which channel and when, as actions, recommendations and meetings keep it."""
    return {"source": saying.source} | saying.speaker.as_made


def _point(db: Session, submission: Submission | None, refs: str) -> str:
    """What is to mend in the answers it rests on, in the words of whoever noted it."""
    if submission is None or not refs:
        return ""
    points = points_of(reviews_of(db, [submission.id]).get(submission.id, ()))
    return "\n".join(each.because for each in points if each.question in refs.split(", "))
