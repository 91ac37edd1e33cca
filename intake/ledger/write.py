"""The only writer of answers: they are added, never changed, and each leaves its entry in the trail."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from config.questionnaire import RATING, Kind, Question, Side, Template, Unclear
from intake.ledger.plans import keep_plans
from intake.returns import FILE, Given, as_stored, storable
from storage.nouns import Answer, Audit, Contact, Evidence, Handover, Submission
from storage.record import call_off_nudges, insert_new, trail


class Refused(Exception):
    """What was asked cannot be done; the message is fit to show to whoever asked."""


@dataclass(frozen=True)
class Saying:
    """Who says it, for which side, by which channel, and the source that makes it count once."""

    speaker: trail.Speaker
    source: str
    by: Side = "agency"
    kept_from: str = ""  # the round (key) whose answers it keeps, where it says nothing new

    @property
    def as_kept(self) -> dict[str, object]:
        """Who says it and its source, in the columns of every row that keeps something said."""
        return {"source": self.source} | self.speaker.as_said


def record(
    db: Session, template: Template, submission: Submission, given: Iterable[Given], saying: Saying
) -> list[Answer]:
    """Add these answers and return those that were new: one source can say one thing to a prompt, once.

    Raises Refused, with nothing added, where the questionnaire or the state of the return forbids one of them.
    """
    said = list(given)
    trail.hold_return(db, submission)
    _refuse_closed(submission)
    for each in said:
        refuse_forbidden(template, submission, each, saying.by)
    rows = [_row(submission, each, saying) for each in said]
    added = sorted(insert_new(db, Answer, rows), key=lambda answer: answer.id)
    for answer in added:
        set_committed_value(
            answer, "evidence", []
        )  # words carry no file; to ask the record for each takes half the time
    trail.note_answers(db, submission, saying.speaker, added)
    if added:
        lift_acceptance(db, submission, saying)
        _keep_late_plans(db, template, submission, saying)
    return added


def attach(
    db: Session, template: Template, submission: Submission, question: str, evidence: Evidence, saying: Saying
) -> Answer | None:
    """Give a file for a question, or with "" for the return as a whole; None where this source gave it already.

    Raises Refused where the questionnaire or the state of the return forbids it.
    """
    return _file(db, template, submission, Given(question, FILE + evidence.sha256, evidence.name), [evidence], saying)


def withdraw(
    db: Session, template: Template, submission: Submission, question: str, sha256: str, saying: Saying
) -> Answer | None:
    """Take a file back from a question; that it was given, and the file, are kept. Raises Refused as `attach` does."""
    return _file(db, template, submission, Given(question, FILE + sha256, ""), [], saying)


def submit(db: Session, submission: Submission, speaker: trail.Speaker) -> None:
    """Mark the return as submitted in the speaker's name; again changes nothing."""
    _hold(db, submission)
    if submission.submitted_at is None:
        submission.submitted_at = submission.signed_at = speaker.at
        submission.submitted_by = speaker.name
        call_off_nudges(db, submission.id, speaker.at)
        _note_state(db, submission, speaker, trail.SUBMITTED)
        keep_plans(db, submission, speaker)


def open_again(
    db: Session, submission: Submission, speaker: trail.Speaker, because: str, *, again: bool = False
) -> bool:
    """Open a submitted return for a change, for a reason, as the agency itself may; whether that is news.

    It is, where it was submitted, where it is open for another reason, and with `again`. Raises Refused after the
    audit closed.
    """
    _hold(db, submission)
    if not because.strip():
        raise Refused("Say why the return is reopened.")
    is_another = submission.is_mended and submission.reopened_because.split() != because.split()
    if is_news := submission.submitted_at is not None or is_another or again:
        submission.submitted_at, submission.submitted_by = None, ""
        submission.reopened_at, submission.reopened_because = speaker.at, because.strip()
        submission.accepted_at, submission.accepted_by = None, ""
        _note_state(db, submission, speaker, trail.REOPENED)
    return is_news


def accept(db: Session, submission: Submission, speaker: trail.Speaker) -> bool:
    """A manager accepts what stands in a signed return; whether that is news. Raises Refused where it is not in."""
    _hold(db, submission)
    refuse_unaccepted(submission)
    if submission.accepted_at is not None:
        return False
    submission.accepted_at, submission.accepted_by = speaker.at, speaker.name
    _note_state(db, submission, speaker, "return accepted")
    return True


def refuse_unaccepted(submission: Submission) -> None:
    """Raises Refused where there is no return to accept, before anything else that may stand in its way is told."""
    abbr = submission.agency.abbr
    _refuse_closed(submission)
    if submission.excused_at is not None:
        raise Refused(f"{abbr} is excused, so there is nothing to accept.")
    if submission.submitted_at is None and submission.signed_at is not None:
        raise Refused(f"The return of {abbr} is open for a change. Wait until it is submitted again.")
    if submission.submitted_at is None:
        raise Refused(f"{abbr} has not submitted, so there is nothing to accept.")


def lift_acceptance(db: Session, submission: Submission, saying: Saying) -> None:
    """What was accepted is what stood then: a later word of the agency, wherever it stands, waits to be looked at."""
    if saying.by == "agency" and submission.accepted_at is not None:
        submission.accepted_at, submission.accepted_by = None, ""
        _note_state(db, submission, saying.speaker, "acceptance lifted")


