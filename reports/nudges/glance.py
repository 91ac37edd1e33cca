"""A look over all returns that are waited for, as rows: which of them may want a reminder now. Mostly none does."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.dates import read_zone
from config.questionnaire import NudgePlan
from reports.nudges.chase import Chase, diary_from, round_from
from reports.nudges.plan import Round, due_stage, stages
from reports.nudges.slots import Diary
from storage.nouns import Agency, Audit, Contact, Message, Partnership, Submission
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
    taken: tuple[tuple[int, datetime], ...]


def hopeful(db: Session, audit: Audit, chase: Chase, *, only_open: bool) -> set[int]:
    """The returns (ids) one of whose contacts may have a step due, with `only_open` in a window that is open.

    Where their days cannot be read, they may: whoever goes on to them meets the fault.
    """
    today = dates.today(chase.now)
    open_ = (Submission.audit_id == audit.id, Submission.submitted_at.is_(None), Submission.excused_at.is_(None))
    wanted = (
        select(
            Submission.id, Submission.invited_at, Submission.extended_to, Submission.paused_until, Submission.sector,
            Contact.id, Contact.time_zone, Contact.away_until,
        )
        .join(Submission.agency)
        .join(Agency.contacts)
        .where(*open_)
    )  # fmt: skip
    rows = [] if audit.closed_at is not None else db.execute(wanted).all()
    whose, taken = _partnerships(db, audit), _own(steps_taken(db, {row[0] for row in rows}))
    known: dict[_Days, bool] = {}
    found = set()
    for number, invited_at, extended_to, paused_until, sector, contact, zone, away_until in rows:
        if (paused_until and paused_until > today) or (invited_at is None and today >= audit.opens):
            continue
        invited_on = dates.today(invited_at) if invited_at else None
        own = tuple(taken.get((number, contact), ()))
        days = _Days(invited_on, extended_to, sector, zone, away_until, whose.get(number, ()), own)
        if days not in known:
            known[days] = _may_be_due(audit, chase, days, invited_at, only_open=only_open)
        if known[days]:
            found.add(number)
    return found


def late_returns(db: Session, audit: Audit, plan: NudgePlan, now: datetime) -> set[int]:
    """The returns (ids) waited for whose last reminder may lie behind us, whoever reads it."""
    today = dates.today(now)
    open_ = (Submission.audit_id == audit.id, Submission.submitted_at.is_(None), Submission.excused_at.is_(None))
    wanted = select(Submission.id, Submission.invited_at, Submission.extended_to).where(*open_)
    known: dict[Round, bool] = {}
    found = set()
    for number, invited_at, extended_to in db.execute(wanted.where(Submission.invited_at.is_not(None))):
        round_ = round_from(audit.opens, invited_at, max(extended_to or audit.due, audit.due))
        if round_ not in known:
            planned = stages(plan, round_, Diary())
            known[round_] = (planned[-1].window.day if planned else audit.opens) < today
        if known[round_]:
            found.add(number)
    return found


def _may_be_due(audit: Audit, chase: Chase, days: _Days, invited_at: datetime | None, *, only_open: bool) -> bool:
    with apart(Faults(is_logged=False), "a look"):
        diary = diary_from(days.partnerships, days.sector, read_zone(days.zone), days.away_until, chase.known)
        round_ = round_from(audit.opens, invited_at, max(days.extended_to or audit.due, audit.due))
        stage = due_stage(chase.stages(round_, diary), dict(days.taken), chase.now, round_, diary)
        return stage is not None and (stage.window.is_open(chase.now) or not only_open)
    return True  # what broke is met again, and told, where the reminder is made


def _partnerships(db: Session, audit: Audit) -> dict[int, tuple[str, ...]]:
    """The keys of each return's partnerships, in their order."""
    found = defaultdict[int, list[str]](list)
    theirs = select(Submission.id, Partnership.key).join(Submission.partnerships).where(Submission.audit_id == audit.id)
    for number, key in db.execute(theirs):
        found[number].append(key)
    return {number: tuple(sorted(keys)) for number, keys in found.items()}


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
