"""Letters a person must decide on: held, told to the manager, and released or discarded by one word."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from config.dates import today
from config.notation import LatePattern
from config.partnerships import Manager
from intake.forms import new_token
from intake.ledger import Refused
from intake.letters import Header
from intake.mail.files import says_unread
from intake.mail.inward.receipts import DISCARDED, SEVERAL, UNREAD, ask_no_more
from intake.notices import Stationery, notice, notice_stranger, reply
from intake.returns import storable
from storage.nouns import Agency, Contact, Message, Receipt, Submission
from storage.record import HELD, renew

KEY = "held:"
A_DAY = timedelta(days=1)
QUIET = timedelta(hours=1)  # between letters to one manager about what strangers write
EXCERPT = 600  # characters
LONGEST = 150  # characters of a subject
STRANGER = ":stranger"  # how the keys end of our letters about one of a stranger's
MOST_LISTED = 30  # letters in one of ours
_WORD = LatePattern(r"^[\s*_\"'.]*(release|discard)(?:\s+(?:letter\s+)?(\d{1,9}))?[\s*_\"'.!]*$", re.IGNORECASE)

HeldWord = Literal["release", "discard"]


def hold(
    db: Session, stationery: Stationery, receipt: Receipt, header: Header, reason: str, now: datetime, **about: object
) -> None:
    """Put a letter by and tell the managers; `about` may hold submission, words, may_answer and may_release."""
    submission = about.get("submission")
    receipt.outcome, receipt.reason = HELD, reason
    receipt.submission_id = submission.id if isinstance(submission, Submission) else None
    receipt.contact_id = db.scalar(select(Contact.id).where(Contact.email == receipt.sender))
    renew(db, "held", [receipt.id], now)
    may_release = about.get("may_release") is not False
    tell_held(db, stationery, receipt, submission, str(about.get("words", "")), now, may_release=may_release)
    if about.get("may_answer") and _is_registered(db, receipt.sender, now):
        notice_stranger(db, stationery, "held-notice", header, receipt.source, now)


def tell_held(
    db: Session,
    stationery: Stationery,
    receipt: Receipt,
    submission: object,
    words: str,
    now: datetime,
    *,
    may_release: bool = True,
) -> None:
    """Tell the managers of a letter that waits for them, with its reason and how it begins."""
    excerpt = storable(_begin(line.rstrip() for line in words.splitlines() if line.strip()))
    for manager in _managers(db, stationery, receipt, submission):
        with stationery.apart(db, f"the letter to a manager about held letter {receipt.id}"):
            _tell(db, stationery, manager, receipt, excerpt, now, may_release=may_release)


def _begin(lines: Iterable[str]) -> str:
    """How a letter begins, without blank lines, cut between words."""
    return _cut("\n".join(lines), EXCERPT)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{re.sub(r'[^ ]{0,40}$', '', words[: most - 1]).rstrip()}…"


def decision(words: str) -> HeldWord | None:
    """RELEASE or DISCARD as the first line of a manager's letter; None for anything else."""
    found = _first_line(words)
    return None if found is None else "release" if found[1].lower() == "release" else "discard"


def _first_line(words: str) -> re.Match[str] | None:
    return _WORD.match(next((line for line in words.splitlines() if line.strip()), ""))


def _number(words: str) -> int:
    """The letter that the first line names, or 0."""
    found = _first_line(words)
    return int(found[2] or 0) if found else 0


def by_word(
    db: Session,
    stationery: Stationery,
    receipt: Receipt,
    about: Receipt,
    header: Header,
    words: str,
    now: datetime,
    *,
    is_several: bool = False,
) -> int:
    """Do what a manager's letter says about a held one; the number of the letter it released, or 0.

    Where our letter was about several, theirs names one by its number.
    """
    receipt.submission_id = about.submission_id
    word = decision(words)
    try:
        if is_several and _number(words) != about.id:
            told = (
                "Write RELEASE or DISCARD and the number of one of the letters on the first line, such as RELEASE 12."
            )
            raise Refused(told)  # noqa: TRY301
        if word is None or _number(words) not in (0, about.id):
            raise Refused("Write RELEASE or DISCARD alone on the first line.")  # noqa: TRY301
        decide(db, about, word, header.sender() or "", now)
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
    managers = _managers(db, stationery, receipt, submission)
    by = next((each.name for each in managers if each.email.lower() == receipt.decided_by.lower()), receipt.decided_by)
    facts = {
        "receipt": receipt,
        "by": by,
        "audit": submission.audit if submission else None,
        "agency": submission.agency if submission else None,
        "is_told": _is_told(stationery, receipt),
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
                partnership=receipt.partnership,
            )
            db.add(message)


