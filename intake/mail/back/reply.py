"""An agency's letter that answers a question back: its words go to the thread, a rating and files to the return."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.questionnaire import Kind, Template
from intake.after import answer_back, lacking
from intake.ledger import Refused, Saying
from intake.letters import Form, Puzzle, ReadAnswer
from intake.mail.back.words import own_words
from intake.mail.outward import (
    CarriedFile,
    Matter,
    in_words,
    take_answers,
    take_files,
    take_signature,
)
from intake.notices import Stationery, reply, unused_key
from intake.returns import storable
from nlp.danger import tells_of_danger
from storage.nouns import Message, Sent, Thread
from storage.record import trail


def reply_to_thread(
    db: Session, stationery: Stationery, matter: Matter, thread: Thread, form: Form, files: Iterable[CarriedFile],
    words: str, now: datetime,
) -> tuple[tuple[ReadAnswer, ...], tuple[tuple[str, str, str | None], ...]]:  # fmt: skip
    """Keep what the letter says where it belongs, and answer it; gives the answers and the files it brought.

    Words stay words of the thread. A rating is one only where the letter says it as one; it is the agency's own.
    """
    trail.hold_return(db, matter.submission)
    about = thread.question or _only_owed(db, matter, thread)
    carried = [(each._replace(question=each.question or about or None), kept) for each, kept in files]
    heard, refused = take_answers(db, matter, _counted(matter.template, thread, form.answers))
    unclear = [
        each for each in (*form.not_understood, *refused) if each.question and not _is_own(thread, each.question)
    ]
    evidence = take_files(db, matter, carried)
    said = "\n".join(own_words(words, _sent(db, matter), matter.contact.name))
    saying = Saying(matter.speaker, matter.receipt.source)
    names = [name for name, _, _ in evidence]
    brought = names or [each.words for each in heard]
    is_new = False
    try:
        is_new = answer_back(db, matter.template, matter.submission, thread, said, saying, stationery, brought)
    except Refused as refused:
        matter.receipt.reason = str(refused)
    is_signed = take_signature(db, matter, form.submits)
    matter.receipt.outcome = "answered" if is_new or heard or evidence or is_signed else "nothing_new"
    with stationery.apart(db, f"the acknowledgement of letter {matter.receipt.id}"):
        told = (heard, unclear, names, said)
        _acknowledge(db, stationery, matter, thread, told, now, is_kept=is_new, is_signed_now=is_signed)
    return heard, evidence


def _only_owed(db: Session, matter: Matter, thread: Thread) -> str:
    """The question a file is for where files were asked for and one alone is absent; else its writer has to say."""
    owed, _ = lacking(db, matter.template, matter.submission) if thread.wants == "file" else ([], [])
    return owed[0] if len(owed) == 1 else ""


def _counted(template: Template, thread: Thread, answers: Sequence[ReadAnswer]) -> list[ReadAnswer]:
    """What goes to the return: words written about the question asked back stay in the thread, as do words of all."""
    return [each for each in answers if not (each.by or _is_word_of(template, thread, each))]


def _is_own(thread: Thread, question: str) -> bool:
    """Whether words about this question are words of the thread, in which nothing need be clear to us."""
    return thread.wants == "words" and question == thread.question


def _is_word_of(template: Template, thread: Thread, each: ReadAnswer) -> bool:
    if not _is_own(thread, each.question) or each.not_applicable:
        return False
    prompt = template.by_ref[each.question].prompt(each.prompt)
    return prompt is not None and prompt.kind is Kind.TEXT


def _sent(db: Session, matter: Matter) -> list[str]:
    """What of ours the letter may quote."""
    ours = select(Message.body).join(Sent, Sent.token == Message.token)
    return list(db.scalars(ours.where(Sent.submission_id == matter.submission.id)))


def _acknowledge(
    db: Session, stationery: Stationery, matter: Matter, thread: Thread,
    told: tuple[Sequence[ReadAnswer], Sequence[Puzzle], Sequence[str], str], now: datetime, *,
    is_kept: bool, is_signed_now: bool,
) -> None:  # fmt: skip
    template, submission = matter.template, matter.submission
    heard, unclear, names, words = told
    changed = [
        f"Question {each.question} now says: {in_words(template, template.by_ref[each.question], each).rstrip('.')}."
        for each in heard
    ]
    changed += [f"What you wrote at question {each.question} is not clear to us. {each.why}" for each in unclear]
    facts = stationery.facts(submission)
    facts |= {
        "alarm": facts["at_risk"] if tells_of_danger(words) else "",
        "agency": submission.agency,
        "question": template.by_ref.get(thread.question),
        "is_kept": is_kept,
        "files": list(names),
        "changed": changed,
        "is_open": submission.submitted_at is None and submission.signed_at is not None,
        "is_signed_now": is_signed_now,
        "token": "",
    }
    body, html = (stationery.letters.render(name, **facts) for name in ("back-kept", "back-kept.html"))
    header, source = matter.header, matter.receipt.source
    message = reply(
        header, unused_key(db, f"ack:{source}"), matter.receipt.sender, body, html, _token(db, thread, matter)
    )
    message.submission_id, message.contact_id, message.not_before = submission.id, matter.contact.id, now
    message.partnership = matter.receipt.partnership
    db.add(message)


def _token(db: Session, thread: Thread, matter: Matter) -> str:
    """The form under which they are asked, so that a reply to this letter comes to the thread as well."""
    own = select(Sent.token).where(Sent.thread_id == thread.id, Sent.contact_id == matter.contact.id)
    return storable(db.scalar(own.order_by(Sent.id.desc()).limit(1)) or "")
