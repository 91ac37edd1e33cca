"""What a manager decides of a return that is in: a point to mend, back for its points, accepted."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from config.questionnaire import Template
from config.words import there_are
from intake.after.rate import question_of, refuse_unsent, review
from intake.ledger import Refused, Saying, accept, open_again, reason, refuse_unaccepted
from intake.notices import Stationery, tell
from intake.returns import storable
from storage.nouns import Review, Submission
from storage.record import (
    ACCEPTED,
    DECIDED,
    RETURNED,
    TO_MEND,
    call_off_asked_back,
    insert_new,
    open_threads,
    points_of,
    reviews_of,
    trail,
)


def note_point(db: Session, template: Template, submission: Submission, ref: str, words: str, saying: Saying) -> bool:
    """Keep what is to mend in one answer until the return goes back; whether that is news. Raises Refused."""
    trail.hold_return(db, submission)
    _refuse_closed(submission)
    refuse_unsent(template, submission)
    question = question_of(template, submission, ref)
    why = storable(reason(words, "Say what is to mend."))
    stands = {each.question: each.because for each in points(db, submission)}
    if stands.get(question.ref) == why:
        return False
    _keep(db, submission, saying, question.ref, TO_MEND, why)
    return True


def drop_point(db: Session, template: Template, submission: Submission, ref: str, saying: Saying) -> None:
    """Take a point back; raises Refused where there is none."""
    trail.hold_return(db, submission)
    _refuse_closed(submission)
    question = question_of(template, submission, ref)
    if question.ref not in {each.question for each in points(db, submission)}:
        raise Refused(f"There is nothing to mend in question {question.ref}.")
    _keep(db, submission, saying, question.ref, TO_MEND, "")


def send_back(db: Session, submission: Submission, because: str, saying: Saying, stationery: Stationery) -> int | None:
    """Open the return for its points, and tell the agency what is to mend: how many hear it, None for no news.

    Raises Refused.

    Until it is signed again it counts as it was.
    """
    trail.hold_return(db, submission)
    found = points(db, submission)
    if submission.signed_at is None:
        raise Refused(f"{submission.agency.abbr} has not submitted, so its return is open already.")
    if not because.strip() and not found:
        raise Refused("Say what is to mend: note a point at a question, or give a reason.")
    why = storable(reason(because.strip() or _many(found), "Say why the return goes back."))
    is_more = submission.is_mended and _noted_since(db, submission)
    if not open_again(db, submission, saying.speaker, why, again=is_more):
        return None
    _keep(db, submission, saying, "", RETURNED, why)
    return tell(
        db,
        stationery,
        submission,
        saying.speaker,
        "reopened",
        why,
        points=[(each.question, each.because) for each in found],
    )


def accept_return(
    db: Session, submission: Submission, saying: Saying, stationery: Stationery, *, with_open: bool = False
) -> int | None:
    """Accept what stands, and tell the agency: how many hear it, None for no news.

    Raises Refused while something is asked back, or a point to mend was noted that the agency never heard of. With
    `with_open` what was asked back is closed with it, and such a point is let go.
    """
    trail.hold_return(db, submission)
    refuse_unaccepted(submission)
    open_ = [thread for _, thread in open_threads(db, [submission])]
    if open_ and not with_open and submission.accepted_at is None:
        refs = ", ".join(dict.fromkeys(each.question or "the whole return" for each in open_))
        raise Refused(f"Still asked back: {refs}. Close these first, or accept it with open.")
    if submission.accepted_at is None and not with_open and (waiting := _unheard(db, submission)):
        told = f"Still to mend, and {submission.agency.abbr} has not heard of it: {', '.join(waiting)}."
        raise Refused(f"{told} Send it back with return, take it off with mended, or accept it with open.")
    if not accept(db, submission, saying.speaker):
        return None
    for thread in open_:
        thread.closed_at, thread.closed_by = saying.speaker.at, saying.speaker.name
        call_off_asked_back(db, thread.id, saying.speaker.at)
    _keep(db, submission, saying, "", ACCEPTED, "")
    return tell(db, stationery, submission, saying.speaker, "accepted")


def decide_silence(db: Session, submission: Submission, what: str, saying: Saying) -> None:
    """Keep how a return that never came ends, so that nobody is chased for it any more; raises Refused."""
    trail.hold_return(db, submission)
    _refuse_closed(submission)
    if submission.signed_at is not None or submission.excused_at is not None:
        raise Refused(f"{submission.agency.abbr} is not waited for. There is nothing to decide.")
    _keep(db, submission, saying, "", DECIDED, storable(reason(what, "Say what was decided.")))


def _unheard(db: Session, submission: Submission) -> list[str]:
    """The questions with a point to mend that stands and was noted since the return last went back."""
    said = reviews_of(db, [submission.id]).get(submission.id, ())
    back = max((at for at, each in enumerate(said) if each.verdict == RETURNED), default=-1)
    standing = {each.id for each in points_of(said)}
    return [each.question for each in said[back + 1 :] if each.id in standing]


def _noted_since(db: Session, submission: Submission) -> bool:
    """Whether a point was noted or dropped since the return went back: the agency does not know of it."""
    said = [each.verdict for each in reviews_of(db, [submission.id]).get(submission.id, ())]
    since = [each for each in said if each in (TO_MEND, RETURNED)]
    return RETURNED in since and since[-1] == TO_MEND


def points(db: Session, submission: Submission) -> list[Review]:
    """The points to mend that stand, in the order they were noted."""
    return points_of(reviews_of(db, [submission.id]).get(submission.id, ()))


def _keep(db: Session, submission: Submission, saying: Saying, question: str, verdict: str, because: str) -> None:
    """The review, and an entry of the trail that there was one; its words stay erasable."""
    value = because if verdict == DECIDED else ""
    row = review(submission, saying, question, verdict, "" if value else because, value)
    if insert_new(db, Review, [row]) and verdict != ACCEPTED:
        about = f"{submission.agency.abbr} {question or 'return'}"
        trail.note(db, submission, saying.speaker, "return reviewed", about, {"verdict": verdict})


def _many(found: Sequence[Review]) -> str:
    return f"{there_are(len(found), 'point')} to mend."


def _refuse_closed(submission: Submission) -> None:
    if submission.audit.closed_at is not None:
        raise Refused(f"The audit {submission.audit.key} is closed. Open it again first.")
