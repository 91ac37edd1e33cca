"""What a letter leaves in the record, in one transaction: answers, files, remarks, and the letter that says so."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from intake.answers import Refused, Saying, attach, record, submit
from intake.forms import Form, Heard, Puzzle
from intake.given import storable
from intake.headers import Header
from intake.keeping import enter
from intake.matter import VIA, Carried, Matter, Recorded, unanswered
from intake.pleas import pass_on
from intake.posting import Stationery, notice
from intake.replying import acknowledge
from intake.signing import asks_to_submit
from storage import trail
from storage.beside import Remark
from storage.database import insert_new
from storage.models import Submission
from storage.post import Receipt
from storage.trail import Speaker


def answer(
    db: Session, stationery: Stationery, matter: Matter, form: Form, files: Iterable[Carried], now: datetime
) -> Recorded:
    """Record what the letter says and queue its acknowledgement; the letter's outcome is set."""
    heard, refused = _record(db, matter, form.answers)
    carried = list(files)
    evidence = _attach(db, matter, carried)
    remarks = _remark(db, matter, _besides_submitting(form))
    pass_on(db, stationery, matter.submission, matter.contact, remarks, matter.receipt.source)
    submitted = _submit(db, matter, form.submits)
    recorded = Recorded(heard, (*form.not_understood, *refused), evidence, remarks, submitted)
    new = bool(heard or evidence or submitted)
    matter.receipt.outcome = "answered" if new else "nothing_new"
    matter.receipt.reason = _how_sure(matter)
    asked = bool(form.submits) or any(map(asks_to_submit, form.leftovers))
    acknowledge(db, stationery, matter, recorded, carried, now, new=new, asked_to_submit=asked)
    return recorded


def say_closed(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, submission: Submission, now: datetime
) -> None:
    """The audit is closed: nothing is recorded, the letter is kept, and its sender is told whom to ask."""
    receipt.outcome, receipt.reason = "refused", f"The audit {submission.audit.key} is closed."
    managers = stationery.managers(submission.partnerships)
    facts = stationery.facts(submission) | {
        "agency": submission.agency,
        "closed_on": uk_date(today(submission.audit.closed_at or now)),
        "is_signed": submission.signed_at is not None,
        "who": managers[0].name if managers else "The partnership",
    }
    notice(db, stationery, "closed", header, receipt.source, now, **facts)


def _record(db: Session, matter: Matter, answers: Iterable[Heard]) -> tuple[tuple[Heard, ...], tuple[Puzzle, ...]]:
    """The answers taken, and those the questionnaire does not take: one of these costs none of the others."""
    said = tuple(answers)
    saying = Saying(matter.speaker, matter.receipt.source)
    try:
        record(db, matter.template, matter.submission, [heard.given for heard in said], saying)
    except Refused:
        return _record_each(db, matter, said, saying)
    return said, ()


def _record_each(
    db: Session, matter: Matter, answers: Iterable[Heard], saying: Saying
) -> tuple[tuple[Heard, ...], tuple[Puzzle, ...]]:
    taken: list[Heard] = []
    refused: list[Puzzle] = []
    for heard in answers:
        try:
            record(db, matter.template, matter.submission, [heard.given], saying)
        except Refused as told:
            refused.append(Puzzle(heard.question, heard.words or heard.value, str(told)))
        else:
            taken.append(heard)
    return tuple(taken), tuple(refused)


def _attach(db: Session, matter: Matter, files: Iterable[Carried]) -> tuple[tuple[str, str, str | None], ...]:
    """Tie each file to its question, or to the return as a whole; a form of ours was read and is no evidence."""
    saying = Saying(matter.speaker, matter.receipt.source)
    tied = []
    for filed, brought in files:
        if brought is not None:
            evidence = enter(db, brought, matter.receipt.received_at)
            attach(db, matter.template, matter.submission, filed.question or "", evidence, saying)
            tied.append((brought.name, brought.sha256, filed.question))
    return tuple(tied)


def _remark(db: Session, matter: Matter, leftovers: Iterable[str]) -> tuple[str, ...]:
    words = [storable(each) for each in leftovers if each.strip()]
    said = {"said_by": matter.speaker.name, "said_at": matter.speaker.at, "source": matter.receipt.source}
    rows = [
        {"submission_id": matter.submission.id, "number": number, "words": each} | said
        for number, each in enumerate(words, start=1)
    ]
    if insert_new(db, Remark, rows):
        trail.hold(db, matter.submission.audit)
        about = f"{matter.submission.agency.abbr} return"
        trail.note(db, matter.submission.audit, matter.speaker, "remarks kept", about, {"count": len(rows)})
    return tuple(words)


def _besides_submitting(form: Form) -> list[str]:
    """The leftovers without the words that submit: echoed in our letter they would look like ours in the next one."""
    return [
        each
        for each in form.leftovers
        if not (asks_to_submit(each) or (form.submits and each.lstrip(" *_>").upper().startswith("SUBMIT")))
    ]


def _submit(db: Session, matter: Matter, name: str | None) -> bool:
    if not name or matter.submission.submitted_at is not None or unanswered(db, matter):
        return False
    submit(db, matter.submission, Speaker(storable(name)[:200], VIA, matter.receipt.received_at))
    return True


def _how_sure(matter: Matter) -> str:
    if matter.vouched:
        return f"Released by {matter.vouched}."
    return "" if matter.authenticated else "Accepted on its token; no server vouched for the sender."
