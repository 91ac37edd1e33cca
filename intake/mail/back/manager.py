"""A manager's reply to what an agency answered: DONE closes it, any other words go on to the agency."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.partnerships import Manager
from config.questionnaire import Template
from intake.after import ANSWERED_BACK, ask_back, close_thread, thread_of
from intake.ledger import Refused, Saying
from intake.letters import Header
from intake.mail.back.unkept import say_unkept
from intake.mail.back.words import own_words
from intake.notices import Stationery
from storage.nouns import Message, Receipt, Submission, Thread
from storage.record import trail

_DONE = re.compile(r"\W*(?:done|closed?|settled|ok|okay|fine|thanks?|thank you)\b[\s\w,.!]{0,30}", re.IGNORECASE)


def asked_in_thread(db: Session, question: Message) -> Thread | None:
    """The thread that a letter of ours to a manager tells of."""
    if not question.key.startswith(ANSWERED_BACK):
        return None
    return thread_of(db, int(question.key.removeprefix(ANSWERED_BACK).split(":")[0]))


def ask_on(
    db: Session, template: Template, submission: Submission, thread: Thread, receipt: Receipt, question: Message,
    header: Header, words: str, manager: Manager, stationery: Stationery,
) -> None:  # fmt: skip
    """Close the thread or ask on, as the manager's own first line says; the letter's outcome is set."""
    receipt.submission_id = submission.id
    saying = Saying(trail.Speaker(manager.name, "email", receipt.received_at), receipt.source, "partnership")
    sent = db.scalars(select(Message.body).where(Message.token == question.token)).all()
    lines = own_words(words, sent, manager.name)
    try:
        if not lines:
            raise Refused("We found no words of yours above the letter that you quote.")  # noqa: TRY301
        if _DONE.fullmatch(lines[0]) and len(lines) == 1:
            close_thread(db, submission, thread, saying)
            receipt.outcome, receipt.reason = "answered", "A manager closed what was asked back."
            return
        ask_back(db, template, submission, thread.question, "\n".join(lines), saying, stationery)
    except Refused as told:
        receipt.outcome, receipt.reason = "nothing_new", str(told)
        matter = f"the return of {submission.agency.name}"
        say_unkept(db, stationery, receipt, header, question, manager, matter, str(told), is_part=False)
        return
    receipt.outcome, receipt.reason = "answered", "A manager asked on."
