"""When a digest is due: on the first working day of its day, week or month, from half past nine, and only once."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.partnerships import PartnershipTable
from config.ways import WAYS
from reports.digests.series import last_queued, series
from reports.nudges import FROM, Diary
from storage.nouns import Audit, Partnership, Submission, submission_partnerships

TO = time(17)  # nobody gets a digest in the evening or at night
LOOK_BACK = 45  # days; longer than a month and its holidays


class DueDigest(NamedTuple):
    """One digest to write: whose, and the slot it is for; two clocks that write it write the same."""

    audit: str
    partnership: str
    slot: datetime


def digests_due(db: Session, partnerships: Mapping[str, PartnershipTable], now: datetime) -> list[DueDigest]:
    """The digests to be written now: none outside working hours, of a closed audit, or where nobody was invited.

    However long nobody asked, there is one.
    """
    found, written = [], last_queued(db)
    for audit, key, invited in _asked(db):
        table = partnerships.get(key)
        slot = slot_of(table, now) if table else None
        if table is None or slot is None or not _has_readers(table):
            continue
        last = written.get(series(audit, key))
        if invited < slot and (last is None or last < slot):
            found.append(DueDigest(audit, key, slot))
    return found


def _has_readers(table: PartnershipTable) -> bool:
    return bool(table.digest.to or table.managers or table.digest.boards(WAYS))


def slot_of(table: PartnershipTable, now: datetime) -> datetime | None:
    """The slot of the day, week or month we are in; None before it, outside working hours, and where none is wanted."""
    diary = Diary(nations=frozenset({table.nation}))
    here = now.astimezone(diary.zone)
    every = table.digest.every
    if every == "never" or not diary.at_work(here.date()) or not FROM <= here.time() <= TO:
        return None
    first = next(day for day in _days(_start(every, here.date())) if diary.at_work(day))
    return datetime.combine(first, FROM, diary.zone)


def _start(every: str, day: date) -> date:
    if every == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if every == "week" else day


def _days(start: date) -> list[date]:
    return [start + timedelta(days=number) for number in range(LOOK_BACK)]


def _asked(db: Session) -> list[tuple[str, str, datetime]]:
    """Open audits with each of their partnerships, and when the first of its agencies was invited."""
    wanted = (
        select(Audit.key, Partnership.key, func.min(Submission.invited_at))
        .join(Submission, Submission.audit_id == Audit.id)
        .join(submission_partnerships, submission_partnerships.c.submissions_id == Submission.id)
        .join(Partnership, Partnership.id == submission_partnerships.c.partnerships_id)
        .where(Audit.closed_at.is_(None), Submission.invited_at.is_not(None))
        .group_by(Audit.key, Partnership.key)
        .order_by(Audit.key, Partnership.key)
    )
    return [(audit, key, invited) for audit, key, invited in db.execute(wanted) if invited is not None]
