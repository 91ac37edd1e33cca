"""Meetings whose day is past and of which nothing is kept: their managers are asked what came of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.dates import uk_date
from config.letters import one_line
from config.questionnaire import Template
from config.ways import EMAIL
from intake.actions import ABOUT_MEETING
from intake.forms import new_token
from intake.returns import storable
from reports.nudges import Chaser, Diary
from storage.nouns import Audit, Meeting, Message, Partnership, Submission
from storage.record import begins, meetings_of

LATEST = timedelta(days=28)  # after which nobody remembers


def audits_with_meetings(db: Session) -> list[str]:
    """The keys of the audits that have meetings, also of those that are closed."""
    return list(db.scalars(select(Audit.key).where(Audit.id.in_(select(Meeting.audit_id))).order_by(Audit.key)))


def meetings_held(db: Session, audit: Audit, now: datetime) -> list[Meeting]:
    """Those to ask about: their day is past, nothing is kept of them, and nobody was asked about that day."""
    window, today = Diary().next_window(now), dates.today(now)
    if window is None or not window.is_open(now):
        return []
    past = [each for each in meetings_of(db, audit) if today - LATEST <= each.day < today]
    return [each for each in past if not _is_kept(each) and not _is_asked(db, each)]


def ask_what_came(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> int:
    """Write to the managers whose meeting it was; how many letters."""
    told = 0
    for meeting in meetings_held(db, audit, now):
        for message in _letters(db, audit, template, chaser, meeting):
            db.add(message)
            told += 1
    db.flush()
    return told


def _is_kept(meeting: Meeting) -> bool:
    return any(each.kind != "moved" for each in meeting.entries)


def _is_asked(db: Session, meeting: Meeting) -> bool:
    return db.scalar(select(Message.id).where(begins(db, Message.key, _mark(meeting))).limit(1)) is not None


def _letters(db: Session, audit: Audit, template: Template, chaser: Chaser, meeting: Meeting) -> Iterator[Message]:
    submission = db.get(Submission, meeting.submission_id) if meeting.submission_id else None
    whose = _whose(audit, meeting, submission)
    for manager in chaser.stationery.managers(whose):
        token, key = new_token(), chaser.stationery.managed_by(manager, [each.key for each in whose])
        facts = chaser.stationery.facts_for(manager, whose)
        facts |= {"reader": manager, "number": meeting.number, "day": uk_date(meeting.day), "token": token}
        facts |= {"about": one_line(meeting.about), "whose": submission.agency.name if submission else ""}
        yield Message(
            key=f"{_mark(meeting)}{manager.email.lower()}",
            via=EMAIL.name,
            recipient=manager.email,
            subject=one_line(f"What came of meeting {meeting.number}? · {template.title}")[:150],
            body=storable(chaser.stationery.letters.render("meeting-held", **facts)),
            token=token,
            auto_submitted="auto-generated",
            submission_id=submission.id if submission else None,
            partnership="" if submission else key,  # whose sender it leaves by, and to whose mailbox the reply comes
        )


def _whose(audit: Audit, meeting: Meeting, submission: Submission | None) -> list[Partnership]:
    """The partnerships whose managers met."""
    if submission is not None:
        return list(submission.partnerships)
    every = {one.id: one for each in audit.submissions for one in each.partnerships}.values()
    return [each for each in every if meeting.partnership in ("", each.key)]


def _mark(meeting: Meeting) -> str:
    return f"{ABOUT_MEETING}{meeting.id}:{meeting.day.isoformat()}:"
