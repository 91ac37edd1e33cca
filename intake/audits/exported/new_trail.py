"""The part of one partnership brings no trail: it gets a new one, begun in the name of whoever restores it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from intake.audits.exported.answers import RestoredAnswer
from intake.audits.exported.put import blocks
from intake.audits.exported.returns import RestoredReturn
from intake.audits.exported.schema import DroppedAnswer, ExportedSubmission, SaidAnswer
from intake.ledger import enter
from storage.nouns import Answer, Submission
from storage.record import among, trail

AT_ONCE = 500


def in_turn(each: ExportedSubmission) -> ExportedSubmission:
    """The same return; where it is open again for a change, what was said since comes last."""
    ordered = sorted(each.history, key=lambda said: _is_draft(each, said))
    return each.model_copy(update={"history": ordered})


def begin_trail(db: Session, kept: RestoredReturn, said: Sequence[RestoredAnswer], speaker: trail.Speaker) -> None:
    """Entries for a return; one parts what counts from what was said since it was reopened."""
    submission = db.get_one(Submission, kept.number)
    enter(db, submission.audit, submission, speaker)
    counted = sum(not _is_draft(kept.said, one.said) for one in said)
    _note(db, submission, said[:counted])
    if submission.is_mended:
        facts = trail.submission_facts(submission)
        trail.note(db, submission, speaker, trail.REOPENED, submission.agency.abbr, facts)
    _note(db, submission, said[counted:])
    _drop_again(db, submission, kept.said.dropped)
    db.flush()


def _is_draft(each: ExportedSubmission, said: SaidAnswer) -> bool:
    """Whether it was said since a return that was signed is open again."""
    is_mended = each.signed_at is not None and each.submitted_at is None
    return is_mended and each.reopened_at is not None and said.said_at > each.reopened_at


def _note(db: Session, submission: Submission, said: Sequence[RestoredAnswer]) -> None:
    for some in blocks(said, AT_ONCE):
        wanted = select(Answer).where(among(db, Answer.id, [each.number for each in some])).order_by(Answer.id)
        for answer in db.scalars(wanted.options(selectinload(Answer.evidence))):
            teller = trail.Speaker(answer.said_by, answer.via, answer.said_at)
            trail.note_answers(db, submission, teller, [answer])


def _drop_again(db: Session, submission: Submission, dropped: Iterable[DroppedAnswer]) -> None:
    """What was dropped of last time's answers stays dropped."""
    for each in dropped:
        facts = {"question": each.question, "of": each.of, "source": each.source}
        about = trail.about_answer(submission.agency.abbr, each.question)
        trail.note(db, submission, trail.Speaker(each.said_by, each.via, each.at), trail.DROPPED, about, facts)
