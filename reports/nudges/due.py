"""Whom to chase now: the plan of each open audit laid over the record. Reads only; `reports.nudges.letters` writes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, subqueryload

from config import dates
from config.partnerships import PartnershipTable, refuse_left_out
from config.questionnaire import ROLES, NudgePlan, Reminder
from config.settings import LONDON
from config.ways import WAYS, Way
from reports.nudges.plan import PRE_NOTICE, Round, Stage, due_stage, next_stage, readers, stages
from reports.nudges.slots import Diary
from storage.nouns import Agency, Audit, Contact, Message, Submission
from storage.record import Faults, among, apart, knows_of, people_asked

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
    *,
    open_ways: Sequence[Way] = WAYS,
) -> list[DueNudge]:
    """The nudges of one audit whose day has come, each with the window it may leave in, by agency and address."""
    submissions = chased(db, audit, now)
    ids = [each.id for each in submissions]
    taken, asked = steps_taken(db, ids), people_asked(db, ids)
    found = []
    for submission in submissions:
        people = remindable(submission, asked[submission.id], dates.today(now), open_ways)
        for contact in people:
            with apart(faults, reminder_to(submission, contact)):
                diary, own = diary_of(submission, contact, known), _of(taken[submission.id], contact)
                round_ = round_of(submission)
                stage = due_stage(stages(plan, round_, diary), own, now, round_, diary)
                if stage and contact in _readers(plan, people, stage.number):
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
    if audit.closed_at is not None:
        return []
    return [each for each in db.scalars(wanted).unique() if not _is_paused(each, today) and _was_invited(each, today)]


def _was_invited(submission: Submission, today: date) -> bool:
    """Or the audit has not opened yet, and there may be a notice before."""
    return submission.invited_at is not None or today < submission.audit.opens


def _is_paused(submission: Submission, today: date) -> bool:
    return submission.paused_until is not None and submission.paused_until > today


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


def read_contacts(db: Session, submissions: Iterable[Submission]) -> None:
    """The contacts of all these agencies at once, before each agency is asked for its own."""
    agencies = among(db, Agency.id, {each.agency_id for each in submissions})
    db.scalars(select(Agency).where(agencies).options(subqueryload(Agency.contacts))).all()


def reachable(agency: Agency, today: date, open_ways: Sequence[Way]) -> list[Contact]:
    """Its contacts whom a message finds, by one of the ways that are set up here."""
    return [each for each in agency.contacts if each.is_reachable(today, open_ways)]


def remindable(submission: Submission, asked: Collection[int], today: date, open_ways: Sequence[Way]) -> list[Contact]:
    """Of those who can be reached, whoever has the form of this return: nobody is reminded of what they never had."""
    return [each for each in reachable(submission.agency, today, open_ways) if knows_of(submission, each.id, asked)]


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
    *,
    open_ways: Sequence[Way] = WAYS,
) -> datetime | None:
    """When the agency hears from us next, were nothing to change: not while nobody of it can or may be reminded."""
    coming = _ahead(db, [submission], plan, known, now, faults, open_ways)
    return min((each.stage.window.not_before for each in coming), default=None)


def ahead(
    db: Session,
    audit: Audit,
    plan: NudgePlan,
    known: Mapping[str, PartnershipTable],
    now: datetime,
    faults: Faults | None = None,
    *,
    open_ways: Sequence[Way] = WAYS,
) -> list[DueNudge]:
    """The next nudge of each contact that is not left in peace now, due or still to come; the soonest first."""
    return _ahead(db, chased(db, audit, now), plan, known, now, faults, open_ways)


def _ahead(
    db: Session,
    submissions: Iterable[Submission],
    plan: NudgePlan,
    known: Mapping[str, PartnershipTable],
    now: datetime,
    faults: Faults | None,
    open_ways: Sequence[Way],
) -> list[DueNudge]:
    """Of returns that are paused, what comes after the pause."""
    today = dates.today(now)
    open_ = [each for each in submissions if each.is_waited_for and _was_invited(each, today)]
    ids = [each.id for each in open_]
    taken, asked = steps_taken(db, ids), people_asked(db, ids)
    found = []
    for submission in open_:
        people = remindable(submission, asked[submission.id], today, open_ways)
        for contact in people:
            own = _of(taken[submission.id], contact)
            with apart(faults, reminder_to(submission, contact)):
                if stage := _next(submission, contact, people, plan, known, own, now):
                    found.append(DueNudge(submission, contact, stage))
    return sorted(found, key=lambda due: (due.stage.window.not_before, due.submission.agency.abbr, due.contact.email))


def _next(
    submission: Submission,
    contact: Contact,
    people: Sequence[Contact],
    plan: NudgePlan,
    known: Mapping[str, PartnershipTable],
    own: Mapping[int, datetime],
    now: datetime,
) -> Stage | None:
    """The next step of one contact: the one that is due, at the end of a pause, or else the next that is planned."""
    round_, diary = round_of(submission), diary_of(submission, contact, known)
    planned = stages(plan, round_, diary)
    since = max(now, _morning(submission.paused_until) if submission.paused_until else now)

    def reads(stage: Stage) -> bool:
        there = [each for each in people if not each.has_left(stage.window.day)]
        return contact in _readers(plan, there, stage.number)

    stage = due_stage(planned, own, since, round_, diary)
    return stage if stage and reads(stage) else next_stage([each for each in planned if reads(each)], own.keys(), since)


def _of(taken: Iterable[Taken], contact: Contact) -> dict[int, datetime]:
    return {each.stage: each.at for each in taken if each.contact_id == contact.id}


def _readers(plan: NudgePlan, people: Sequence[Contact], stage: int) -> list[Contact]:
    reminder = LEAD if stage == PRE_NOTICE else plan.reminders[stage - 1]
    return readers([(each.role, each) for each in people], reminder, ROLES)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)
