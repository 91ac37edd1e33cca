"""A manager's reply to what an agency answered: DONE closes it, any other words go on to the agency."""

import re

from sqlalchemy.orm import Session

from config.partnerships import Manager
from config.questionnaire import Template
from intake.after import ANSWERED_BACK, ask_back, close_thread, thread_of
from intake.ledger import Refused
from intake.letters import Header
from intake.mail.back.replied import manager_saying, number_asked, own_reply
from intake.mail.back.unkept import say_unkept
from intake.notices import Stationery
from storage.nouns import Message, Receipt, Submission, Thread

_DONE = re.compile(r"\W*(?:done|closed?|settled|ok|okay|fine|thanks?|thank you)\b[\s\w,.!]{0,30}", re.IGNORECASE)


def asked_in_thread(db: Session, question: Message) -> Thread | None:
    """The thread that a letter of ours to a manager tells of."""
    number = number_asked(question, ANSWERED_BACK)
    return thread_of(db, number) if number is not None else None


def ask_on(
    db: Session, template: Template, submission: Submission, thread: Thread, receipt: Receipt, question: Message,
    header: Header, words: str, manager: Manager, stationery: Stationery,
) -> None:  # fmt: skip
    """Close the thread or ask on, as the manager's own first line says; the letter's outcome is set."""
    receipt.submission_id = submission.id
    saying = manager_saying(receipt, manager)
    lines = own_reply(db, question, words, manager)
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
