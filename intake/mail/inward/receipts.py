"""The first commit of every letter: its bytes are kept, and a row says so, before anything of it is read."""

import re
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from intake.letters import Header, body_sha256
from intake.mail.inward.route import DOUBTS
from storage.nouns import Message, Receipt, Sighting
from storage.record import HELD, insert_new, renew

UNREAD = "unread"
DISCARDED = "discarded"
MOST_TRIES = 3
SEVERAL = ":several"  # how the keys end of our letters about several that are held


class MailboxSpot(NamedTuple):
    """Where in a mailbox a letter lies."""

    mailbox: str
    uidvalidity: int
    uid: int


class Arrival(NamedTuple):
    """A letter whose bytes are kept: what is known of it without reading it."""

    sha256: str
    size: int
    header: Header
    body: str  # the SHA-256 of its body
    at: datetime  # when it reached the mailbox
    mailbox: str = ""  # the partnership whose own mailbox it came to

    @classmethod
    def of(cls, raw: bytes, sha256: str, header: Header, at: datetime, mailbox: str = "") -> "Arrival":
        return cls(sha256, len(raw), header, body_sha256(raw), at, mailbox)

    @property
    def source(self) -> str:
        """A copy that came to another partnership's mailbox is another letter: it may be theirs to read."""
        return f"mail:{self.sha256}" + (f":{self.mailbox}" if self.mailbox else "")


def keep(db: Session, arrival: Arrival, place: MailboxSpot | None, *, is_proved: bool = False) -> tuple[Receipt, bool]:
    """The letter's row, and whether it came before: the same bytes, or the same letter by way of another address.

    A copy that is proved takes the place of one that is held because nobody could say who sent it.
    """
    added = _insert(db, arrival)
    receipt = added or db.scalars(select(Receipt).where(Receipt.source == arrival.source)).one()
    if place is not None:
        insert_new(db, Sighting, [place._asdict() | {"receipt_id": receipt.id}])
    if receipt.outcome != UNREAD:
        return receipt, True
    twin = _twin(db, receipt)
    if twin is not None and is_proved and twin.outcome == HELD and twin.reason in DOUBTS:
        twin.outcome, twin.reason = "duplicate", f"A copy of it that is proved, letter {receipt.id}, took its place."
        renew(db, "held", [twin.id], arrival.at)
        ask_no_more(db, twin, arrival.at, "A proved copy of the letter came.")
    elif twin is not None:
        became = twin.outcome.replace("_", " ")
        receipt.outcome = "duplicate"
        receipt.reason = f"The same letter came before: letter {twin.id}, which is {became}. SHA-256 {twin.raw_key}."
        receipt.tries -= 1 if added else 0
        return receipt, True
    receipt.tries += 0 if added else 1
    return receipt, False


def _insert(db: Session, arrival: Arrival) -> Receipt | None:
    """Its row, which counts its first try; None where there is one."""
    header = arrival.header
    row = {
        "source": arrival.source,
        "raw_key": arrival.sha256,
        "received_at": arrival.at,
        "size": arrival.size,
        "message_id": header.message_id,
        "body_sha256": arrival.body,
        "sender": _storable(header.sender() or header.words("from")),
        "subject": _storable(header.words("subject")),
        "partnership": arrival.mailbox,
    }
    return next(iter(insert_new(db, Receipt, [row | {"tries": 1}])), None)


def _twin(db: Session, receipt: Receipt) -> Receipt | None:
    """An earlier letter of this Message-ID with this body, whatever servers wrote above it."""
    if not receipt.message_id:
        return None
    same = select(Receipt).where(Receipt.message_id == receipt.message_id, Receipt.id < receipt.id)
    same = same.where(Receipt.body_sha256 == receipt.body_sha256, Receipt.sender == receipt.sender)
    same = same.where(Receipt.partnership == receipt.partnership)
    return db.scalar(same.where(Receipt.outcome != "duplicate").order_by(Receipt.id).limit(1).with_for_update())


def ask_no_more(db: Session, receipt: Receipt, at: datetime, why: str) -> None:
    """What would ask a manager about it, and has not left, is no longer true; of several it is left out."""
    waits = Message.sent_at.is_(None), Message.claimed_until.is_(None), Message.cancelled_at.is_(None)
    own = or_(Message.key.startswith(f"held:{receipt.id}:"), Message.body.contains(f"\nLetter {receipt.id}, "))
    asks = select(Message).where(Message.key.startswith("held:"), own, *waits).with_for_update()
    for each in db.scalars(asks):
        if each.key.endswith(SEVERAL):
            each.body = one_of_several(receipt.id).sub("", each.body)
        if not each.key.endswith(SEVERAL) or "\nLetter " not in each.body:
            each.cancelled_at, each.last_error = at, why


def one_of_several(number: int) -> re.Pattern[str]:
    """What our letter about several tells of one of them: until the next begins."""
    return re.compile(rf"\nLetter {number}, from .*?(?=\nLetter \d+, from |\Z)", re.DOTALL)


def claim(db: Session, receipt_id: int, at: datetime) -> Receipt | None:
    """The letter's row, for the one who may settle it; None where it is settled already.

    One that was held and released is sealed as it is settled.
    """
    wanted = select(Receipt).where(Receipt.id == receipt_id, Receipt.outcome == UNREAD)
    found = db.scalar(wanted.with_for_update())
    if found is not None and found.decided_by:
        renew(db, "held", [found.id], at)
    return found


def unread(db: Session, mailbox: str = "") -> list[Receipt]:
    """Letters of a mailbox that are kept and not yet read, as a killed process leaves them."""
    own = (Receipt.outcome == UNREAD, Receipt.partnership == mailbox)
    return list(db.scalars(select(Receipt).where(*own).order_by(Receipt.id)))


def _storable(words: str) -> str:
    return "".join(mark for mark in words[:500] if mark.isprintable())
