"""Whom to chase now: the plan of each open audit laid over the record. Reads only; `reports.nudges.letters` writes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, subqueryload
from sqlalchemy.orm.attributes import instance_dict

from config import dates
from config.dates import LONDON
from config.questionnaire import ROLES, NudgePlan, Reminder
from config.ways import Way
from reports.nudges.chase import Chase, diary_of, round_of
from reports.nudges.glance import Taken, hopeful, steps_taken, waited_for
from reports.nudges.plan import PRE_NOTICE, Round, Stage, due_stage, next_stage, readers
from reports.nudges.slots import Diary
from storage.nouns import Agency, Audit, Contact, Submission
from storage.record import among, apart, first_asked, knows_of, people_asked

LEAD = Reminder(to=ROLES[:1])


class DueNudge(NamedTuple):
    """One nudge that may leave now: to whom, about which return, which step, in which window."""

    submission: Submission
    contact: Contact
    stage: Stage


class Reminded(NamedTuple):
    """One contact who may be reminded of a return: their days, the steps taken already, and when they got the form."""

    submission: Submission
    contact: Contact
    round: Round
    diary: Diary
    taken: Mapping[int, datetime]
    asked: datetime | None

    def due_stage(self, chase: Chase, now: datetime) -> Stage | None:
        """The step whose day has come for them."""
        planned = chase.stages(self.round, self.diary)
        return due_stage(planned, self.taken, now, self.round, self.diary, self.asked)


def key_of(submission: Submission, contact: Contact, stage: int) -> str:
    """The message key that lets a step be taken once."""
    return f"nudge:{submission.id}:{contact.id}:{stage}"


def open_audits(db: Session) -> list[str]:
    """The keys of the audits that are not closed; their questionnaires are read one by one, for one may be broken."""
    return list(db.scalars(select(Audit.key).where(Audit.closed_at.is_(None)).order_by(Audit.key)))


def due_now(db: Session, audit: Audit, chase: Chase, *, only_open: bool = False) -> list[DueNudge]:
    """The nudges of one audit whose day has come, each with the window it may leave in, by agency and address.

    With `only_open`, those whose window is open.
    """

    def step(each: Reminded, people: Sequence[Contact]) -> Stage | None:
        stage = each.due_stage(chase, chase.now)
        if stage is None or (only_open and not stage.window.is_open(chase.now)):
            return None
        return stage if each.contact in _readers(chase.plan, people, stage.number) else None

    return _steps(db, chased(db, audit, chase.now, hopeful(db, audit, chase, only_open=only_open)), chase, step)


def reminder_to(submission: Submission, contact: Contact) -> str:
    """How a fault names a reminder: by the agency and its reader's place in it, for a fault names no person."""
    place = sorted(each.id for each in submission.agency.contacts).index(contact.id) + 1
    return f"the reminder of {submission.audit.key} to {submission.agency.abbr}, contact {place}"


def chased(db: Session, audit: Audit, now: datetime, only: Collection[int] | None = None) -> list[Submission]:
    """The returns that may be chased now, by agency. With `only`, of these (ids)."""
    wanted = (
        select(Submission)
        .join(Agency)
        .where(*waited_for(audit, dates.today(now)))
        .order_by(Agency.abbr)
        .options(
            joinedload(Submission.agency).subqueryload(Agency.contacts),
            subqueryload(Submission.partnerships),
            joinedload(Submission.audit),
        )
    )
    if only is not None and not only:
        return []
    if only is not None:
        wanted = wanted.where(among(db, Submission.id, only))
    return list(db.scalars(wanted).unique())


def _was_invited(submission: Submission, today: date) -> bool:
    """Or the audit has not opened yet, and there may be a notice before."""
    return submission.invited_at is not None or today < submission.audit.opens


def read_contacts(db: Session, submissions: Iterable[Submission]) -> None:
    """The contacts of all these agencies at once, before each agency is asked for its own."""
    unread = {each.agency_id for each in submissions if not _has_contacts(each)}
    if not unread:
        return
    agencies = among(db, Agency.id, unread)
    db.scalars(select(Agency).where(agencies).options(subqueryload(Agency.contacts))).all()


