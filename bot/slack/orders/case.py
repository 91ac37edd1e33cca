"""One order of one manager: what it names of theirs, and in whose name it is carried out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.slack.api import Card, card, fitted, words
from bot.slack.leads import TurnOutcome
from bot.slack.managers import Office
from bot.slack.orders.order import Ordered
from config import dates
from config.partnerships import Manager, PartnershipTable
from config.words import listing
from intake.conversation import Came, Desk
from intake.ledger import Refused, Saying
from intake.mail.outward import Asker
from intake.notices import Stationery
from storage.nouns import Agency, Audit, Partnership, Submission
from storage.record.trail import Speaker


class OrderCase(NamedTuple):
    """What a manager ordered, and who they are; `tables` are the partnerships they manage, by key."""

    office: Office
    tables: Mapping[str, PartnershipTable]
    by: Manager
    ordered: Ordered
    came: Came

    @property
    def desk(self) -> Desk:
        return self.office.desk

    @property
    def stationery(self) -> Stationery:
        return self.office.chaser().stationery

    def day(self) -> date | None:
        """The day that the order names; None where its words are none."""
        today = dates.today(self.desk.now())
        near = {"today": today, "tomorrow": today + timedelta(days=1)}
        return self.ordered.day or near.get(self.ordered.when.casefold())

    def speaker(self) -> Speaker:
        return Speaker(self.by.name, self.desk.way.name, self.desk.now())

    def saying(self) -> Saying:
        """For the partnership; the message counts once, however often it is delivered."""
        return Saying(self.speaker(), self.came.source, "partnership")

    def asker(self, submission: Submission) -> Asker:
        by = self.office.chaser()
        return Asker(self.desk.template_of(submission), by.stationery, self.office.keep, self.speaker(), by.ways)

    def own_return(self, db: Session, abbr: str, key: str = "") -> Submission:
        """The newest return of an agency of theirs, open rounds first, or the one in that audit; raises Refused."""
        return self._returns_of(db, abbr, key)[0]

    def return_meant(self, db: Session) -> Submission:
        """The return that an order changes: where several rounds are open, the order names one. Raises Refused."""
        found = self._returns_of(db, self.ordered.about, self.ordered.audit)
        open_ = sorted(each.audit.key for each in found if each.audit.closed_at is None)
        if len(open_) > 1:
            name = found[0].agency.abbr
            told = f"{name} is asked in {listing(open_)}, and nothing was changed."
            raise Refused(f"{told} Name the audit behind the agency, as {name} in {open_[0]}.")
        return found[0]

    def _returns_of(self, db: Session, abbr: str, key: str) -> list[Submission]:
        """Of an agency that is not theirs they are not told whether it is there."""
        wanted = select(Submission).join(Submission.agency).join(Submission.audit)
        wanted = wanted.where(func.lower(Agency.abbr) == abbr.casefold())
        wanted = wanted.order_by(Audit.closed_at.is_(None).desc(), Audit.id.desc())
        own = [each for each in db.scalars(wanted.where(Audit.key == key) if key else wanted) if self.is_theirs(each)]
        if not own and key and (others := self._returns_of(db, abbr, "")):
            name, known = others[0].agency.abbr, listing(sorted(each.audit.key for each in others))
            raise Refused(f"{name} is not asked in {key}. It is in {known}: type one of those, or leave the audit out.")
        if not own:
            raise Refused(f"No return of {abbr.upper()} is among yours. Type status to see the agencies.")
        return own

    def is_theirs(self, submission: Submission) -> bool:
        return any(each.key in self.tables for each in submission.partnerships)

    def own_audits(self, db: Session, key: str = "") -> Sequence[Audit]:
        """The open audits of theirs, the newest where none is open, or the one named; raises Refused for none."""
        own = Audit.submissions.any(Submission.partnerships.any(Partnership.key.in_(self.tables)))
        wanted = select(Audit).where(own).order_by(Audit.id)
        found = db.scalars(wanted.where(Audit.key == key) if key else wanted).all()
        if not found:
            told = f"There is no audit {key} of yours. Type status to see them."
            raise Refused(
                told if key else "No audit of your partnership has been opened yet. Whoever runs s11 opens one."
            )
        return found if key else [each for each in found if each.closed_at is None] or found[-1:]

    def one_audit(self, db: Session, key: str) -> Audit:
        """The audit named, or the only one that is open; raises Refused where it is not clear."""
        found = self.own_audits(db, key)
        if len(found) > 1:
            raise Refused(f"Name the audit, with its key: {listing([each.key for each in found])}.")
        return found[0]

    def own_returns(self, audit: Audit) -> list[Submission]:
        return [each for each in audit.submissions if self.is_theirs(each)]


def said(told: Sequence[str]) -> TurnOutcome:
    """Lines of plain words as messages."""
    text = "\n".join(told)
    return TurnOutcome(cards=tuple(fitted(card(text, words(text)))))


def drawn(cards: Iterator[Card]) -> TurnOutcome:
    return TurnOutcome(cards=tuple(part for each in cards for part in fitted(each)))
