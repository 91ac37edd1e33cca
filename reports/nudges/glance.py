"""A look over all returns that are waited for, as rows: which of them may want a reminder now. Mostly none does."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from config import dates
from config.dates import read_zone
from config.questionnaire import NudgePlan
from reports.nudges.chase import Chase, diary_from, round_from
from reports.nudges.plan import Round, due_stage, stages
from reports.nudges.slots import Diary
from storage.nouns import Agency, Audit, Contact, Message, Partnership, Submission, submission_partnerships
from storage.record import NUDGE, Faults, among, apart


class Taken(NamedTuple):
    """A step that was taken already: when it was sent, or may be."""

    contact_id: int
    stage: int
    at: datetime


class _Days(NamedTuple):
    """What decides whether a step is due; a great many readers have the same."""

    invited_on: date | None
    extended_to: date | None
    sector: str
    zone: str
    away_until: date | None
    partnerships: tuple[str, ...]
    taken: tuple[tuple[int, datetime], ...] = ()


def waited_for(audit: Audit, today: date) -> tuple[ColumnElement[bool], ...]:
    """Which returns may be chased on a day, for a query: of an open audit, neither in nor excused nor paused.

    After the opening only those that were invited; before it there may be a notice to all.
    """
    asked = Submission.invited_at.is_not(None) if today >= audit.opens else true()
    paused = Submission.paused_until
    wanted = (Submission.submitted_at.is_(None), Submission.excused_at.is_(None), asked)
    is_open = false() if audit.closed_at is not None else true()
    return (Submission.audit_id == audit.id, is_open, *wanted, or_(paused.is_(None), paused <= today))


def hopeful(db: Session, audit: Audit, chase: Chase, *, only_open: bool) -> set[int]:
    """The returns (ids) one of whose contacts may have a step due, with `only_open` in a window that is open.

    Where their days cannot be read, they may: whoever goes on to them meets the fault.
    """
    today = dates.today(chase.now)
    wanted = (
        select(
            Submission.id, Submission.invited_at, Contact.id,
            Submission.extended_to, Submission.sector, Contact.time_zone, Contact.away_until,
        )
        .join(Submission.agency)
        .join(Agency.contacts)
        .where(*waited_for(audit, today))
    )  # fmt: skip
    whose = _partnerships(db, audit)
    day = cache(dates.today)  # a great many are invited at one moment
    readers = [
        (number, contact, _Days(invited_at and day(invited_at), extended_to, sector, zone, away, whose.get(number, ())))
        for number, invited_at, contact, extended_to, sector, zone, away in db.execute(wanted)
    ]
    known: dict[_Days, bool] = {}

    def may_be_due(days: _Days) -> bool:
        if days not in known:
            known[days] = _may_be_due(audit, chase, days, only_open=only_open)
        return known[days]

    # A step taken puts others off and brings none on: who is not due without any is not due, and is not asked about.
    left = [each for each in readers if may_be_due(each[2])]
    taken = _own(steps_taken(db, {number for number, *_ in left})) if left else {}
    return {
        number
        for number, contact, days in left
        if (number, contact) not in taken or may_be_due(days._replace(taken=tuple(taken[number, contact])))
    }


def late_returns(db: Session, audit: Audit, plan: NudgePlan, now: datetime) -> set[int]:
    """The returns (ids) waited for whose last reminder may lie behind us, whoever reads it."""
    today = dates.today(now)
    wanted = select(Submission.id, Submission.invited_at, Submission.extended_to).where(*waited_for(audit, today))
    known: dict[Round, bool] = {}
    found = set()
    for number, invited_at, extended_to in db.execute(wanted.where(Submission.invited_at.is_not(None))):
        invited_on = dates.today(invited_at) if invited_at else None
        round_ = round_from(audit.opens, invited_on, max(extended_to or audit.due, audit.due))
        if round_ not in known:
            planned = stages(plan, round_, Diary())
            known[round_] = (planned[-1].window.day if planned else audit.opens) < today
        if known[round_]:
            found.add(number)
    return found


def _may_be_due(audit: Audit, chase: Chase, days: _Days, *, only_open: bool) -> bool:
    with apart(Faults(is_logged=False), "a look"):
        diary = diary_from(days.partnerships, days.sector, read_zone(days.zone), days.away_until, chase.known)
        round_ = round_from(audit.opens, days.invited_on, max(days.extended_to or audit.due, audit.due))
        stage = due_stage(chase.stages(round_, diary), dict(days.taken), chase.now, round_, diary)
        return stage is not None and (stage.window.is_open(chase.now) or not only_open)
    return True  # what broke is met again, and told, where the reminder is made


def _partnerships(db: Session, audit: Audit) -> dict[int, tuple[str, ...]]:
    """The keys of each return's partnerships, in their order."""
    keys = {number: key for number, key in db.execute(select(Partnership.id, Partnership.key))}
    found = defaultdict[int, list[str]](list)
    pairs = select(submission_partnerships).join(Submission).where(Submission.audit_id == audit.id)
    for number, partnership in db.execute(pairs):
        found[number].append(keys[partnership])
    return {number: tuple(sorted(theirs)) for number, theirs in found.items()}


def _own(taken: dict[int, list[Taken]]) -> dict[tuple[int, int], list[tuple[int, datetime]]]:
    found = defaultdict[tuple[int, int], list[tuple[int, datetime]]](list)
    for number, steps in taken.items():
        for each in steps:
            found[number, each.contact_id].append((each.stage, each.at))
    return found


def steps_taken(db: Session, submissions: Iterable[int]) -> dict[int, list[Taken]]:
    """The steps taken for these submissions (ids): what was sent, and what waits to be sent and was not called off."""
    taken: dict[int, list[Taken]] = defaultdict(list)
    wanted = select(Message.key, Message.sent_at, Message.not_before).where(
        among(db, Message.submission_id, list(submissions)),
        Message.key.startswith(NUDGE),
        Message.cancelled_at.is_(None),
        Message.failed_at.is_(None),
    )
    for key, sent_at, not_before in db.execute(wanted):
        _, submission, contact, stage = key.split(":")
        at = sent_at or not_before
        if at is not None:
            taken[int(submission)].append(Taken(int(contact), int(stage), at))
    return taken
