"""A manager's reply to a letter of ours: what that letter was about, who speaks, and the words that are their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.partnerships import Manager
from intake.ledger import Saying
from intake.mail.back.words import own_words
from storage.nouns import Message, Receipt
from storage.record import trail


def number_asked(question: Message, kind: str) -> int | None:
    """The number in the key of a letter of this kind; None for any other letter."""
    return int(question.key.removeprefix(kind).split(":")[0]) if question.key.startswith(kind) else None


def manager_saying(receipt: Receipt, manager: Manager) -> Saying:
    return Saying(trail.Speaker(manager.name, "email", receipt.received_at), receipt.source, "partnership")


def own_reply(db: Session, question: Message, words: str, manager: Manager) -> list[str]:
    """The lines they wrote themselves above the letter of ours that they quote."""
    sent = db.scalars(select(Message.body).where(Message.token == question.token)).all()
    return own_words(words, sent, manager.name)
