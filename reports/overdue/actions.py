"""Actions past their last day: their agency is asked, then whoever stands above it, then the managers are told."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.dates import timescale_words
from config.letters import one_line
from config.questionnaire import ROLES, Template
from config.ways import EMAIL
from intake.forms import new_token, sent_form
from intake.returns import storable
from reports.nudges import Chaser, Diary
from reports.overdue.ladder import is_left_alone, officers_of, working_days
from storage.nouns import Action, Audit, Contact, Message, Sent, Submission
from storage.record import LATE_ACTION, actions_of, among, begins, knows_of, people_asked

RUNGS = (1, 6, 11)  # working days after the last day: the agency, its senior lead and officers, the managers


class LateAction(NamedTuple):
    """An action past its last day, the step that is due, and how many working days it is late."""

    action: Action
    submission: Submission | None
    step: int
    late: int


class ActionLetter(NamedTuple):
    """A letter on an action to its agency: its template, how its subject begins, the mark of its key, more facts."""

    name: str
    subject: str
    mark: str
    facts: Mapping[str, object] = {}


LATE = ActionLetter("action-late", "Past its last day", LATE_ACTION)


def audits_with_actions(db: Session) -> list[str]:
    """The keys of the audits that have actions, also of those that are closed: actions go on after them."""
    return list(db.scalars(select(Audit.key).where(Audit.id.in_(select(Action.audit_id))).order_by(Audit.key)))


def actions_late(db: Session, audit: Audit, now: datetime) -> list[LateAction]:
    """The step due to each; of steps that were missed only the latest.

    Nobody is asked in a pause or an evening, and never of an agency that is excused.
    """
    window, today = Diary().next_window(now), dates.today(now)
    if window is None or not window.is_open(now):
        return []
    actions = actions_of(db, audit)
    whose = select(Submission).where(
        among(db, Submission.id, {each.submission_id for each in actions if each.submission_id})
    )
    of = {each.id: each for each in db.scalars(whose)}
    found = []
    for each in actions:
        submission = of.get(each.submission_id or 0)
        if each.due is None or not each.is_overdue(today) or (submission and is_left_alone(submission, today)):
            continue
        days = working_days(each.due, today)
        step = sum(days >= rung for rung in RUNGS)
        if step and (submission is None or each.is_handed):
            step = len(RUNGS)  # what is no agency's to do is told to the managers at once
        if step > taken(db, each, LATE_ACTION):
            found.append(LateAction(each, submission, step, days))
    return found


def chase_actions(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> int:
    """Write what is due; how many letters."""
    told = 0
    window = Diary().next_window(now)
    for late in actions_late(db, audit, now):
        for message in _letters(db, audit, template, chaser, late, now):
            if window is not None:
                message.not_before, message.not_after = window.not_before, window.not_after
            db.add(message)
            told += 1
    db.flush()
    return told


def _letters(
    db: Session, audit: Audit, template: Template, chaser: Chaser, late: LateAction, now: datetime
) -> Iterator[Message]:
    submission = late.submission
    if submission is not None and late.step < len(RUNGS):
        yield from _to_agency(db, template, chaser, late, submission, now)
    if submission is not None and late.step == 2:
        for officer in officers_of(chaser, submission):
            yield _told(audit, template, chaser, late, officer, officer.role)
    if late.step == len(RUNGS):
        about = (
            submission.partnerships if submission else [one for each in audit.submissions for one in each.partnerships]
        )
        wanted = [each for each in about if late.action.partnership in ("", each.key)]
        for manager in chaser.stationery.managers(wanted):
            yield _told(audit, template, chaser, late, manager, "manager")


def _to_agency(
    db: Session, template: Template, chaser: Chaser, late: LateAction, submission: Submission, now: datetime
) -> Iterator[Message]:
    """By letter, whatever their way: a reply to it is the update."""
    there, known = _there(submission, dates.today(now)), people_of(db, submission, dates.today(now))
    seniors = [each for each in there if each.role.casefold() == ROLES[-1]]
    for contact in (seniors or known) if late.step > 1 else known:
        yield to_contact(db, template, chaser, late, contact, now, LATE)


def people_of(db: Session, submission: Submission, on: date) -> list[Contact]:
    """Who of the agency was asked and is there; where nobody was, everybody who is there."""
    asked, there = people_asked(db, [submission.id])[submission.id], _there(submission, on)
    return [each for each in there if knows_of(submission, each.id, asked)] or there


def _there(submission: Submission, on: date) -> list[Contact]:
    return [each for each in submission.agency.contacts if not each.has_left(on) and not each.comes_back(on)]


def to_contact(
    db: Session, template: Template, chaser: Chaser, late: LateAction, contact: Contact, now: datetime,
    letter: ActionLetter,
) -> Message:  # fmt: skip
    """The letter and its form; a reply comes to the action."""
    token, submission = new_token(), late.submission
    assert submission is not None
    facts = chaser.stationery.facts(submission) | _facts(late.action, template)
    facts |= {"agency": submission.agency, "contact": contact, "token": token}
    facts |= {"is_senior": late.step > 1, "is_again": late.step > 1, **letter.facts}
    letters = chaser.stationery.letters
    message = Message(
        key=f"{_mark(late.action, letter.mark)}{late.step}:{contact.id}",
        via=EMAIL.name,
        recipient=contact.email,
        subject=one_line(f"{letter.subject}: action {late.action.number} · {template.title}")[:150],
        body=storable(letters.render(letter.name, **facts)),
        html=storable(letters.render(f"{letter.name}.html", **facts)),
        token=token,
        auto_submitted="auto-generated",
        submission_id=submission.id,
        contact_id=contact.id,
    )
    form = sent_form(template, submission.sector, token, message.body, [])
    ids = {"contact_id": contact.id, "submission_id": submission.id, "action_id": late.action.id}
    db.add(Sent(token=token, form=form.as_stored(), sent_at=now, **ids))
    return message


def _told(audit: Audit, template: Template, chaser: Chaser, late: LateAction, reader: object, role: str) -> Message:
    email, submission, action = str(getattr(reader, "email", "")), late.submission, late.action
    facts = _facts(action, template) | {"reader": reader, "role": role, "late": late.late, "audit": audit.key}
    facts["token"] = token = new_token() if role == "manager" else ""  # a reply of theirs decides
    facts |= {"whose": submission.agency.name if submission else "shared", "said": action.last_word}
    every = {one.id: one for each in audit.submissions for one in each.partnerships}.values()
    shared = [each for each in every if action.partnership in ("", each.key)]
    own = chaser.stationery.facts_for(reader, submission.partnerships if submission else shared)
    facts |= {name: value for name, value in own.items() if name not in facts}
    return Message(
        key=f"{_mark(action, LATE_ACTION)}{late.step}:{email.lower()}",
        via=EMAIL.name,
        recipient=email,
        subject=one_line(f"Past its last day: action {action.number} · {template.title}")[:150],
        body=storable(chaser.stationery.letters.render("action-escalated", **facts)),
        token=token,
        auto_submitted="auto-generated",
        submission_id=submission.id if submission else None,
        partnership=action.partnership,
    )


def _facts(action: Action, template: Template) -> dict[str, object]:
    return {
        "title": template.title,
        "number": action.number,
        "what": one_line(action.what),
        "owner": action.owned_by,
        "known_by": one_line(action.known_by),
        "due": timescale_words(action.timescale),
    }


def _mark(action: Action, kind: str) -> str:
    return f"{kind}{action.id}:{action.timescale}:"


def taken(db: Session, action: Action, kind: str) -> int:
    """The last step taken since its last day; one at which nobody could be written to is taken by the next."""
    own = _mark(action, kind)
    keys = db.scalars(select(Message.key).where(begins(db, Message.key, own))).all()
    return max((int(key.removeprefix(own).split(":")[0]) for key in keys), default=0)
