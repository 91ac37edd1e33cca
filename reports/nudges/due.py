"""Whom to chase now: the plan of each open audit laid over the record. Reads only; `reports.nudges.letters` writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from config import dates
from config.partnerships import PartnershipTable, refuse_left_out
from config.questionnaire import ROLES, NudgePlan, Reminder
from reports.nudges.plan import PRE_NOTICE, Round, Stage, due_stage, next_stage, readers, stages, upcoming
from reports.nudges.slots import Diary
from storage.nouns import Agency, Audit, Contact, Message, Submission
from storage.record import Faults, apart

LEAD = Reminder(to=ROLES[:1])


class DueNudge(NamedTuple):
    """One nudge that may leave now: to whom, about which return, which step, in which window."""

    submission: Submission
    contact: Contact
    stage: Stage


class Taken(NamedTuple):
    """A step that was taken already: when it was sent, or may be."""

    contact_id: int
    stage: int
    at: datetime


def key_of(submission: Submission, contact: Contact, stage: int) -> str:
    """The message key that lets a step be taken once."""
    return f"nudge:{submission.id}:{contact.id}:{stage}"


def open_audits(db: Session) -> list[str]:
    """The keys of the audits that are not closed; their questionnaires are read one by one, for one may be broken."""
    return list(db.scalars(select(Audit.key).where(Audit.closed_at.is_(None)).order_by(Audit.key)))


def due_now(
    db: Session,
    audit: Audit,
    plan: NudgePlan,
    known: Mapping[str, PartnershipTable],
    now: datetime,
    faults: Faults | None = None,
) -> list[DueNudge]:
    """The nudges of one audit whose day has come, each with the window it may leave in, by agency and address."""
    submissions = chased(db, audit, now)
    taken = steps_taken(db, [each.id for each in submissions])
    found = []
    for submission in submissions:
        for contact in reachable(submission.agency, dates.today(now)):
            with apart(faults, reminder_to(submission, contact)):
                diary, own = diary_of(submission, contact, known), _of(taken[submission.id], contact)
                round_ = round_of(submission)
                stage = due_stage(stages(plan, round_, diary), own, now, round_, diary)
                if stage and contact in _readers(plan, submission, stage.number, dates.today(now)):
                    found.append(DueNudge(submission, contact, stage))
    return found


def reminder_to(submission: Submission, contact: Contact) -> str:
    """How a fault names a reminder: by the agency and its reader's place in it, for a fault names no person."""
    place = sorted(each.id for each in submission.agency.contacts).index(contact.id) + 1
    return f"the reminder of {submission.audit.key} to {submission.agency.abbr}, contact {place}"


def chased(db: Session, audit: Audit, now: datetime) -> list[Submission]:
    """The returns still waited for, by agency: not submitted, excused or paused; after opening, only if invited.

    In a closed audit none is.
    """
    today = dates.today(now)
    if audit.closed_at is not None:
        return []
    wanted = (
        select(Submission)
        .join(Agency)
        .where(Submission.audit_id == audit.id, Submission.submitted_at.is_(None), Submission.excused_at.is_(None))
        .order_by(Agency.abbr)
        .options(
            joinedload(Submission.agency).selectinload(Agency.contacts),
            selectinload(Submission.partnerships),
            joinedload(Submission.audit),
        )
    )
    return [
        each
        for each in db.scalars(wanted).unique()
        if (each.paused_until is None or each.paused_until <= today)
        and (each.invited_at is not None or today < audit.opens)
    ]


def round_of(submission: Submission) -> Round:
    """When the return opened for its agency, and its last day."""
    opens = submission.audit.opens
    if submission.invited_at is not None:
        opens = max(opens, dates.today(submission.invited_at))
    return Round(opens, submission.due)