def _has_contacts(submission: Submission) -> bool:
    return "agency" in instance_dict(submission) and "contacts" in instance_dict(submission.agency)


def reachable(agency: Agency, today: date, open_ways: Sequence[Way]) -> list[Contact]:
    """Its contacts whom a message finds, by one of the ways that are set up here."""
    return [each for each in agency.contacts if each.is_reachable(today, open_ways)]


def remindable(submission: Submission, asked: Collection[int], today: date, open_ways: Sequence[Way]) -> list[Contact]:
    """Of those who can be reached, whoever has the form of this return: nobody is reminded of what they never had."""
    return [each for each in reachable(submission.agency, today, open_ways) if knows_of(submission, each.id, asked)]


def next_nudges(db: Session, submissions: Iterable[Submission], chase: Chase) -> dict[int, datetime]:
    """When each agency (by return) hears from us next, were nothing to change: none of which nobody may be reminded."""
    soonest: dict[int, datetime] = {}
    for each in _ahead(db, submissions, chase):
        soonest.setdefault(each.submission.id, each.stage.window.not_before)
    return soonest


def ahead(db: Session, audit: Audit, chase: Chase) -> list[DueNudge]:
    """The next nudge of each contact that is not left in peace now, due or still to come; the soonest first."""
    return _ahead(db, chased(db, audit, chase.now), chase)


def _ahead(db: Session, submissions: Iterable[Submission], chase: Chase) -> list[DueNudge]:
    """Of returns that are paused, what comes after the pause."""
    today = dates.today(chase.now)
    open_ = [each for each in submissions if each.is_waited_for and _was_invited(each, today)]
    read_contacts(db, open_)
    found = _steps(db, open_, chase, partial(_next, chase))
    return sorted(found, key=lambda due: (due.stage.window.not_before, due.submission.agency.abbr, due.contact.email))


def _next(chase: Chase, each: Reminded, people: Sequence[Contact]) -> Stage | None:
    """The next step of one contact: the one that is due, at the end of a pause, or else the next that is planned."""
    planned, paused = chase.stages(each.round, each.diary), each.submission.paused_until
    since = max(chase.now, _morning(paused) if paused else chase.now)

    def reads(stage: Stage) -> bool:
        there = [one for one in people if not one.has_left(stage.window.day)]
        return each.contact in _readers(chase.plan, there, stage.number)

    stage = each.due_stage(chase, since)
    return stage if stage and reads(stage) else next_stage(planned, each.taken.keys(), since, reads)


def _steps(
    db: Session,
    submissions: Sequence[Submission],
    chase: Chase,
    step: Callable[[Reminded, Sequence[Contact]], Stage | None],
) -> list[DueNudge]:
    """What `step` finds for each contact of these returns who may be reminded; a faulty one costs no other."""
    ids = [each.id for each in submissions]
    taken, asked, first = steps_taken(db, ids), people_asked(db, ids), first_asked(db, ids)
    found = []
    for submission in submissions:
        people = remindable(submission, asked[submission.id], dates.today(chase.now), chase.open_ways)
        for contact in people:
            with apart(chase.faults, reminder_to(submission, contact)):
                diary, own = diary_of(submission, contact, chase.known), _of(taken[submission.id], contact)
                since = first.get((submission.id, contact.id))
                stage = step(Reminded(submission, contact, round_of(submission), diary, own, since), people)
                if stage:
                    found.append(DueNudge(submission, contact, stage))
    return found


def _of(taken: Iterable[Taken], contact: Contact) -> dict[int, datetime]:
    return {each.stage: each.at for each in taken if each.contact_id == contact.id}


def _readers(plan: NudgePlan, people: Sequence[Contact], stage: int) -> list[Contact]:
    reminder = LEAD if stage == PRE_NOTICE else plan.reminders[stage - 1]
    return readers([(each.role, each) for each in people], reminder, ROLES)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(0), LONDON)
