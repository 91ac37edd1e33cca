"""A question back: opened, carried on by either side, and closed."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.after.letters import tell_agency, tell_managers
from intake.after.rate import question_of
from intake.ledger import Refused, Saying, lift_acceptance, reason
from intake.notices import Stationery
from intake.returns import cells, evidence_outstanding, storable
from storage.nouns import Submission, Thread, ThreadEntry
from storage.record import call_off_asked_back, current_answers, insert_new, open_threads, trail

QUESTION = "Write the question."


def ask_back(
    db: Session, template: Template, submission: Submission, ref: str, words: str, saying: Saying,
    stationery: Stationery,
) -> int:  # fmt: skip
    """Put a question back about one answer (or with "" about the whole return); how many people it goes to.

    Where one about the same answer is open, it goes on there. Raises Refused.
    """
    trail.hold_return(db, submission)
    _refuse_unasked(submission)
    question = question_of(template, submission, ref).ref if ref.strip() else ""
    asked = storable(reason(words, QUESTION))
    thread = next((each for _, each in open_threads(db, [submission]) if each.question == question), None)
    thread = thread or _opened(db, submission, question, "words", saying)
    if not say(db, submission, thread, asked, saying):
        return 0
    return tell_agency(db, template, submission, thread, saying.speaker, stationery)


def ask_for_missing(
    db: Session, template: Template, submission: Submission, saying: Saying, stationery: Stationery
) -> int | None:
    """Ask for the files and answers that a return in lacks, in one letter; how many people it goes to.

    None where nothing is missing. Raises Refused.
    """
    trail.hold_return(db, submission)
    _refuse_unasked(submission)
    files, missing = lacking(db, template, submission)
    if not files and not missing:
        return None
    told = [f"A file is missing for: {', '.join(files)}."] if files else []
    told += [f"An answer is missing for: {', '.join(missing)}."] if missing else []
    thread = next((each for _, each in open_threads(db, [submission]) if each.wants != "words"), None)
    thread = thread or _opened(db, submission, "", "file" if files else "answer", saying)
    say(db, submission, thread, " ".join(told), saying)
    return tell_agency(db, template, submission, thread, saying.speaker, stationery, refs=[*files, *missing])


def lacking(db: Session, template: Template, submission: Submission) -> tuple[list[str], list[str]]:
    """The questions of a return whose required file is absent, and those answered with the scale's missing rating."""
    said = cells(template, current_answers(db, [submission.id], tags=False))
    files = [each.ref for each in evidence_outstanding(template, submission.sector, said)]
    sides = ("agency", "partnership") if template.rated_by == "partnership" else ("agency",)
    missing = {ref for (ref, side), cell in said.items() if side in sides and cell.missing}
    return files, [each.ref for each in template.questions if each.ref in missing]


def answer_back(
    db: Session, template: Template, submission: Submission, thread: Thread, words: str, saying: Saying,
    stationery: Stationery, files: Iterable[str] = (),
) -> bool:  # fmt: skip
    """Keep what the agency says to a question back, and tell the managers; whether it was new. Raises Refused."""
    trail.hold_return(db, submission)
    db.refresh(thread)
    if submission.audit.closed_at is not None:
        raise Refused(f"The audit {submission.audit.key} is closed. Ask the partnership to take a late change.")
    names = ", ".join(files)
    said = storable(words.strip()) or (f"Sent: {names}." if names else "")
    if not said:
        raise Refused("Write an answer, or attach a file.")
    if not say(db, submission, thread, said[:MOST_WORDS], saying):
        return False
    if thread.closed_at is not None:  # it was settled without them, and they say more
        thread.closed_at, thread.closed_by = None, ""
    lift_acceptance(db, submission, saying)
    call_off_asked_back(db, thread.id, saying.speaker.at)
    tell_managers(db, template, submission, thread, saying.speaker, stationery)
    return True


MOST_WORDS = 20_000


def close_thread(db: Session, submission: Submission, thread: Thread, saying: Saying) -> bool:
    """Nothing more is asked in it; whether that is news."""
    trail.hold_return(db, submission)
    db.refresh(thread)
    if thread.closed_at is not None:
        return False
    thread.closed_at, thread.closed_by = saying.speaker.at, saying.speaker.name
    call_off_asked_back(db, thread.id, saying.speaker.at)
    about = f"{submission.agency.abbr} {thread.question or 'return'}"
    trail.note(db, submission, saying.speaker, "question back closed", about, {})
    return True


def threads_at(db: Session, template: Template, submission: Submission, ref: str) -> list[Thread]:
    """The open threads about one answer, or with "" about the whole return; raises Refused where there is none."""
    question = question_of(template, submission, ref).ref if ref.strip() else ""
    found = [each for _, each in open_threads(db, [submission]) if each.question == question]
    if not found:
        raise Refused(f"Nothing is asked back about {f'question {question}' if question else 'the whole return'}.")
    return found


def thread_of(db: Session, number: int) -> Thread | None:
    """The thread of this id."""
    return db.scalar(select(Thread).where(Thread.id == number))


def say(db: Session, submission: Submission, thread: Thread, words: str, saying: Saying) -> bool:
    """Add what one side said; a source counts once. The caller holds the return."""
    row = {"thread_id": thread.id, "by": saying.by, "words": words} | saying.as_kept
    if not insert_new(db, ThreadEntry, [row]):
        return False
    db.refresh(thread, ["entries"])
    action = "question asked back" if saying.by == "partnership" else "question back answered"
    about = f"{submission.agency.abbr} {thread.question or 'return'}"
    trail.note(db, submission, saying.speaker, action, about, {"thread": thread.source})
    return True


def _opened(db: Session, submission: Submission, question: str, wants: str, saying: Saying) -> Thread:
    thread = Thread(
        submission_id=submission.id,
        question=question,
        wants=wants,
        source=saying.source,
        opened_by=saying.speaker.name,
        opened_at=saying.speaker.at,
    )
    db.add(thread)
    db.flush()
    return thread


def _refuse_unasked(submission: Submission) -> None:
    abbr = submission.agency.abbr
    if submission.audit.closed_at is not None:
        raise Refused(f"The audit {submission.audit.key} is closed. Open it again first.")
    if submission.excused_at is not None:
        raise Refused(f"{abbr} is excused, so nothing is asked of it.")
    if submission.signed_at is None:
        raise Refused(f"{abbr} has not submitted. Wait for its return.")
