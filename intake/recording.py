"""What a letter leaves in the record, in one transaction: answers, files, remarks, and the letter that says so."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from config.audit import Template
from config.dates import uk_date
from intake.acknowledging import Kept, in_short, puzzles_by_question, size_in_words, still_open, understood
from intake.answers import Refused, Saying, attach, record, submit
from intake.cells import cells
from intake.forms import Filed, Form, Heard, Puzzle
from intake.given import storable
from intake.headers import Header
from intake.keeping import Brought, enter
from intake.pleas import pass_on
from intake.posting import NOTICE, Stationery, may_notify, notice, reply
from intake.printed import questions, sent_form
from intake.routing import new_token
from intake.signing import asks_to_submit
from storage import trail
from storage.current import current_answers
from storage.database import insert_new
from storage.models import Contact, Receipt, Remark, Sent, Submission
from storage.trail import Speaker

VIA = "email"
Carried = tuple[Filed, Brought | None]  # a file of the letter as it was brought in; None for a form of ours


class Matter(NamedTuple):
    """A letter that may speak for a return: whose it is, who speaks, and how sure we are of that."""

    receipt: Receipt
    header: Header
    submission: Submission
    contact: Contact
    authenticated: bool
    vouched: str
    template: Template

    @property
    def speaker(self) -> Speaker:
        """The registered sender by name; for a letter a person let in, the address it came from and who did so."""
        known = self.receipt.sender == self.contact.email
        name = self.contact.name if known else f"{self.receipt.sender} (released by {self.vouched})"
        return Speaker(name, VIA, self.receipt.received_at)


class Recorded(NamedTuple):
    """What a letter came to."""

    answers: tuple[Heard, ...]
    not_understood: tuple[Puzzle, ...]
    evidence: tuple[tuple[str, str, str | None], ...]  # name, SHA-256, question
    remarks: tuple[str, ...]
    submitted: bool


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
    _acknowledge(db, stationery, matter, recorded, carried, now, new=new, asked_to_submit=asked)
    return recorded


def say_closed(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, submission: Submission, now: datetime
) -> None:
    """The audit is closed: nothing is recorded, the letter is kept, and its sender is told whom to ask."""
    receipt.outcome, receipt.reason = "refused", f"The audit {submission.audit.key} is closed."
    facts = stationery.facts(submission) | {"agency": submission.agency}
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
    if not name or matter.submission.submitted_at is not None or _open(db, matter):
        return False
    submit(db, matter.submission, Speaker(storable(name)[:200], VIA, matter.receipt.received_at))
    return True


def _file(filed: Filed, brought: Brought | None) -> Kept:
    if brought is None:
        return Kept(filed.attachment.name, size_in_words(len(filed.attachment.content)), "", "read as your form")
    wary = f"kept, not opened ({brought.flags})" if brought.flags else ""
    place = f"with question {filed.question}" if filed.question else "with the return as a whole"
    return Kept(brought.name, size_in_words(brought.size), place, wary or "kept")


def _open(db: Session, matter: Matter) -> list[str]:
    said = cells(matter.template, current_answers(db, [matter.submission.id], tags=False))
    return still_open(matter.template, matter.submission.agency.sector, said)


def _how_sure(matter: Matter) -> str:
    if matter.vouched:
        return f"Released by {matter.vouched}."
    return "" if matter.authenticated else "Accepted on its token; no server vouched for the sender."


def _acknowledge(
    db: Session,
    stationery: Stationery,
    matter: Matter,
    recorded: Recorded,
    files: list[Carried],
    now: datetime,
    *,
    new: bool,
    asked_to_submit: bool,
) -> None:
    """One letter back; where nothing was recorded, at most one an hour."""
    if not new and not may_notify(db, matter.contact.email, now):
        return
    open_ = _open(db, matter)
    sector = matter.submission.agency.sector
    text, html = questions(stationery.letters, matter.template, sector, open_) if open_ else ("", "")
    facts = stationery.facts(matter.submission) | {
        "contact": matter.contact,
        "agency": matter.submission.agency,
        "submission": matter.submission,
        "title": matter.template.title,
        "understood": (said := understood(matter.template, recorded.answers)),
        "in_short": in_short(len(said), len(recorded.not_understood), len(open_)),
        "asked_to_submit": asked_to_submit,
        "puzzles": list(puzzles_by_question(matter.template, recorded.not_understood)),
        "files": [_file(*each) for each in files],
        "remarks": recorded.remarks,
        "open": open_,
        "open_text": text,
        "open_html": html,
        "submitted": recorded.submitted,
        "due": uk_date(matter.submission.extended_to or matter.submission.audit.due),
    }
    token = new_token()
    facts["token"] = token
    body = stationery.letters.render("acknowledgement", **facts)
    page = stationery.letters.render("acknowledgement.html", **facts)
    sent = sent_form(matter.template, sector, token, body, open_)
    db.add(
        Sent(
            token=token,
            contact_id=matter.contact.id,
            submission_id=matter.submission.id,
            form=sent.as_stored(),
            sent_at=now,
        )
    )
    key = f"{'ack' if new else NOTICE + 'acknowledgement'}:{matter.receipt.source}"
    message = reply(matter.header, key, matter.contact.email, body, page, token)
    message.submission_id, message.contact_id = matter.submission.id, matter.contact.id
    message.not_before = now
    db.add(message)
