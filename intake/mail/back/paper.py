"""A manager's letter that orders a paper: one line of theirs, which may name the audit."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from config.notation import LatePattern
from config.partnerships import Manager
from intake.letters import Header
from intake.mail.back.words import own_words
from intake.notices import NOTICE, PaperOrder, Stationery, audits_meant, may_notify, order_paper, reply
from storage.nouns import Receipt

_ORDER = LatePattern(
    r"(?:please )?(?:send )?(?:me )?(?:the )?(report|paper)(?: (?:of|on|for))?(?: ([\w-]{1,80}))?(?:,? please)?[.!?]?",
    re.IGNORECASE,
)


def paper_in(subject: str, words: str, name: str) -> tuple[str, str] | None:
    """The paper and the audit's key that a letter asks for, where it says nothing else; its subject, where no words."""
    lines = own_words(words, (), name) or [subject.strip()]
    found = _ORDER.fullmatch(lines[0][:200]) if len(lines) == 1 else None
    return (found[1].lower(), (found[2] or "").casefold()) if found else None


def order_by_letter(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, words: str, now: datetime,
    carry: Callable[[int], None],
) -> bool:  # fmt: skip
    """Keep what a manager orders, `carry` each on, and answer at once; False where it orders nothing."""
    managed = stationery.managed_at(receipt.partnership, header.sender() or "")
    manager = next(iter(managed.values()), None)
    asked = paper_in(header.words("subject"), words, manager.name) if manager is not None else None
    if manager is None or asked is None:
        return False
    receipt.outcome, receipt.reason = "answered", f"A manager ordered the {asked[0]}."
    if not may_notify(db, manager.email, now, is_known=True):
        receipt.outcome, receipt.reason = "refused", "That manager had many letters of ours today."
        return True
    way = {"via": "email", "recipient": manager.email, "auto_submitted": "auto-replied"}
    way |= {"in_reply_to": header.message_id, "references": " ".join(header.ids("references")[-20:])}
    orders = [PaperOrder(asked[0], each.key, key) for key in managed for each in audits_meant(db, key, asked[1])]
    for each in orders:
        carry(order_paper(db, each, receipt.source, way))
    with stationery.apart(db, "the letter to a manager about a paper"):
        _answer(db, stationery, receipt, header, manager, orders, asked, now)
    return True


def _answer(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, manager: Manager,
    orders: list[PaperOrder], asked: tuple[str, str], now: datetime,
) -> None:  # fmt: skip
    none = (
        f"There is no audit {asked[1]} of yours." if asked[1] else "No audit of your partnership has been opened yet."
    )
    facts = {"manager": manager, "orders": orders, "unknown": "" if orders else none}
    body = stationery.letters.render("paper-ordered", **facts)
    message = reply(header, f"{NOTICE}paper:{receipt.source}", manager.email, body, "")
    message.not_before, message.partnership = now, receipt.partnership
    db.add(message)
