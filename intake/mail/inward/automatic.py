"""What is noted of mail that no person wrote: who is away until when, and whose letters come back.

It counts where it is about a letter of ours to that very contact, and is vouched for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from config import dates
from config.dates import uk_date
from config.partnerships import Manager
from intake.letters import Header, Letter, away_until, unreachable
from intake.mail.inward.route import Trust, doubt_of_sender, is_refuted, message_id, named_forms, tokens
from intake.notices import Stationery
from storage.nouns import LONGEST_SILENCE, Contact, Message, Receipt, Sent
from storage.record import call_off_nudges_to, mark_bounced

LONGEST = 200_000  # characters of what is returned
MOST = 500  # letters of ours to one contact, the newest first
KEY = "machines:"
MOST_LISTED = 30  # lines in one letter to a manager
SOON, A_DAY = timedelta(hours=1), timedelta(days=1)


class Claim(NamedTuple):
    """What a machine's letter goes by: tokens and Message-IDs of ours that it names, and how it came."""

    named: list[str]
    ids: str
    doubt: str

    @classmethod
    def read(cls, letter: Letter, header: Header, trust: Trust) -> "Claim":
        returned = _returned(letter)
        named = tokens(header, returned)
        ids = " ".join((*header.ids("in-reply-to", "references"), returned))
        return cls(named, ids, _doubt(letter, header, trust, named))


def doubt_of_claim(db: Session, claim: Claim, contact: Contact, trust: Trust) -> str:
    """Why what a machine says of this contact does not count; empty where it does."""
    if claim.doubt:
        return claim.doubt
    return "" if _is_about(db, claim, contact, trust) else "It names no letter of ours to them."


def _doubt(letter: Letter, header: Header, trust: Trust, named: list[str]) -> str:
    """Only who got our letter writes from nowhere with its token; anybody else is proved, or not believed."""
    if is_refuted(header, trust):
        return "The mail server says that its sender is forged (dmarc=fail)."
    if letter.return_path == "" and named:
        return ""
    return "The mail server did not confirm its sender." if doubt_of_sender(header, trust) else ""


def _is_about(db: Session, claim: Claim, contact: Contact, trust: Trust) -> bool:
    if any(form.contact_id == contact.id for form in named_forms(db, claim.named, trust.circle)):
        return True
    theirs = or_(Message.contact_id == contact.id, Message.recipient == contact.email)
    asked = select(Message.key, Message.token).where(theirs, Message.token != "").order_by(Message.id.desc())
    return any(
        token in claim.named or message_id(key, token, trust.mail_from) in claim.ids
        for key, token in db.execute(asked.limit(MOST))
    )


def _returned(letter: Letter) -> str:
    """The words of a letter in which a token or a Message-ID of ours may stand, with the headers it returns."""
    inner = [part for each in letter.letters[:20] for part in (*_fields(each), *each.texts, *each.htmls, *each.reports)]
    return "\n".join((*letter.reports, *inner, *letter.texts, *letter.htmls))[:LONGEST]


def _fields(letter: Letter) -> list[str]:
    return [value for _, value in letter.headers]


