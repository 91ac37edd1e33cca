"""Answers that stand in a file which nobody could read: told in the letter's reason, and counted by it."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.letters import Filed
from intake.mail.files.file_lines import NAMELESS
from storage.nouns import Receipt, Submission
from storage.record import among

_SAID = "could not be read."


def not_read(files: Collection[Filed]) -> str:
    """The sentence of a letter's reason that names the files in which no answer could be read; empty for none."""
    names = [each.attachment.name or NAMELESS for each in files if each.unread]
    return f"The answers in {', '.join(names)} {_SAID}" if names else ""


def says_unread(reason: str) -> bool:
    """Whether a letter's reason says that answers in a file could not be read."""
    return reason.endswith(_SAID)


def unread_in(db: Session, submissions: Sequence[Submission]) -> list[Submission]:
    """The returns, not in yet, for which somebody's last letter brought answers in a file that nobody could read.

    A letter that is held for it waits as such, and one that a manager let in has been seen.
    """
    open_ = {each.id: each for each in submissions if each.is_waited_for}
    wanted = select(Receipt.submission_id, Receipt.contact_id, Receipt.reason, Receipt.decided_by).where(
        among(db, Receipt.submission_id, list(open_)), Receipt.outcome == "answered"
    )
    rows = db.execute(wanted.order_by(Receipt.received_at, Receipt.id))
    last = {(number, person): _SAID in reason and not decided for number, person, reason, decided in rows}
    return [each for number, each in open_.items() if any(said for (of, _), said in last.items() if of == number)]
