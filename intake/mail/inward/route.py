"""Which return a letter belongs to, and whether its sender may speak for it."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from config.branches import WHOLE, Circle
from intake.actions import ABOUT_MEETING
from intake.after import ANSWERED_BACK
from intake.forms import ALPHABET
from intake.letters import Header, addresses
from intake.roles import Door, may, role_of
from storage.nouns import Audit, Contact, Message, Sent, Submission
from storage.record import LATE_ACTION, trail, within

_TOKEN = re.compile(rf"s11-([{ALPHABET}]{{16}})(?![a-z0-9])", re.IGNORECASE)
MICROSOFT = "microsoft365"  # Microsoft 365 and NHSmail, whose gateway writes no name of its own
ONE_WAY = "The letter does not name one sender that can be read in one way."
ELSEWHERE = "The letter asks for replies at another address than its sender's."
SEVERAL = "The letter names more than one sender."
NOT_HERE = "The letter answers a form of another partnership, which has a mailbox of its own."
UNPROVED = "The mail server did not confirm that the letter comes from its sender (no dmarc=pass)."
DOUBTS = (ONE_WAY, ELSEWHERE, SEVERAL, UNPROVED)
_DELIVERED = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to")


@dataclass(frozen=True)
class Trust:
    """Who we are, and whose word on senders we take."""

    mail_from: str
    authserv_id: str | None = None
    circle: Circle = WHOLE  # whose letters come to this mailbox: a form of anybody else's is none of ours here


class Route(NamedTuple):
    """Where a letter goes: the return, who speaks, the form it answers; or why a person must decide.

    `may_answer` says whether its sender may be told that a person will look at it: never where the address may
    be somebody else's.
    """

    submission: Submission | None = None
    contact: Contact | None = None
    form: Sent | None = None
    doubt: str = ""
    may_answer: bool = False
    authenticated: bool = False
    named: tuple[Sent, ...] = ()  # the forms it names, where it answers one


def reply_address(mail_from: str, token: str) -> str:
    """The audit mailbox with the token in it; a mailbox that is plus-addressed already stays as it is."""
    local, _, domain = mail_from.rpartition("@")
    return mail_from if "+" in local else f"{local}+{token}@{domain}"


def form_id(mail_from: str, token: str) -> str:
    """A Message-ID that carries the token through References, whatever a provider makes of our own."""
    return f"<{token}@{mail_from.rpartition('@')[2]}>"


def message_id(key: str, token: str, mail_from: str) -> str:
    """The Message-ID of the message with this key, always the same; nobody can guess one that has a token."""
    domain = mail_from.rpartition("@")[2]
    return f"<{hashlib.sha256((key + token).encode()).hexdigest()[:40]}@{domain}>"


def is_ours(address: str, mail_from: str) -> bool:
    """Whether the address is the audit mailbox, plus-addressed or not."""
    local, _, domain = mail_from.lower().rpartition("@")
    theirs, _, at = address.lower().rpartition("@")
    return at == domain and theirs.partition("+")[0] == local.partition("+")[0]


def tokens(header: Header, words: str) -> list[str]:
    """Every token of the letter, the best placed first: its address, then its thread, then its words."""
    places = [*(value for name in _DELIVERED for value in header.all(name))]
    places += [*header.all("in-reply-to"), *header.all("references"), header.words("subject"), words]
    return list(dict.fromkeys("s11-" + found.lower() for place in places for found in _TOKEN.findall(place)))


def doubt_of_sender(header: Header, trust: Trust) -> str:
    """Why nobody can say who sent this; empty where its one sender is as well proved as this deployment asks."""
    sender = header.sender()
    if sender is None:
        return ONE_WAY
    replies = [value for value in header.all("reply-to") if value.strip() not in ("", "<>")]
    if any(addresses(value) != {sender} for value in replies):
        return ELSEWHERE
    if header.all("sender") and len(header.all("sender")) > 1:
        return SEVERAL
    if trust.authserv_id and not is_proved(header, trust.authserv_id, sender):
        return UNPROVED
    return ""


def is_proved(header: Header, authserv_id: str, sender: str) -> bool:
    """Whether the field of our own server that we believe says dmarc=pass for the sender's domain."""
    result = _dmarc(header, authserv_id)
    domain = sender.rpartition("@")[2]
    is_named = authserv_id.casefold() != MICROSOFT or f"header.from={domain}" in result
    return result[:1] == ["pass"] and is_named and _is_about(result, domain)


