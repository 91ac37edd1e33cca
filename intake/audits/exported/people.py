"""Who asks, who is asked and who speaks for them, as an export names them; who is here already stays as they are."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.audits.exported.put import found, put, put_numbered, row
from intake.audits.exported.schema import ExportedSubmission, KnownContact, NamedPartnership
from intake.ledger import Refused
from storage.nouns import Agency, Audit, Contact, Event, Partnership, Submission
from storage.record import among

_OF_PARTNERSHIP = Agency.metadata.tables["agency_partnerships"]
_OF_CONTACT = Agency.metadata.tables["agency_contacts"]


def add_partnerships(db: Session, named: Iterable[NamedPartnership]) -> dict[str, int]:
    """The partnerships by their keys; new ones are added."""
    names = {each.key: each.name for each in named}
    known = found(db, Partnership, "key", names)
    new = [key for key in names if key not in known]
    made = put_numbered(db, Partnership, [{"key": key, "name": names[key]} for key in new])
    return known | dict(zip(new, made, strict=True))


def own_partnerships(each: ExportedSubmission, partnerships: dict[str, int]) -> list[int]:
    """Those of a return; raises Refused where the export does not have one of them."""
    missing = [key for key in each.partnerships if key not in partnerships]
    if missing:
        raise Refused(f"{each.abbr} names a partnership that the export does not: {missing[0]}.")
    return [partnerships[key] for key in each.partnerships]


def unproved(db: Session, audit: Audit, known: int) -> list[str]:
    """Addresses of people who are new here (past this number), of whom no entry of the audit's trail knows."""
    entries = db.scalars(sa.select(Event.facts).where(Event.audit_id == audit.id, Event.about.endswith(" contact")))
    proved = {facts.get("email") for facts in entries}
    asked = sa.select(Submission.agency_id).where(Submission.audit_id == audit.id)
    theirs = sa.select(_OF_CONTACT.c.contacts_id).where(_OF_CONTACT.c.agencies_id.in_(asked))
    new = sa.select(Contact.email).where(Contact.id > known, Contact.id.in_(theirs)).order_by(Contact.email)
    return [email for email in db.scalars(new) if email not in proved]


class RestoredPeople:
    """The agencies of some returns and whoever speaks for them."""

    def __init__(self, db: Session, returns: Sequence[ExportedSubmission], partnerships: dict[str, int]) -> None:
        self._db = db
        self.agencies = found(db, Agency, "abbr", (each.abbr for each in returns))
        new = {each.abbr: each for each in returns if each.abbr not in self.agencies}
        rows = [{"abbr": each.abbr, "name": each.name, "sector": each.sector} for each in new.values()]
        self.agencies |= dict(zip(new, put_numbered(db, Agency, rows), strict=True))
        put(db, _OF_PARTNERSHIP, [pair for each in new.values() for pair in self._pairs(each, partnerships)])
        self._contacts = self._add_contacts(returns)
        self._let_speak(returns)

    def contact(self, email: str) -> int:
        """Whoever has this address; raises Refused where nobody does."""
        if email not in self._contacts:
            self._contacts |= found(self._db, Contact, "email", [email])
        if email not in self._contacts:
            raise Refused(f"The export names {email}, who is nobody's contact in it. Export it again.")
        return self._contacts[email]

    def _pairs(self, each: ExportedSubmission, partnerships: dict[str, int]) -> list[dict[str, int]]:
        own = self.agencies[each.abbr]
        return [{"agencies_id": own, "partnerships_id": number} for number in own_partnerships(each, partnerships)]

    def _add_contacts(self, returns: Sequence[ExportedSubmission]) -> dict[str, int]:
        named = dict[str, KnownContact]()
        for contact in (contact for each in returns for contact in each.contacts):
            named.setdefault(contact.email, contact)
        known = found(self._db, Contact, "email", named)
        new = [email for email in named if email not in known]
        made = put_numbered(self._db, Contact, [row(named[email]) for email in new])
        return known | dict(zip(new, made, strict=True))

    def _let_speak(self, returns: Sequence[ExportedSubmission]) -> None:
        """Each for their agency, unless they do already."""
        pairs: dict[tuple[int, int], Any] = {
            (self.agencies[each.abbr], self._contacts[contact.email]): None
            for each in returns
            for contact in each.contacts
        }
        own = among(self._db, Agency.id, set(self.agencies.values()))
        wanted = sa.select(_OF_CONTACT.c.agencies_id, _OF_CONTACT.c.contacts_id)
        there = self._db.connection().execute(
            wanted.where(_OF_CONTACT.c.agencies_id.in_(sa.select(Agency.id).where(own)))
        )
        for agency, contact in there:
            pairs.pop((agency, contact), None)
        put(self._db, _OF_CONTACT, [{"agencies_id": agency, "contacts_id": contact} for agency, contact in pairs])
