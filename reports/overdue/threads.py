"""Chasing after the return: what was asked back and waits for the agency, and returns that were sent again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from config import dates
from config.letters import one_line
from config.questionnaire import Template
from config.ways import WAYS
from intake.after import lacking, tell_agency
from reports.nudges import Chaser, Diary
from reports.overdue.ladder import is_left_alone
from storage.nouns import Audit, Message, Submission, Thread
from storage.record import ASKED_BACK, begins, open_threads, points_of, reviews_of
from storage.record.trail import Speaker

WAIT = timedelta(days=7)  # from one word to the next
MOST = 2  # reminders of one question; after them it stands in digest and Home
SENT_AGAIN = "sent-again:"


class StillOpen(NamedTuple):
    """A thread that waits for its agency: to be reminded of for the first or a later time, or (0) to be asked anew."""

    submission: Submission
    thread: Thread
    number: int


def remind_of_threads(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> int:
    """Write once more to the agencies whose answer is due; how many letters and messages."""
    told = 0
    for each in threads_due(db, audit, now):
        speaker = Speaker("the clock", "clock", now)
        refs = (
            [ref for part in lacking(db, template, each.submission) for ref in part] if not each.thread.question else []
        )
        told += tell_agency(
            db, template, each.submission, each.thread, speaker, chaser.stationery, refs, reminder=each.number
        )
    return told


def threads_due(db: Session, audit: Audit, now: datetime) -> list[StillOpen]:
    """What was asked back a week ago, or two, and waits for its agency; nobody is reminded in a pause.

    Where everybody who was asked has left, whoever came after them is asked, whenever that is.
    """
    if not any(window.is_open(now) for window in [Diary().next_window(now)] if window):
        return []
    today = dates.today(now)
    asked = select(Thread.submission_id).where(Thread.closed_at.is_(None))
    asked_back = db.scalars(select(Submission).where(Submission.audit_id == audit.id, Submission.id.in_(asked))).all()
    found = []
    for submission, thread in open_threads(db, asked_back):
        number = min(int((now - thread.last_at) / WAIT), MOST)
        if thread.waits_for == "agency" and not is_left_alone(submission, today):
            own = f"{ASKED_BACK}{thread.id}:{len(thread.entries)}."
            keys = db.scalars(select(Message.key).where(begins(db, Message.key, own))).all()
            sent = [tuple(map(int, key.removeprefix(own).split(":"))) for key in keys]
            there = {each.id for each in submission.agency.contacts if each.is_reachable(today, WAYS)}
            if there and there.isdisjoint(whom for _, whom in sent):
                found.append(StillOpen(submission, thread, 0))
            elif number > max((step for step, _ in sent), default=0):
                found.append(StillOpen(submission, thread, number))
    return found


def tell_sent_again(db: Session, audit: Audit, template: Template, chaser: Chaser, now: datetime) -> int:
    """Write to the managers of each return that was sent again, with the points it went back for; once a signature."""
    told = 0
    for submission in sent_again(db, audit):
        points = points_of(reviews_of(db, [submission.id]).get(submission.id, ()))
        for manager in chaser.stationery.managers(submission.partnerships):
            facts = {
                "manager": manager,
                "agency": submission.agency,
                "audit": audit.key,
                "by": submission.signed_by,
                "because": submission.reopened_because,
                "points": [(template.by_ref[each.question], each.because) for each in points],
            }
            db.add(
                Message(
                    key=f"{_key(submission)}:{manager.email.lower()}",
                    via="email",
                    recipient=manager.email,
                    subject=one_line(f"{submission.agency.abbr} has sent its return again · {template.title}")[:150],
                    body=chaser.stationery.letters.render("sent-again", **facts),
                    auto_submitted="auto-generated",
                    submission_id=submission.id,
                    not_before=now,
                )
            )
            told += 1
    return told


def sent_again(db: Session, audit: Audit) -> list[Submission]:
    """The returns that a manager sent back, that are in again, and of which no manager was told."""
    wanted = select(Submission).where(Submission.audit_id == audit.id, Submission.reopened_at.is_not(None))
    returns = db.scalars(wanted.where(Submission.excused_at.is_(None), Submission.accepted_at.is_(None)))
    again = [each for each in returns.all() if each.is_sent_again]
    reviews = reviews_of(db, [each.id for each in again])
    back = [each for each in again if any(one.verdict == "returned" for one in reviews.get(each.id, ()))]
    return [each for each in back if not _is_told(db, each)]


def _is_told(db: Session, submission: Submission) -> bool:
    return db.scalar(select(Message.id).where(begins(db, Message.key, _key(submission))).limit(1)) is not None


def _key(submission: Submission) -> str:
    at = submission.signed_at.isoformat() if submission.signed_at else ""
    return f"{SENT_AGAIN}{submission.id}:{at}"
