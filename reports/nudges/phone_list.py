"""Whom to telephone: after the last reminder the manager gets a list of who is silent, with numbers."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import dates
from config.dates import uk_date
from config.partnerships import Manager
from config.questionnaire import Template
from config.words import listing
from intake.returns import cells, progress
from reports.figures import clip, count
from reports.nudges.chase import round_of
from reports.nudges.due import chased
from reports.nudges.glance import late_returns
from reports.nudges.letters import Chaser, next_questions
from reports.nudges.plan import stages
from reports.nudges.slots import Diary
from storage.nouns import Audit, Call, Contact, Message, Submission
from storage.record import Faults, apart, begins, current_answers, last_heard


class PersonToCall(NamedTuple):
    """Somebody to call."""

    name: str
    role: str
    phone: str
    email: str
    state: str


class Silent(NamedTuple):
    """An agency to call: how far it got, where it stopped, when it was last heard."""

    abbr: str
    name: str
    done: int
    of: int
    stopped: str
    heard: str
    due: str
    is_past: bool
    people: tuple[PersonToCall, ...]
    is_mended: bool  # signed, and open again for a change


def phone_lists(
    db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime, faults: Faults | None = None
) -> list[Message]:
    """One list a manager of agencies whose last reminder was a working day ago; each agency once for its last day.

    A reminder that was missed while no clock ran keeps nobody off it.
    """
    queued = []
    for manager, listed, own in _owed(db, audit, template, chaser, now, faults):
        with apart(faults, f"the telephone list of {audit.key} for {listing(_keys(own))}", db):
            silent = _all_silent(db, audit, template, own, now, faults)
            if silent:
                left = [each for each in _of(chaser, manager, audit.submissions) if each.is_waited_for]
                message = _message(audit, template, chaser, manager, silent, left, now)
                message.key = f"phone-list:{audit.id}:{manager.email.lower()}:{dates.today(now)}:{len(listed)}"
                message.facts = {"listed": sorted(map(_mark, own))}
                message.partnership = chaser.stationery.managed_by(manager, _keys(own))
                db.add(message)
                db.flush()
                queued.append(message)
    return queued


class ToCall(NamedTuple):
    """A return that is waited for, whom to ring about it, and whether its last reminder lies behind us."""

    submission: Submission
    silent: Silent
    is_reminded_no_more: bool


def to_call(db: Session, audit: Audit, template: Template, own: Collection[int], now: datetime) -> list[ToCall]:
    """Everybody of these returns (ids) who may be rung now, whoever was on a list before."""
    waited = [each for each in chased(db, audit, now, own) if each.invited_at]
    return [ToCall(each, _silent(db, template, each, now), _is_time(template, each, now)) for each in waited]


def is_list_owed(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> bool:
    """Whether some manager is to get a list now: a look, which costs no write lock."""
    looked = Faults(is_logged=False)
    return bool(_owed(db, audit, template, chaser, now, looked)) or bool(looked.found)


def _owed(
    db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime, faults: Faults | None
) -> list[tuple[Manager, set[str], list[Submission]]]:
    """Each manager who is to get a list, with what stood on theirs before and the returns that are to be on it."""
    late = []
    for each in chased(db, audit, now, late_returns(db, audit, template.nudges, now)):
        with apart(faults, f"the telephone list of {audit.key}: {each.agency.abbr}"):
            if each.invited_at and _is_time(template, each, now):
                late.append(each)
    owed = []
    for manager in chaser.stationery.managers({key.id: key for each in late for key in each.partnerships}.values()):
        listed = _listed(db, audit, manager)
        own = [each for each in _of(chaser, manager, late) if _mark(each) not in listed]
        if own:
            owed.append((manager, listed, own))
    return owed


def _of(chaser: Chaser, manager: Manager, submissions: Iterable[Submission]) -> list[Submission]:
    return [each for each in submissions if manager in chaser.stationery.managers(each.partnerships)]


def _mark(submission: Submission) -> str:
    """What stands once on the lists of a manager: a return, until its last day."""
    return f"{submission.id} {submission.due.isoformat()}"


def _listed(db: Session, audit: Audit, manager: Manager) -> set[str]:
    """What stood on the lists this manager has, or is to get; what was called off did not."""
    own = f"phone-list:{audit.id}:{manager.email.lower()}:"
    wanted = select(Message.facts).where(begins(db, Message.key, own))
    found = db.scalars(wanted.where(Message.cancelled_at.is_(None)))
    return {mark for facts in found for mark in facts.get("listed", ())}


def _keys(own: list[Submission]) -> list[str]:
    return sorted({key.key for each in own for key in each.partnerships})


def _all_silent(
    db: Session, audit: Audit, template: Template, own: list[Submission], now: datetime, faults: Faults | None
) -> list[Silent]:
    silent = []
    for each in own:
        with apart(faults, f"the telephone list of {audit.key}: {each.agency.abbr}", db):
            silent.append(_silent(db, template, each, now))
    return silent


def _is_time(template: Template, submission: Submission, now: datetime) -> bool:
    planned = stages(template.nudges, round_of(submission), Diary())
    today = dates.today(now)
    last = planned[-1].window.day if planned else submission.audit.opens
    return last < today


def _message(
    audit: Audit,
    template: Template,
    chaser: Chaser,
    manager: Manager,
    silent: list[Silent],
    left: list[Submission],
    now: datetime,
) -> Message:
    mended = sum(each.is_mended for each in left)
    silent_yet = len(left) - mended
    facts = {
        "manager": manager,
        "title": template.title,
        "audit": audit.key,
        "left": count(silent_yet, "agency has", "agencies have") if silent_yet else "",
        "mended": count(mended, "return is", "returns are") if mended else "",
        "silent": silent,
        "in_slack": bool(manager.slack_user) and any(not each.is_letter for each in chaser.ways),
    }
    window = Diary().next_window(now)
    return Message(
        key="",
        via="email",
        recipient=manager.email,
        subject=clip(f"To call: {count(len(silent), 'agency', 'agencies')} · {template.title}", 150),
        body=chaser.stationery.letters.render("phone-list", **facts),
        auto_submitted="auto-generated",
        not_before=window.not_before if window else None,
    )


def _silent(db: Session, template: Template, submission: Submission, now: datetime) -> Silent:
    said = cells(template, current_answers(db, [submission.id]))
    agency = submission.agency
    done, of = progress(template, submission.sector, said)
    spoke = last_heard(db, [submission.id]).get(submission.id)
    called = db.scalar(select(func.max(Call.at)).where(Call.submission_id == submission.id))
    last = max((at for at in (spoke, called) if at), default=None)
    owed = next_questions(template, submission.sector, said)
    today = dates.today(now)
    people = tuple(_person(each, today) for each in agency.contacts if not each.has_left(today))
    stopped = owed[0] if said and owed else ""
    heard = uk_date(dates.today(last)) if last else ""
    due = submission.due
    far = (done, of, stopped, heard, uk_date(due), due < today, people, submission.is_mended)
    return Silent(agency.abbr, agency.name, *far)


def _person(contact: Contact, today: date) -> PersonToCall:
    state = "marked as not reached" if contact.bounced_at else ""
    if contact.away_until and contact.away_until > today:
        state = f"away until {uk_date(contact.away_until)}"
    return PersonToCall(contact.name, contact.role, contact.phone, contact.email, state)