def tell_taken_up(db: Session, stationery: Stationery, receipt: Receipt, header: Header, agency: Agency) -> None:
    """Tell whoever wrote a released letter, and is no contact of the agency, that it was taken up; once."""
    key = f"taken-up:{receipt.id}"
    known = {each.email for each in agency.contacts}
    if receipt.sender in known or receipt.outcome not in ("answered", "nothing_new"):
        return  # they get the acknowledgement, or another letter that says why not
    if "@" in receipt.sender and db.scalar(select(Message.id).where(Message.key == key)) is None:
        names, facts = ("taken-up", "taken-up.html"), {"agency": agency, "is_told": _is_told(stationery, receipt)}
        body, html = (stationery.letters.render(each, **facts) for each in names)
        message = reply(header, key, receipt.sender, body, html)
        message.partnership = receipt.partnership
        db.add(message)


def _is_told(stationery: Stationery, receipt: Receipt) -> bool:
    """Whether the contact hears what was recorded: nobody is told so of a letter that could not be written."""
    return not stationery.left_out(f"the acknowledgement of letter {receipt.id}")


def asked_about(db: Session, question: Message, words: str) -> Receipt | None:
    """The held letter that our letter to a manager was about; of several the one that the reply names, else the first.

    A number counts where our letter lists it.
    """
    if not question.key.startswith(KEY):
        return None
    number, named = question.key.removeprefix(KEY).partition(":")[0], _number(words)
    if is_several(question) and f"\nLetter {named}, " in question.body:
        return db.get(Receipt, named)
    return db.get(Receipt, int(number)) if number.isdigit() else None


def is_several(question: Message) -> bool:
    """Whether our letter to a manager was about several held letters."""
    return question.key.endswith(SEVERAL)


def manager_at(
    stationery: Stationery, address: str, submission: Submission | None, mailbox: str = ""
) -> Manager | None:
    """Whose address this is today, among the managers of the partnerships concerned; nobody's in another's mailbox.

    Of what is about no return those decide to whose mailbox it came, or whose it is.
    """
    circle = stationery.circle
    if not submission and not (circle.serves(mailbox) if mailbox else not circle.key):
        return None
    if submission and not circle.serves_any([each.key for each in submission.partnerships]):
        return None
    found = stationery.managers(submission.partnerships) if submission else stationery.managers_at(mailbox)
    return next((each for each in found if each.email.lower() == address.lower()), None)


def decide(db: Session, receipt: Receipt, word: HeldWord, by: str, now: datetime) -> None:
    """Settle a held letter; released it is unread again, with the name of who vouches for it. Raises Refused."""
    db.refresh(receipt, with_for_update=True)
    if receipt.outcome != HELD:
        raise Refused(f"Letter {receipt.id} is not held any more: it is {receipt.outcome.replace('_', ' ')}.")
    receipt.outcome = UNREAD if word == "release" else DISCARDED
    receipt.decided_by, receipt.tries = by, 0
    receipt.reason = "" if word == "release" else f"Discarded by {by}."
    ask_no_more(db, receipt, now, f"Decided by {by}.")
    renew(db, "held", [receipt.id], now)


def held_letter(db: Session, number: int) -> Receipt:
    """Raises Refused where there is no such letter."""
    receipt = db.get(Receipt, number)
    if receipt is None:
        raise Refused(f"There is no letter {number}. s11 held list shows those that are held.")
    return receipt


def _managers(db: Session, stationery: Stationery, receipt: Receipt, submission: object) -> list[Manager]:
    """Those of the return; of a letter about no return those to whom its sender's agencies answer; else all.

    None of them is a manager of a partnership whose mailbox it did not come to.
    """
    if isinstance(submission, Submission):
        return stationery.managers(submission.partnerships)
    sender, circle = db.get(Contact, receipt.contact_id) if receipt.contact_id else None, stationery.circle
    theirs = [each for agency in sender.agencies for each in agency.partnerships] if sender else []
    theirs = [each for each in theirs if circle.at(receipt.partnership).serves(each.key)]
    return stationery.managers(theirs) if theirs else stationery.managers_at(receipt.partnership)