def diary_of(submission: Submission, contact: Contact, known: Mapping[str, PartnershipTable]) -> Diary:
    """The contact's days: their agency's nations, and the school holidays where it is a school."""
    refuse_left_out(known, (each.key for each in submission.partnerships))
    own = [known[each.key] for each in submission.partnerships if each.key in known]
    shut = [(each.first, each.last) for table in own for each in table.school_holidays]
    return Diary(
        zone=contact.zone,
        nations=frozenset(table.nation for table in own) or frozenset({"england"}),
        closed=tuple(shut) if submission.sector == "school" else (),
        away_until=contact.away_until,
    )


def reachable(agency: Agency, today: date) -> list[Contact]:
    """Contacts who have not left and whose address has not bounced; by Slack they are reached all the same."""
    return [
        each for each in agency.contacts if not each.has_left(today) and (each.bounced_at is None or each.slack_user)
    ]


def steps_taken(db: Session, submissions: Iterable[int]) -> dict[int, list[Taken]]:
    """The steps taken for these submissions (ids): what was sent, and what waits to be sent and was not called off."""
    taken: dict[int, list[Taken]] = defaultdict(list)
    wanted = select(Message).where(Message.submission_id.in_(list(submissions)), Message.key.startswith("nudge:"))
    for message in db.scalars(wanted.where(Message.cancelled_at.is_(None), Message.failed_at.is_(None))):
        _, submission, contact, stage = message.key.split(":")
        at = message.sent_at or message.not_before
        if at is not None:
            taken[int(submission)].append(Taken(int(contact), int(stage), at))
    return taken


def next_nudge(
    db: Session,
    submission: Submission,
    plan: NudgePlan,
    known: Mapping[str, PartnershipTable],
    now: datetime,
    faults: Faults | None = None,
) -> datetime | None:
    """When the agency would hear from us next, were nothing to change."""
    is_over = submission.audit.closed_at is not None
    if is_over or submission.submitted_at or submission.excused_at or submission.invited_at is None:
        return None
    taken = steps_taken(db, [submission.id])[submission.id]
    moments = []
    for contact in reachable(submission.agency, dates.today(now)):
        with apart(faults, reminder_to(submission, contact)):
            planned = [
                each
                for each in stages(plan, round_of(submission), diary_of(submission, contact, known))
                if contact in _readers(plan, submission, each.number, dates.today(now))
            ]
            if at := upcoming(planned, _of(taken, contact).keys(), now):
                moments.append(at)
    return min(moments, default=None)


def ahead(
    db: Session,
    audit: Audit,
    plan: NudgePlan,
    known: Mapping[str, PartnershipTable],
    now: datetime,
    faults: Faults | None = None,
) -> list[DueNudge]:
    """The next nudge of each contact, due or still to come, were nothing to change; the soonest first."""
    submissions = chased(db, audit, now)
    taken = steps_taken(db, [each.id for each in submissions])
    found = []
    for submission in submissions:
        round_ = round_of(submission)
        for contact in reachable(submission.agency, dates.today(now)):
            with apart(faults, reminder_to(submission, contact)):
                diary, own = diary_of(submission, contact, known), _of(taken[submission.id], contact)
                planned = stages(plan, round_, diary)
                readable = [
                    each for each in planned if contact in _readers(plan, submission, each.number, dates.today(now))
                ]
                stage = due_stage(planned, own, now, round_, diary)
                stage = stage if stage and stage.number in {each.number for each in readable} else None
                if stage := stage or next_stage(readable, own.keys(), now):
                    found.append(DueNudge(submission, contact, stage))
    return sorted(found, key=lambda due: (due.stage.window.not_before, due.submission.agency.abbr, due.contact.email))


def _of(taken: Iterable[Taken], contact: Contact) -> dict[int, datetime]:
    return {each.stage: each.at for each in taken if each.contact_id == contact.id}


def _readers(plan: NudgePlan, submission: Submission, stage: int, today: date) -> list[Contact]:
    reminder = LEAD if stage == PRE_NOTICE else plan.reminders[stage - 1]
    return readers([(each.role, each) for each in reachable(submission.agency, today)], reminder, ROLES)
