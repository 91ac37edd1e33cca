"""Whom to chase now: the plan of each open audit laid over the record. Reads only; `reports.nudges.letters` writes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from config import dates
from config.partnerships import PartnershipTable
from config.questionnaire import ROLES, NudgePlan, Reminder
from reports.nudges.plan import PRE_NOTICE, Round, Stage, due_stage, next_stage, readers, stages
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
    found = []
    for submission, contact, taken in _chased_contacts(db, audit, now):
        with apart(faults, reminder_to(submission, contact)):
            steps = _Steps.of(plan, submission, contact, known, taken, dates.today(now))
            if stage := steps.due(now):
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
    own = [known[each.key] for each in submission.partnerships if each.key in known]
    shut = [(each.first, each.last) for table in own for each in table.school_holidays]
    return Diary(
        zone=ZoneInfo(contact.time_zone),
        nations=frozenset(table.nation for table in own) or frozenset({"england"}),
        closed=tuple(shut) if submission.sector == "school" else (),
        away_until=contact.away_until,
    )


def reachable(agency: Agency, today: date) -> list[Contact]:
    """Its contacts whom a message finds."""
    return [each for each in agency.contacts if each.is_reachable(today)]


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
    db: Session, submission: Submission, plan: NudgePlan, known: Mapping[str, PartnershipTable], now: datetime
) -> datetime | None:
    """When the agency would hear from us next, were nothing to change."""
    is_over = submission.audit.closed_at is not None
    if is_over or submission.submitted_at or submission.excused_at or submission.invited_at is None:
        return None
    taken, today = steps_taken(db, [submission.id])[submission.id], dates.today(now)
    ladders = (
        _Steps.of(plan, submission, contact, known, taken, today) for contact in reachable(submission.agency, today)
    )
    coming = [stage for steps in ladders if (stage := steps.to_come(now))]
    return min((stage.window.not_before for stage in coming), default=None)


def ahead(
    db: Session, audit: Audit, plan: NudgePlan, known: Mapping[str, PartnershipTable], now: datetime
) -> list[DueNudge]:
    """The next nudge of each contact, due or still to come, were nothing to change; the soonest first."""
    found = []
    for submission, contact, taken in _chased_contacts(db, audit, now):
        steps = _Steps.of(plan, submission, contact, known, taken, dates.today(now))
        if stage := steps.due(now) or steps.to_come(now):
            found.append(DueNudge(submission, contact, stage))
    return sorted(found, key=lambda due: (due.stage.window.not_before, due.submission.agency.abbr, due.contact.email))


def _chased_contacts(db: Session, audit: Audit, now: datetime) -> Iterator[tuple[Submission, Contact, Sequence[Taken]]]:
    """Everybody who may be chased in an audit, by agency, with the steps that were taken for their return."""
    submissions = chased(db, audit, now)
    taken = steps_taken(db, [each.id for each in submissions])
    for submission in submissions:
        for contact in reachable(submission.agency, dates.today(now)):
            yield submission, contact, taken[submission.id]


@dataclass(frozen=True)
class _Steps:
    """The plan of an audit laid over one contact's diary: what is due to them, and what is to come."""

    plan: NudgePlan
    submission: Submission
    contact: Contact
    diary: Diary
    taken: Mapping[int, datetime]
    today: date

    @classmethod
    def of(
        cls,
        plan: NudgePlan,
        submission: Submission,
        contact: Contact,
        known: Mapping[str, PartnershipTable],
        taken: Iterable[Taken],
        today: date,
    ) -> Self:
        own = {each.stage: each.at for each in taken if each.contact_id == contact.id}
        return cls(plan, submission, contact, diary_of(submission, contact, known), own, today)

    @cached_property
    def planned(self) -> list[Stage]:
        return stages(self.plan, round_of(self.submission), self.diary)

    def due(self, now: datetime) -> Stage | None:
        """The step whose day has come, where it goes to this contact."""
        stage = due_stage(self.planned, self.taken, now, round_of(self.submission), self.diary)
        return stage if stage and self._is_theirs(stage) else None

    def to_come(self, now: datetime) -> Stage | None:
        """The next step that goes to this contact."""
        return next_stage([each for each in self.planned if self._is_theirs(each)], self.taken.keys(), now)

    def _is_theirs(self, stage: Stage) -> bool:
        reminder = LEAD if stage.number == PRE_NOTICE else self.plan.reminders[stage.number - 1]
        people = [(each.role, each) for each in reachable(self.submission.agency, self.today)]
        return self.contact in readers(people, reminder, ROLES)