def _tell(
    db: Session,
    stationery: Stationery,
    manager: Manager,
    receipt: Receipt,
    words: str,
    now: datetime,
    *,
    may_release: bool,
) -> None:
    again = _told_today(db, manager, receipt, now)
    is_stranger = again is not None or not _is_registered(db, receipt.sender, now)
    key = f"{KEY}{receipt.id}:{manager.email.lower()}{STRANGER if is_stranger else ''}"
    if db.scalar(select(Message.id).where(Message.key == key, Message.cancelled_at.is_(None))) is not None:
        return
    if is_stranger and (last := _last_told(db, manager, receipt, now) or again) is not None:
        _collect(db, stationery, manager, receipt, last, now, may_release=may_release)
        return
    submission = db.get(Submission, receipt.submission_id) if receipt.submission_id else None
    facts = {
        "manager": manager,
        "receipt": receipt,
        "agency": submission.agency if submission else None,
        "audit": submission.audit if submission else None,
        "excerpt": words,
        "may_release": may_release,
        "is_unread": says_unread(receipt.reason),
    }
    _queue(
        db,
        Message(
            key=key,
            via="email",
            recipient=manager.email,
            subject=f"A letter needs your decision: {_cut(receipt.subject, 80) or 'no subject'}",
            body=stationery.letters.render("held", **facts),
            html=stationery.letters.render("held.html", **facts),
            token=new_token(),
            auto_submitted="auto-generated",
            submission_id=receipt.submission_id,
            not_before=now,
            partnership=receipt.partnership,
        ),
    )


def _queue(db: Session, message: Message) -> None:
    """The letter in the outbox; of one that was released, and is held again, what was called off is taken up again."""
    earlier = db.scalar(select(Message).where(Message.key == message.key))
    if earlier is None:
        db.add(message)
        return
    for name in ("recipient", "subject", "body", "html", "token", "submission_id", "not_before"):
        setattr(earlier, name, getattr(message, name))
    earlier.cancelled_at, earlier.last_error = None, ""


def _is_registered(db: Session, sender: str, now: datetime) -> bool:
    contact = db.scalar(select(Contact).where(Contact.email == sender))
    return contact is not None and not contact.has_left(today(now))


def _told_today(db: Session, manager: Manager, receipt: Receipt, now: datetime) -> Message | None:
    """Our letter about one in the same name today: with a leaked token anybody can write in a contact's."""
    same = select(Receipt.id).where(Receipt.sender == receipt.sender, Receipt.received_at > now - A_DAY)
    same = same.where(Receipt.partnership == receipt.partnership)
    keys = [f"{KEY}{number}:{manager.email.lower()}" for number in db.scalars(same.order_by(Receipt.id).limit(200))]
    return db.scalar(
        select(Message)
        .where(Message.key.in_(keys), Message.cancelled_at.is_(None))
        .order_by(Message.id.desc())
        .limit(1)
    )


def _last_told(db: Session, manager: Manager, receipt: Receipt, now: datetime) -> Message | None:
    """Our last letter to a manager about strangers, where it is less than an hour old or has not left yet.

    Of the same mailbox: a reply to it comes back there, and of another's letters nothing can be decided there.
    """
    ours = Message.key.startswith(KEY), or_(Message.key.endswith(STRANGER), Message.key.endswith(SEVERAL))
    recent = select(Message).where(Message.recipient == manager.email, *ours, Message.not_before > now - QUIET)
    recent = recent.where(Message.cancelled_at.is_(None), Message.partnership == receipt.partnership)
    return db.scalar(recent.order_by(Message.not_before.desc(), Message.id.desc()).limit(1))


def _collect(
    db: Session,
    stationery: Stationery,
    manager: Manager,
    receipt: Receipt,
    last: Message,
    now: datetime,
    *,
    may_release: bool,
) -> None:
    """Anybody could flood a manager: what more strangers write goes into one letter, at the end of the hour."""
    line = stationery.letters.render("held-several-line", receipt=receipt, may_release=may_release)
    if f"\nLetter {receipt.id}, " in last.body:
        return
    if last.key.endswith(SEVERAL) and last.sent_at is None and last.claimed_until is None:
        if last.body.count("\nLetter ") < MOST_LISTED:
            last.body += line
        return
    _queue(
        db,
        Message(
            key=f"{KEY}{receipt.id}:{manager.email.lower()}{SEVERAL}",
            via="email",
            recipient=manager.email,
            subject="More letters need your decision",
            body=stationery.letters.render("held-several", manager=manager) + line,
            token=new_token(),
            auto_submitted="auto-generated",
            not_before=max(now, (last.not_before or now) + QUIET),
            partnership=receipt.partnership,
        ),
    )