def _dmarc(header: Header, authserv_id: str) -> list[str]:
    """What our own server says of DMARC, in its topmost Authentication-Results: the result, then its properties.

    Any other such field is somebody's claim and is not read (RFC 8601, 5). Microsoft 365 writes no name into its own:
    there it is the first that begins with a result and speaks of SPF, DKIM and DMARC, for its gateway writes above all
    that came from outside.
    """
    for value in header.all("authentication-results"):
        server, _, results = _bare(value).casefold().partition(";")
        if authserv_id.casefold() == MICROSOFT:
            results = f"{server};{results}"
        elif server.split()[:1] != [authserv_id.casefold()]:
            continue
        methods = [each.replace("=", " ", 1).split() for each in results.split(";")]
        if authserv_id.casefold() == MICROSOFT and not _is_gateways(methods):
            continue
        dmarc = [each for each in methods if each[:1] == ["dmarc"]]
        return dmarc[0][1:] if len(dmarc) == 1 else []
    return []


def _is_gateways(methods: Iterable[list[str]]) -> bool:
    names = [each[0] if each else "" for each in methods]
    return names[:1] == ["spf"] and {"dkim", "dmarc"} <= set(names)


def is_refuted(header: Header, trust: Trust) -> bool:
    """Whether our own server says dmarc=fail of it."""
    return trust.authserv_id is not None and _dmarc(header, trust.authserv_id)[:1] == ["fail"]


def route(
    db: Session, header: Header, words: str, trust: Trust, today: date, *, is_settling: bool = False
) -> Route:  # fmt: skip
    """Which return the letter answers and who speaks, or the doubt that holds it for a person.

    Where that is settled, the return is held as it is read: nobody answers between this and what is recorded.
    """
    if doubt := doubt_of_sender(header, trust):
        return Route(submission=_first_named(db, header, words, trust.circle), doubt=doubt)
    sender = header.sender() or ""
    contact = db.scalar(_CONTACT, {"email": sender})
    forms = named_forms(db, tokens(header, words), trust.circle)
    told = _bar(contact, today)
    if contact is None or told:
        about = forms[0].submission_id if forms else None
        return Route(db.get(Submission, about) if about else None, doubt=told, may_answer=bool(forms))
    if not forms and named_forms(db, tokens(header, words), WHOLE):
        return Route(doubt=NOT_HERE)
    if not forms:
        return _without_form(db, contact, trust)
    read = trail.held_return if is_settling and _may_hold(contact, forms) else trail.whole_return
    for form in forms:
        submission = read(db, form.submission_id)
        if submission is not None and contact in submission.agency.contacts:
            return Route(submission, contact, form, authenticated=trust.authserv_id is not None, named=tuple(forms))
    told = "The sender is no contact of the agency this form was sent to."
    return Route(db.get_one(Submission, forms[0].submission_id), doubt=told, may_answer=True)


def _may_hold(contact: Contact, forms: Sequence[Sent]) -> bool:
    """Whether one return alone will be held: several are held at once and in order, that no two wait for each other.

    Who is reached again is so in every return of theirs; of an action its audit may be held first.
    """
    is_of_one = len({each.submission_id for each in forms}) == 1
    return is_of_one and contact.bounced_at is None and all(each.action_id is None for each in forms)


def _bar(contact: Contact | None, today: date) -> str:
    """Why nobody hears this sender; empty where they may answer by letter."""
    if contact is None:
        return "The sender is no contact of this audit."
    if contact.has_left(today):
        return "The sender has left the agency."
    return "" if may(role_of(contact.role), "answer", Door.LETTER) else "The sender may not answer by letter."


def vouched_route(db: Session, header: Header, words: str, circle: Circle) -> Route:
    """Where a letter goes that a person released: to the form it names, or to its sender's one open return.

    The contact is the sender where they are one of the agency's; else the one the form was sent to.
    """
    sender = db.scalar(_CONTACT, {"email": header.sender() or ""})
    forms = named = named_forms(db, tokens(header, words), circle)
    if not forms and named_forms(db, tokens(header, words), WHOLE):
        return Route(doubt=NOT_HERE)
    if not forms and sender is not None:
        found = _open_returns(db, sender, circle)
        forms = _latest_form(db, found[0], sender) if len(found) == 1 else []
    if not forms:
        return Route(doubt="It was released, but it names no form of ours and its sender has no single open return.")
    submission = db.get_one(Submission, forms[0].submission_id)
    speaker = sender if sender in submission.agency.contacts else db.get_one(Contact, forms[0].contact_id)
    return Route(submission, speaker, forms[0], named=tuple(named))


