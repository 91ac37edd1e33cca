"""Letters we write because of a letter: acknowledgements, notices and questions to managers, queued and not sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.branches import WHOLE, Circle
from config.letters import Letters, one_line
from config.partnerships import Manager, PartnershipTable, at_risk
from config.ways import LETTERS_ONLY, Way
from config.words import Names
from intake.returns import storable
from storage.nouns import Agency, Contact, Message, Partnership, Submission
from storage.record import Faults, apart

if TYPE_CHECKING:
    from intake.letters import Header

NOTICE = "notice:"  # letters to people whose own letter recorded nothing; few enough that no loop can live on them
MOST_A_DAY = 20  # to somebody we know: more than anybody writes by hand, and an end to two programs that write letters


@dataclass(frozen=True)
class Stationery:
    """What letters are written with: their wording, who asks, and the audit mailbox."""

    letters: Letters
    partnerships: Mapping[str, PartnershipTable]
    mail_from: str
    ways: Sequence[Way] = LETTERS_ONLY  # that are set up here, best first
    circle: Circle = WHOLE  # of the mailbox for which it is written
    unnamed: Collection[str] = ()  # stand in the trail where nobody said who decides; nobody outside knows them
    faults: Faults | None = None  # where one letter's fault is put, so that it costs nothing else; else it is raised

    def apart(self, db: Session, about: str) -> AbstractContextManager[None]:
        """Write one letter by itself: what was recorded before it stays, whatever becomes of the letter."""
        return apart(self.faults, about, db)

    def left_out(self, about: str) -> bool:
        """Whether a letter of this round could not be written: whoever is told of it must not be told that it went."""
        return self.faults is not None and any(each.startswith(about) for each in self.faults.found)

    def managers(self, partnerships: Iterable[Partnership]) -> list[Manager]:
        """The business managers of these partnerships, each once."""
        found = [each for key in partnerships for each in self._table(key.key).managers]
        return list({manager.email.lower(): manager for manager in found}.values())

    def managers_at(self, mailbox: str) -> list[Manager]:
        """Those of every partnership whose letters come to this mailbox: a partnership's own, or the common one."""
        circle = self.circle.at(mailbox)
        tables = [table for key, table in self.partnerships.items() if circle.serves(key)]
        return list({manager.email.lower(): manager for table in tables for manager in table.managers}.values())

    def managed_at(self, mailbox: str, address: str) -> dict[str, Manager]:
        """Which of those partnerships somebody with this address manages, by key, each with who they are there."""
        circle = self.circle.at(mailbox)
        served = [
            (key, each) for key, table in self.partnerships.items() for each in table.managers if circle.serves(key)
        ]
        return {key: each for key, each in served if each.email.lower() == address.lower()}

    def is_of_manager(self, address: str) -> bool:
        """Whether it is the address of any manager, of whichever partnership."""
        managers = (each for table in self.partnerships.values() for each in table.managers)
        return any(each.email.lower() == address.lower() for each in managers)

    def agencies_for(self, manager: Manager, contact: Contact) -> list[Agency]:
        """The agencies of a contact that answer to a partnership of this manager: of the others they learn nothing."""
        return [each for each in contact.agencies if manager in self.managers(each.partnerships)]

    def managed_by(self, manager: Manager, keys: Iterable[str]) -> str:
        """The first of these partnerships that they manage; empty for none."""
        return next((key for key in keys if manager in self._table(key).managers), "")

    def asking(self, submission: Submission) -> Names:
        """The partnerships whose return it is, as the subject of a sentence."""
        return _names(submission.partnerships)

    def who(self, name: str, submission: Submission) -> str:
        """Who decided, to begin a sentence to an agency: their name, or the partnership where nobody was named."""
        if name.casefold() not in {each.casefold() for each in self.unnamed}:
            return name
        return submission.partnerships[0].name if len(submission.partnerships) == 1 else "The partnership"

    def facts(self, submission: Submission) -> dict[str, object]:
        """Who asks, whom to ask, and what to do if a child is at risk now: every letter to an agency says it."""
        return self._facts(submission.partnerships)

    def facts_for(self, reader: object, partnerships: Iterable[Partnership]) -> dict[str, object]:
        """The same for one of ours: of the partnerships they manage, where they do, and never to ask themselves."""
        every = list(partnerships)
        facts = self._facts([each for each in every if reader in self.managers([each])] or every)
        return facts | {"managers": [each for each in self.managers(every) if each != reader]}

    def _facts(self, partnerships: Collection[Partnership]) -> dict[str, object]:
        tables = [self._table(each.key) for each in partnerships]
        return {
            "colour": tables[0].colour if tables else PartnershipTable(key="none", name="none").colour,
            "ink": tables[0].ink if tables else "#ffffff",
            "partnership": _names(partnerships),
            "managers": self.managers(partnerships),
            "at_risk": "\n".join(at_risk(tables)),
        }

    def _table(self, key: str) -> PartnershipTable:
        return self.partnerships.get(key) or PartnershipTable(key=key, name=key)


def _names(partnerships: Iterable[Partnership]) -> Names:
    return Names.of((each.name for each in partnerships), "the partnership")


def reply(header: "Header", key: str, recipient: str, body: str, html: str, token: str = "") -> Message:
    """An answer to a letter, in its thread."""
    subject = one_line(header.words("subject"))[:200]
    named = subject if subject.casefold().startswith("re:") else f"Re: {subject or 'Section 11 audit'}"
    return Message(
        key=key,
        via="email",
        recipient=recipient,
        subject=named,
        body=storable(body),
        html=storable(html),
        token=token,
        auto_submitted="auto-replied",
        in_reply_to=header.message_id,
        references=" ".join(header.ids("references")[-20:]),
    )


def unused_key(db: Session, key: str) -> str:
    """The key, or the next one where it is taken: a letter that a person let in is answered a second time."""
    taken = set(db.scalars(select(Message.key).where(Message.key.startswith(key, autoescape=True))))
    return next(each for each in (key, *(f"{key}:{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def may_notify(db: Session, recipient: str, now: datetime, *, is_known: bool) -> bool:
    """Whether one more notice may go: to people we know, unless they had many today; where in doubt, once a day."""
    since = now - timedelta(days=1)
    recent = select(func.count()).where(
        Message.recipient == recipient, Message.key.startswith(NOTICE), Message.not_before > since
    )
    return (db.scalar(recent) or 0) < (MOST_A_DAY if is_known else 1)


def notice_stranger(db: Session, stationery: Stationery, name: str, header: "Header", key: str, now: datetime) -> None:
    """Answer a sender who may be somebody else; not more than once a day."""
    if (sender := header.sender()) is not None and may_notify(db, sender, now, is_known=False):
        notice(db, stationery, name, header, key, now)


def notice(
    db: Session, stationery: Stationery, name: str, header: "Header", key: str, now: datetime, **facts: object
) -> None:
    """Answer a sender whom we know and whose letter recorded nothing."""
    recipient = header.sender()
    if recipient is None or not may_notify(db, recipient, now, is_known=True):
        return
    with stationery.apart(db, f"the letter {name}"):
        body, html = stationery.letters.render(name, **facts), stationery.letters.render(f"{name}.html", **facts)
        message = reply(header, f"{NOTICE}{name}:{key}", recipient, body, html)
        message.not_before, message.partnership = now, stationery.circle.key
        db.add(message)
