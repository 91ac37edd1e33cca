"""What waits for a manager to decide: what agencies asked, and letters that are held."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.nouns import Contact, Plea, Receipt, Submission
from storage.record.messages import call_off_plea
from storage.record.trail import Speaker
from storage.record.which import among

HELD = "held"  # the outcome of a letter that waits for a person


def waiting(db: Session, submissions: Iterable[Submission]) -> Sequence[Plea]:
    """The pleas that wait for a decision, the oldest first; who has sent a return or was excused needs no other day.

    A question waits on when an audit closes, for it can still be answered.
    """
    found = {each.id: each for each in submissions}
    open_ = select(Plea).where(among(db, Plea.submission_id, found), Plea.decided_at.is_(None)).order_by(Plea.id)
    return [each for each in db.scalars(open_) if each.wish == "question" or _is_asked(found[each.submission_id])]


def held_letters(db: Session) -> list[Receipt]:
    """The letters a person must decide on, oldest first."""
    return list(db.scalars(select(Receipt).where(Receipt.outcome == HELD).order_by(Receipt.id)))


def settle(
    db: Session, submission: Submission, wish: str, speaker: Speaker, outcome: str, of: Contact | None = None
) -> list[Plea]:
    """Whatever of this kind the agency had asked, or one contact alone, is decided now, however the decision came."""
    wanted = select(Plea).where(Plea.submission_id == submission.id, Plea.wish == wish, Plea.decided_at.is_(None))
    if of is not None:
        wanted = wanted.where(Plea.contact_id == of.id)
    found = list(db.scalars(wanted.order_by(Plea.id)))
    for plea in found:
        end_plea(db, plea, speaker, outcome)
    return found


def end_plea(db: Session, plea: Plea, speaker: Speaker, outcome: str) -> None:
    """It is decided: what would ask another manager about it, and has not left, leaves no more."""
    plea.decided_at, plea.decided_by, plea.outcome = speaker.at, speaker.name, outcome
    call_off_plea(db, plea.id, speaker.at)


def _is_asked(submission: Submission) -> bool:
    return submission.submitted_at is None and submission.excused_at is None
