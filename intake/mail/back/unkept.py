"""The letter to a manager whose reply was not kept, or not whole: why, and that a reply to it goes on."""

from sqlalchemy.orm import Session

from config.partnerships import Manager
from intake.letters import Header
from intake.notices import NOTICE, Stationery, may_notify, reply
from storage.nouns import Message, Receipt


def say_unkept(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, question: Message, manager: Manager,
    matter: str, told: str, *, is_part: bool,
) -> None:  # fmt: skip
    """Tell them once; the letter has the token of what was asked, so that their next reply belongs to it."""
    if not may_notify(db, manager.email, receipt.received_at, is_known=True):
        return
    body = stationery.letters.render("unkept", manager=manager, matter=matter, told=told, is_part=is_part)
    message = reply(header, f"{NOTICE}unkept:{receipt.source}", manager.email, body, "", question.token)
    message.submission_id, message.partnership = receipt.submission_id, receipt.partnership
    message.not_before = receipt.received_at
    db.add(message)