def _keep_late_plans(db: Session, template: Template, submission: Submission, saying: Saying) -> None:
    """What an agency says of a signed return counts at once, and so does what it plans there."""
    if template.plan_below and saying.by == "agency" and submission.submitted_at is not None:
        keep_plans(db, submission, saying.speaker)


def speak_for(db: Session, submission: Submission, speaker: trail.Speaker, scope: str) -> None:
    """Say which departments the return speaks for; empty for the whole agency."""
    _hold(db, submission)
    submission.scope = storable(scope.strip())
    _note_state(db, submission, speaker, "scope said")


def hand(
    db: Session, submission: Submission, questions: Iterable[str], by: Contact, to: int | None, saying: Saying
) -> None:
    """Give questions to a colleague (a contact's id), or back to everybody; a source counts once."""
    _hold(db, submission)
    said: dict[str, object] = {"submission_id": submission.id, "by_contact_id": by.id, "to_contact_id": to}
    said |= {"source": saying.source, "at": saying.speaker.at}
    action = "question handed over" if to else "question taken back"
    for added in insert_new(db, Handover, [said | {"question": each} for each in questions]):
        trail.note(db, submission, saying.speaker, action, f"{submission.agency.abbr} {added.question}", {})


def enter(db: Session, audit: Audit, submission: Submission, speaker: trail.Speaker) -> None:
    """Note that an agency was added to the audit, whence its return's own trail goes on. The caller holds the audit."""
    db.flush()
    trail.note(db, audit, speaker, "agency added", submission.agency.abbr, trail.submission_facts(submission))
    trail.begin(submission)


def _file(
    db: Session, template: Template, submission: Submission, given: Given, files: list[Evidence], saying: Saying
) -> Answer | None:
    trail.hold_return(db, submission)
    _refuse_closed(submission)
    if given.question:
        _question(template, submission, given.question)
    added = insert_new(db, Answer, [_row(submission, given, saying)])
    for answer in added:
        answer.evidence.extend(files)
    trail.note_answers(db, submission, saying.speaker, added)
    if added:
        lift_acceptance(db, submission, saying)
    db.flush()
    return next(iter(added), None)


def _hold(db: Session, submission: Submission) -> None:
    """Wait for other writers of the return, then see it as they left it."""
    trail.hold_return(db, submission)
    _refuse_closed(submission)


def _note_state(db: Session, submission: Submission, speaker: trail.Speaker, action: str) -> None:
    facts = trail.submission_facts(submission)
    trail.note(db, submission, speaker, action, submission.agency.abbr, facts)


def _refuse_closed(submission: Submission) -> None:
    if submission.audit.closed_at is not None:
        raise Refused(f"The audit {submission.audit.key} is closed. Ask the partnership to take a late change.")


def _question(template: Template, submission: Submission, ref: str) -> Question:
    question = template.by_ref.get(ref)
    if question is None:
        raise Refused(f"There is no question {ref} in {template.key}. Use a number from the questionnaire.")
    if not question.asked_of(submission.sector):
        raise Refused(f"Question {ref} is not asked of {submission.agency.abbr}. Leave it out.")
    return question


def refuse_forbidden(template: Template, submission: Submission, given: Given, by: Side = "agency") -> None:
    """Raises Refused where the questionnaire does not take this answer from this agency."""
    question = _question(template, submission, given.question)
    if given.not_applicable:
        if not template.scale.not_applicable:
            raise Refused(f"N/A is not used in {template.key}. Answer question {given.question} in words instead.")
        return
    if given.prompt == RATING:
        _refuse_rating(template, question, given.value, by)
        return
    prompt = question.prompt(given.prompt)
    if prompt is None or prompt.kind is Kind.FILES:
        raise Refused(f"Question {given.question} has no prompt {given.prompt} to answer in words.")
    try:
        fits = as_stored(prompt, given.value) == given.value or prompt.kind is Kind.TEXT
    except Unclear as unclear:
        raise Refused(f"Question {given.question}: {unclear}") from None
    if not fits:
        raise Refused(f"Question {given.question} does not take {given.value[:80]!r} for {given.prompt}.")


def _refuse_rating(template: Template, question: Question, code: str, by: Side) -> None:
    rating = template.scale.by_code.get(code)
    if rating is None or (rating.counts_as != "missing" and not question.is_rated):
        raise Refused(f"Question {question.ref} does not take the rating {code}. Scale: {template.scale}.")
    if by == "agency" and template.rated_by == "partnership":  # who may rate beside the agency, where that counts
        raise Refused("The partnership gives the ratings in this audit. Answer in words instead.")
    if rating.counts_as != "missing" and question.fixed_rating not in (None, code):
        raise Refused(f"Question {question.ref} is fixed at {question.fixed_rating}. Leave its rating out.")


def _row(submission: Submission, given: Given, saying: Saying) -> dict[str, object]:
    said = {"by": saying.by, "kept_from": saying.kept_from} | saying.as_kept
    what = given._asdict() | {"value": storable(given.value)}
    return {"submission_id": submission.id, **said, **what}
