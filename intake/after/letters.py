"""Who hears of a question back: the agency's people are asked, its managers hear what was answered."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.letters import one_line
from config.questionnaire import RATING, Kind, Question, Template
from intake.forms import new_token, sent_form
from intake.notices import Stationery
from intake.returns import EMPTY, Cell, Given, cells, storable
from storage.nouns import Contact, Message, Sent, Submission, Thread, way
from storage.record import ASKED_BACK, current_answers, knows_of, people_asked
from storage.record.trail import Speaker

ANSWERED_BACK = "answered-back:"  # how the keys of these messages begin
SAID = 6  # of what was said before, as a letter shows it


def tell_agency(
    db: Session, template: Template, submission: Submission, thread: Thread, speaker: Speaker, stationery: Stationery,
    refs: Sequence[str] = (), reminder: int = 0,
) -> int:  # fmt: skip
    """Ask each contact who knows of the return, by their way; how many. Each letter's replies go to the thread."""
    asked = people_asked(db, [submission.id])[submission.id]
    on, ways = today(speaker.at), stationery.ways
    there = [each for each in submission.agency.contacts if each.is_reachable(on, ways)]
    known = [each for each in there if knows_of(submission, each.id, asked)] or there
    told = 0
    for contact in known:
        told += _ask(db, template, submission, thread, contact, speaker, stationery, refs, reminder)
    return told


def _ask(
    db: Session, template: Template, submission: Submission, thread: Thread, contact: Contact, speaker: Speaker,
    stationery: Stationery, refs: Sequence[str], reminder: int,
) -> int:  # fmt: skip
    by = way(contact, stationery.ways)
    if by.is_letter and contact.comes_back(today(speaker.at)):
        return 0
    token = new_token() if by.is_letter else ""
    question = template.by_ref.get(thread.question)
    cell = _cell(db, template, submission, thread.question)
    facts = _facts(template, submission, thread, question, cell, stationery) | {
        "contact": contact,
        "token": token,
        "by": stationery.who(thread.entries[-1].said_by if thread.entries else thread.opened_by, submission),
        "refs": [template.by_ref[each] for each in refs],
        "is_reminder": reminder > 0,
    }
    about = f"question {thread.question}" if thread.question else "your return"
    message = Message(
        key=f"{ASKED_BACK}{thread.id}:{len(thread.entries)}.{reminder}:{contact.id}",
        via=by.name,
        recipient=contact.address(by),
        subject=one_line(f"{'Still open: a' if reminder else 'A'} question about {about} · {template.title}")[:150],
        body=storable(stationery.letters.render_for(by, "asked-back", **facts)),
        auto_submitted="auto-generated",
        submission_id=submission.id,
        contact_id=contact.id,
        not_before=speaker.at,
    )
    if by.is_letter:
        message.html, message.token = storable(stationery.letters.render("asked-back.html", **facts)), token
        _keep_form(db, template, submission, thread, contact, message, speaker, list(refs))
    db.add(message)
    return 1


def _keep_form(
    db: Session, template: Template, submission: Submission, thread: Thread, contact: Contact, message: Message,
    speaker: Speaker, refs: list[str],
) -> None:  # fmt: skip
    """What a reply is read against, and the thread it goes to."""
    about = [thread.question] if thread.question else refs
    said = current_answers(db, [submission.id], tags=False)
    shows = [
        Given(each.question, each.prompt, each.value, each.not_applicable)
        for each in said
        if each.by == "agency" and each.question in about
    ]
    form = sent_form(template, submission.sector, message.token, message.body, about, shows)
    ids = {"contact_id": contact.id, "submission_id": submission.id, "thread_id": thread.id}
    db.add(Sent(token=message.token, form=form.as_stored(), sent_at=speaker.at, **ids))


def tell_managers(
    db: Session, template: Template, submission: Submission, thread: Thread, speaker: Speaker, stationery: Stationery
) -> None:
    """Every manager of the return hears what was answered; their reply goes on in the thread, or closes it."""
    question = template.by_ref.get(thread.question)
    cell = _cell(db, template, submission, thread.question)
    for manager in stationery.managers(submission.partnerships):
        facts = _facts(template, submission, thread, question, cell, stationery) | {"manager": manager}
        about = f"question {thread.question}" if thread.question else "your question"
        db.add(
            Message(
                key=f"{ANSWERED_BACK}{thread.id}:{len(thread.entries)}:{manager.email.lower()}",
                via="email",
                recipient=manager.email,
                subject=one_line(f"{submission.agency.abbr} answers {about}")[:150],
                body=storable(stationery.letters.render("answered-back", **facts)),
                token=new_token(),
                auto_submitted="auto-generated",
                submission_id=submission.id,
                not_before=speaker.at,
            )
        )


def _cell(db: Session, template: Template, submission: Submission, ref: str) -> Cell:
    said = cells(template, current_answers(db, [submission.id], tags=False))
    return said.get((ref, "agency"), EMPTY) if ref else EMPTY


def _facts(
    template: Template, submission: Submission, thread: Thread, question: Question | None, cell: Cell,
    stationery: Stationery,
) -> dict[str, object]:  # fmt: skip
    last = thread.entries[-1] if thread.entries else None
    return stationery.facts(submission) | {
        "agency": submission.agency,
        "title": template.title,
        "audit": submission.audit.key,
        "question": question,
        "stands": in_words(template, question, cell) if question else [],
        "asked": last.words if last else "",
        "who": last.said_by if last else thread.opened_by,
        "earlier": thread.entries[:-1][-SAID:],
        "on": uk_date(today(thread.opened_at)),
        "ratings": _ratings(template, question),
        "is_signed": submission.submitted_at is not None,
    }


def _ratings(template: Template, question: Question | None) -> list[str]:
    """What may be written as a rating, where the agency may give one."""
    is_theirs = template.rated_by == "agency" and question is not None and question.is_rated
    return (
        [each.code for each in template.scale.given] if is_theirs and not (question and question.fixed_rating) else []
    )


def in_words(template: Template, question: Question, cell: Cell) -> list[str]:
    """What stands of an answer, line by line; each behind what its box asks where the question has several."""
    told = [template.scale.by_code[cell.rating].name] if cell.rating in template.scale.by_code else []
    told += ["Not applicable"] if cell.not_applicable else []
    told += [cell.yes_no.capitalize()] if cell.yes_no else []
    boxes = [each for each in question.prompts if each.kind not in (Kind.RATING, Kind.YES_NO, Kind.FILES)]
    for key, said in cell.words.items():
        prompt = question.prompt(key)
        words = _day(said) if prompt is not None and prompt.kind is Kind.DATE else " ".join(said.split())
        if key != RATING:
            told.append(f"{_label(prompt.text)} {words}" if prompt is not None and len(boxes) > 1 else words)
    return [*told, *(f"File: {name}" for name in cell.files.values() if name)]


def _day(said: str) -> str:
    return uk_date(date.fromisoformat(said)) if said else ""


def _label(asked: str) -> str:
    return asked if asked.endswith("?") else f"{asked.rstrip(':')}:"