def named_forms(db: Session, named: Iterable[str], circle: Circle) -> list[Sent]:
    """The forms these tokens were sent with, in the order of the tokens; none of a partnership outside the circle."""
    wanted = list(named)[:50]
    found = {form.token: form for form in db.scalars(_NAMED, {"tokens": wanted})} if wanted else {}
    inside = within(db, circle, {each.submission_id for each in found.values()})
    return [found[token] for token in wanted if token in found and found[token].submission_id in inside]


def line_of(db: Session, header: Header, circle: Circle) -> str:
    """Which letters are read one after another: those of its sender's one open return, or of its sender.

    A correction follows what it corrects, whether it says which form it answers or not.
    """
    sender = header.sender() or ""
    contact = db.scalar(_CONTACT, {"email": sender})
    open_ = _open_returns(db, contact, circle) if contact is not None else []
    return f"return {open_[0].id}" if len(open_) == 1 else f"letters of {sender}"


def asked_of_manager(db: Session, header: Header, words: str) -> Message | None:
    """Our letter to a manager that asks for a decision, where this one answers it from that manager's address."""
    named, sender = tokens(header, words)[:50], header.sender()
    found = db.scalars(_ASKED_OF_MANAGER, {"tokens": named}) if named else ()
    return next((each for each in found if each.recipient.lower() == sender), None)


def _first_named(db: Session, header: Header, words: str, circle: Circle) -> Submission | None:
    forms = named_forms(db, tokens(header, words), circle)
    return db.get_one(Submission, forms[0].submission_id) if forms else None


def _without_form(db: Session, contact: Contact, trust: Trust) -> Route:
    """A letter that bears no token of ours: believed only on our server's word, and where one return is open."""
    found = _open_returns(db, contact, trust.circle)
    if len(found) != 1:
        told = "The letter does not say which form it answers, and its sender has more than one, or none, to answer."
        return Route(doubt=told, may_answer=True)
    if trust.authserv_id is None:
        told = "The letter answers no form of ours that can be recognised, so its sender is not proved."
        return Route(found[0], doubt=told, may_answer=True)
    forms = _latest_form(db, found[0], contact)
    if not forms:
        return Route(found[0], doubt="No form has been sent to this agency yet.", may_answer=True)
    return Route(found[0], contact, forms[0], authenticated=True)


def _open_returns(db: Session, contact: Contact, circle: Circle) -> list[Submission]:
    agencies = [agency.id for agency in contact.agencies]
    asked = select(Submission).join(Audit).where(Submission.agency_id.in_(agencies))
    found = list(db.scalars(asked.where(Audit.closed_at.is_(None), Submission.excused_at.is_(None))))
    inside = within(db, circle, {each.id for each in found})
    return [each for each in found if each.id in inside]


def _latest_form(db: Session, submission: Submission, contact: Contact) -> list[Sent]:
    """The newest form of a return, the contact's own before others'."""
    forms = select(Sent).where(Sent.submission_id == submission.id, Sent.thread_id.is_(None), Sent.action_id.is_(None))
    return list(db.scalars(forms.order_by(Sent.contact_id != contact.id, Sent.id.desc()).limit(1)))


def _bare(value: str) -> str:
    """The field without what stands in brackets or quotes: there, a sender may have had a say."""
    kept, depth, quoted, escaped = [], 0, False, False
    for mark in value[:8000]:
        if escaped or mark == "\\":
            escaped = not escaped
        elif mark == '"' and not depth:
            quoted = not quoted
        elif not quoted and mark in "()":
            depth = max(0, depth + (1 if mark == "(" else -1))
        elif not quoted and not depth:
            kept.append(mark)
    return "".join(kept)


def _is_about(dmarc: Iterable[str], domain: str) -> bool:
    """dmarc=pass is said of the From domain; where the server names it, it must be the sender's."""
    return all(each == f"header.from={domain}" for each in dmarc if each.startswith("header.from="))


def _asked_of_manager() -> Select[Message]:
    """Letters of ours that ask for a decision, by their tokens."""
    asks = or_(*(Message.key.startswith(each) for each in ("held:", "plea:", ANSWERED_BACK, ABOUT_MEETING)))
    asks = or_(asks, and_(Message.key.startswith(LATE_ACTION), Message.contact_id.is_(None)))
    return select(Message).where(Message.token.in_(bindparam("tokens", expanding=True)), asks)


_CONTACT = select(Contact).where(Contact.email == bindparam("email"))  # each put together once: that takes the longest
_NAMED = select(Sent).where(Sent.token.in_(bindparam("tokens", expanding=True)))
_ASKED_OF_MANAGER = _asked_of_manager()
