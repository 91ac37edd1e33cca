"""Who was asked for a return, whichever way, and when somebody of its agency was last heard."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from storage.nouns import Answer, Message, Receipt, Sent, Submission, Turn
from storage.record.messages import INVITATION
from storage.record.which import among

READ = ("answered", "nothing_new")  # what became of letters that people wrote and that were read


def people_asked(db: Session, submissions: Iterable[int]) -> dict[int, set[int]]:
    """The contacts (ids) of each return (id) who have its form, by letter, as a file or in Slack, or have answered.

    An invitation that was called off before it left asked nobody. What tells of a decision or reminds is no form.
    """
    ids = list(submissions)
    is_form = or_(Message.id.is_(None), Message.key.startswith(INVITATION) & Message.cancelled_at.is_(None))
    by_form = select(Sent.submission_id, Sent.contact_id).outerjoin(Message, Message.token == Sent.token)
    invited = select(Message.submission_id, Message.contact_id).where(
        Message.key.startswith(INVITATION), Message.cancelled_at.is_(None)
    )
    spoke = select(Turn.submission_id, Turn.contact_id)
    wrote = select(Receipt.submission_id, Receipt.contact_id).join(
        Answer, and_(Answer.submission_id == Receipt.submission_id, Answer.source == Receipt.source)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for wanted in (
        by_form.where(is_form, among(db, Sent.submission_id, ids)),
        invited.where(among(db, Message.submission_id, ids)),
        spoke.where(among(db, Turn.submission_id, ids)),
        wrote.where(among(db, Receipt.submission_id, ids)),
    ):
        for submission, contact in db.execute(wanted.distinct()):
            if submission is not None and contact is not None:
                found[submission].add(contact)
    return found


def first_asked(db: Session, submissions: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """When each contact first got the form of each return (ids of both), by letter, as a file or in Slack."""
    ids = list(submissions)
    form = select(Sent.submission_id, Sent.contact_id, Sent.sent_at).outerjoin(Message, Message.token == Sent.token)
    talk = select(Message.submission_id, Message.contact_id, Message.sent_at)
    invited = Message.key.startswith(INVITATION) & Message.cancelled_at.is_(None)
    found: dict[tuple[int, int], datetime] = {}
    for wanted in (
        form.where(or_(Message.id.is_(None), invited), among(db, Sent.submission_id, ids)),
        talk.where(invited, Message.sent_at.is_not(None), among(db, Message.submission_id, ids)),
    ):
        for submission, contact, at in db.execute(wanted):
            if submission is not None and contact is not None and at is not None:
                found[submission, contact] = min(found.get((submission, contact), at), at)
    return found


def knows_of(submission: Submission, contact: int, asked: Collection[int]) -> bool:
    """Whether a contact (id) knows of the return: they are among those `asked` for it.

    Where nobody is known to be, as in a round that was brought over from another record, its day of asking speaks for
    all. Before it opens nobody was asked, and all may be told that it is coming.
    """
    return submission.invited_at is None or not asked or contact in asked


def last_heard(db: Session, submissions: Iterable[int]) -> dict[int, datetime]:
    """When anybody of the agency of each return (id) last wrote, pressed or answered, whatever it was.

    A letter counts whether or not it answered anything, once it is known to be theirs: one that is held is not yet, and
    an automatic reply or a bounce is nobody's word.
    """
    ids = list(submissions)
    said = select(Answer.submission_id, func.max(Answer.said_at)).where(Answer.by == "agency")
    turns = select(Turn.submission_id, func.max(Turn.at))
    letters = select(Receipt.submission_id, func.max(Receipt.received_at)).where(
        Receipt.contact_id.is_not(None), Receipt.outcome.in_(READ)
    )
    found: dict[int, datetime] = {}
    for wanted, column in (
        (said, Answer.submission_id),
        (turns, Turn.submission_id),
        (letters, Receipt.submission_id),
    ):
        for submission, at in db.execute(wanted.where(among(db, column, ids)).group_by(column)):
            if submission is not None:
                found[submission] = max(at, found.get(submission, at))
    return found