@dataclass(frozen=True)
class Machines:
    """What programs write of contacts is a claim: noted where it counts, and told to the managers."""

    db: Session
    stationery: Stationery
    trust: Trust
    now: datetime

    def absence(self, receipt: Receipt, letter: Letter, header: Header) -> None:
        """An automatic reply is kept and never answered; a day it names is noted, for six weeks at most."""
        receipt.outcome = "automatic"
        contact = self.db.scalar(select(Contact).where(Contact.email == receipt.sender))
        today = dates.today(self.now)
        until = away_until(letter, today)
        if contact is None or not self._is_here(contact):
            return
        receipt.contact_id = contact.id
        if until is None or contact.away_until == until:
            return
        if doubt := doubt_of_claim(self.db, Claim.read(letter, header, self.trust), contact, self.trust):
            receipt.reason = f"Their absence was not noted. {doubt}"
            self._tell(receipt, contact, f"says that they are away until {uk_date(until)}", doubt)
            return
        contact.away_until = noted = min(until, today + LONGEST_SILENCE)
        call_off_nudges_to(self.db, contact.id, self.now)  # they are written anew for when the reader is back
        receipt.reason = f"Away until {noted:%-d %B %Y}."
        self._tell(receipt, contact, f"says that they are away until {uk_date(until)}", "", uk_date(noted))

    def bounce(self, receipt: Receipt, letter: Letter, header: Header) -> None:
        """A hard bounce of a letter of ours marks its contact and tells the managers; any other is only kept."""
        receipt.outcome = "bounce"
        gone = sorted(unreachable(letter))[:50]
        claim = Claim.read(letter, header, self.trust)
        for contact in self.db.scalars(select(Contact).where(Contact.email.in_(gone)).order_by(Contact.id)):
            if not (self._is_here(contact) and _was_written_to(self.db, contact)):
                continue
            if doubt := doubt_of_claim(self.db, claim, contact, self.trust):
                receipt.reason = f"Nobody was marked. {doubt}"
                self._tell(receipt, contact, "says that letters do not reach them", doubt)
                continue
            receipt.contact_id, receipt.reason = contact.id, f"Letters to {contact.email} come back."
            if not contact.comes_back(dates.today(self.now)):
                mark_bounced(self.db, contact, self.now)
                with self.stationery.apart(self.db, f"the letters to managers about the bounce {receipt.id}"):
                    self._tell_bounced(contact)

    def _is_here(self, contact: Contact) -> bool:
        """Whether one of their agencies answers to this mailbox: in another's nothing is said of them."""
        asked_by = [[each.key for each in agency.partnerships] for agency in contact.agencies]
        return not asked_by or any(map(self.trust.circle.serves_any, asked_by))

    def _managers(self, contact: Contact) -> list[Manager]:
        partnerships = {each.key: each for agency in contact.agencies for each in agency.partnerships}
        return self.stationery.managers(partnerships.values())

    def _tell_bounced(self, contact: Contact) -> None:
        for manager in self._managers(contact):
            agencies = self.stationery.agencies_for(manager, contact)
            facts = {"manager": manager, "contact": contact, "agencies": agencies}
            message = Message(
                key=f"bounced:{contact.id}:{self.now.isoformat()}:{manager.email}",
                via="email",
                recipient=manager.email,
                subject=f"Letters to {contact.name} come back",
                body=self.stationery.letters.render("bounced", **facts),
                html=self.stationery.letters.render("bounced.html", **facts),
                auto_submitted="auto-generated",
                not_before=self.now,
                partnership=self.stationery.circle.key,
            )
            self.db.add(message)

    def _tell(self, receipt: Receipt, contact: Contact, said: str, doubt: str, noted: str = "") -> None:
        """A line in a manager's next letter about machines: one a day, for anybody could have these written."""
        facts = {"contact": contact, "said": said, "doubt": doubt, "noted": noted, "receipt": receipt}
        for manager in self._managers(contact):
            with self.stationery.apart(self.db, f"the letter to a manager about letter {receipt.id}"):
                self._collect(manager, self.stationery.letters.render("machines-line", **facts), receipt)

    def _collect(self, manager: Manager, line: str, receipt: Receipt) -> None:
        ours = Message.key.startswith(KEY), Message.recipient == manager.email
        last = self.db.scalar(select(Message).where(*ours).order_by(Message.id.desc()).limit(1))
        if last is not None and last.sent_at is None and last.claimed_until is None and last.failed_at is None:
            listed = last.body.count("\n* ")
            if listed < MOST_LISTED and line.partition(" (letter")[0] not in last.body:
                last.body += line
            return
        after = self.now if last is None or last.not_before is None else last.not_before + A_DAY
        self.db.add(
            Message(
                key=f"{KEY}{receipt.id}:{manager.email.lower()}",
                via="email",
                recipient=manager.email,
                subject="What automatic letters say of your contacts",
                body=self.stationery.letters.render("machines", manager=manager) + line,
                auto_submitted="auto-generated",
                not_before=max(self.now + SOON, after),
                partnership=self.stationery.circle.key,
            )
        )


def _was_written_to(db: Session, contact: Contact) -> bool:
    written = select(Message.id).where(Message.recipient == contact.email, Message.sent_at.is_not(None)).limit(1)
    invited = select(Sent.id).where(Sent.contact_id == contact.id).limit(1)
    return db.scalar(written) is not None or db.scalar(invited) is not None
