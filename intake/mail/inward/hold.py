"""Letters a person must decide on: held, told to the manager, and released or discarded by one word."""

import re
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.partnerships import Manager
from intake.forms import new_token
from intake.ledger import Refused
from intake.letters import Header
from intake.mail.inward.receipts import DISCARDED, UNREAD
from intake.mail.outward import HELD
from intake.notices import Stationery, notice, notice_stranger, reply
from intake.returns import storable
from storage.nouns import Agency, Message, Receipt, Submission

KEY = "held:"
QUIET = timedelta(hours=1)  # between letters to one manager about mail that bears no token of ours
EXCERPT = 600  # characters
LONGEST = 150  # characters of a subject
_WORD = re.compile(r"^[\s*_\"'.]*(release|discard)[\s*_\"'.!]*$", re.IGNORECASE)

HeldWord = Literal["release", "discard"]


def hold(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, reason: str, now: datetime, **about: object
) -> None:
    """Put a letter by for a person and tell the managers; `about` may hold submission, words and may_answer."""
    submission = about.get("submission")
    receipt.outcome, receipt.reason = HELD, reason
    receipt.submission_id = submission.id if isinstance(submission, Submission) else None
    words = storable(str(about.get("words", "")).strip()[:EXCERPT])
    for manager in _managers(stationery, submission):
        with stationery.apart(db, f"the letter to a manager about held letter {receipt.id}"):
            _tell(db, stationery, manager, receipt, words, now)
    if about.get("may_answer"):
        notice_stranger(db, stationery, "held-notice", header, receipt.source, now)


def decision(words: str) -> HeldWord | None:
    """RELEASE or DISCARD as the first line of a manager's letter; None for anything else."""
    first = next((line for line in words.splitlines() if line.strip()), "")
    found = _WORD.match(first)
    return None if found is None else "release" if found[1].lower() == "release" else "discard"


def by_word(
    db: Session, stationery: Stationery, receipt: Receipt, about: Receipt, header: Header, words: str, now: datetime
) -> int:
    """Do what a manager's letter says about a held one; the number of the letter it released, or 0."""
    receipt.submission_id = about.submission_id
    word = decision(words)
    try:
        if word is None:
            raise Refused("Write RELEASE or DISCARD alone on the first line.")  # noqa: TRY301
        decide(db, about, word, header.sender() or "")
    except Refused as told:
        receipt.outcome, receipt.reason = "nothing_new", str(told)
        notice(db, stationery, "held-undecided", header, receipt.source, now, told=str(told), number=about.id)
        return 0
    receipt.outcome, receipt.reason = "answered", f"Letter {about.id} was {word}{'d' if word == 'release' else 'ed'}."
    if word == "discard":
        tell_decided(db, stationery, about, db.get(Submission, about.submission_id or 0), now)
    return about.id if word == "release" else 0


def tell_decided(
    db: Session, stationery: Stationery, receipt: Receipt, submission: Submission | None, now: datetime
) -> None:
    """Tell every manager who decided on a held letter, and what came of it; once for each outcome."""
    managers = _managers(stationery, submission)
    by = next((each.name for each in managers if each.email.lower() == receipt.decided_by.lower()), receipt.decided_by)
    facts = {
        "receipt": receipt,
        "by": by,
        "audit": submission.audit if submission else None,
        "agency": submission.agency if submission else None,
    }
    for manager in managers:
        key = f"held-decided:{receipt.id}:{receipt.outcome}:{manager.email.lower()}"
        if db.scalar(select(Message.id).where(Message.key == key)) is None:
            message = Message(
                key=key,
                via="email",
                recipient=manager.email,
                subject=f"Letter {receipt.id}: decided by {by}"[:LONGEST],
                body=stationery.letters.render("held-decided", manager=manager, **facts),
                auto_submitted="auto-generated",
                submission_id=submission.id if submission else None,
                not_before=now,
            )
            db.add(message)


def tell_taken_up(db: Session, stationery: Stationery, receipt: Receipt, header: Header, agency: Agency) -> None:
    """Tell whoever wrote a released letter, and is no contact of the agency, that it was taken up; once."""
    key = f"taken-up:{receipt.id}"
    known = {each.email for each in agency.contacts}
    if receipt.sender in known or receipt.outcome not in ("answered", "nothing_new"):
        return  # they get the acknowledgement, or another letter that says why not
    if "@" in receipt.sender and db.scalar(select(Message.id).where(Message.key == key)) is None:
        names = ("taken-up", "taken-up.html")
        body, html = (stationery.letters.render(each, agency=agency) for each in names)
        db.add(reply(header, key, receipt.sender, body, html))


def asked_about(db: Session, question: Message) -> Receipt | None:
    """The held letter that our letter to a manager was about."""
    if not question.key.startswith(KEY):
        return None
    number = question.key.removeprefix(KEY).partition(":")[0]
    return db.get(Receipt, int(number)) if number.isdigit() else None


def manager_at(stationery: Stationery, address: str, submission: Submission | None) -> Manager | None:
    """Whose address this is today, among the managers of the partnerships concerned."""
    return next((each for each in _managers(stationery, submission) if each.email.lower() == address.lower()), None)


def decide(db: Session, receipt: Receipt, word: HeldWord, by: str) -> None:
    """Settle a held letter; released it is unread again, with the name of who vouches for it. Raises Refused."""
    db.refresh(receipt, with_for_update=True)
    if receipt.outcome != HELD:
        raise Refused(f"Letter {receipt.id} is not held any more: it is {receipt.outcome.replace('_', ' ')}.")
    receipt.outcome = UNREAD if word == "release" else DISCARDED
    receipt.decided_by, receipt.tries = by, 0
    receipt.reason = "" if word == "release" else f"Discarded by {by}."


def held_letter(db: Session, number: int) -> Receipt:
    """Raises Refused where there is no such letter."""
    receipt = db.get(Receipt, number)
    if receipt is None:
        raise Refused(f"There is no letter {number}. s11 held list shows those that are held.")
    return receipt


def _managers(stationery: Stationery, submission: object) -> list[Manager]:
    if isinstance(submission, Submission):
        return stationery.managers(submission.partnerships)
    return stationery.all_managers()


def _tell(db: Session, stationery: Stationery, manager: Manager, receipt: Receipt, words: str, now: datetime) -> None:
    key = f"{KEY}{receipt.id}:{manager.email.lower()}"
    if db.scalar(select(Message.id).where(Message.key == key)) or _is_too_soon(db, manager, receipt, now):
        return
    submission = db.get(Submission, receipt.submission_id) if receipt.submission_id else None
    facts = {
        "manager": manager,
        "receipt": receipt,
        "agency": submission.agency if submission else None,
        "audit": submission.audit if submission else None,
        "excerpt": words,
    }
    db.add(
        Message(
            key=key,
            via="email",
            recipient=manager.email,
            subject=f"A letter needs your decision: {receipt.subject[:80] or 'no subject'}",
            body=stationery.letters.render("held", **facts),
            html=stationery.letters.render("held.html", **facts),
            token=new_token(),
            auto_submitted="auto-generated",
            submission_id=receipt.submission_id,
            not_before=now,
        )
    )


def _is_too_soon(db: Session, manager: Manager, receipt: Receipt, now: datetime) -> bool:
    """Mail from anywhere could flood a manager: what concerns no return is told once an hour, and listed."""
    if receipt.submission_id is not None:
        return False
    recent = select(Message.id).where(
        Message.recipient == manager.email,
        Message.key.startswith(KEY),
        Message.submission_id.is_(None),
        Message.not_before > now - QUIET,
    )
    return db.scalar(recent.limit(1)) is not None
