"""An agency's answers and files, another last day, and the end of an audit: in words, as the commands do it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.slack.leads import HandedFile, TurnOutcome
from bot.slack.orders.case import OrderCase
from bot.slack.orders.decide import NOBODY_HEARD, SAME
from bot.slack.views import told
from config.dates import today, uk_date
from config.partnerships import PartnershipTable
from config.words import listing, size_in_words
from intake import audits
from intake.conversation import Desk
from intake.conversation.pages.copy import as_docx, copy_of
from intake.ledger import File, Refused, files_of
from intake.notices import outstanding
from reports.actions import goes_on
from storage.evidence import Missing, Unavailable
from storage.evidence.look.clamd import FLAGGED
from storage.nouns import Agency, Audit, Submission
from storage.record import current_answers, open_threads, people_asked, waiting

MOST_FILES, LARGEST = 10, 20_000_000  # files handed over, and the bytes of one
MOST_NAMED = 20  # agencies


class EvidenceFiles(Protocol):
    """Where the bytes of evidence are, and what is sealed at the end of an audit."""

    def evidence(self, sha256: str) -> bytes: ...

    def sealed(self) -> None:
        """The record's witness, outside of it, knows of the end."""
        ...


@dataclass(frozen=True)
class AuditDesk:
    """Carries out a manager's orders about an audit of the partnerships they manage."""

    case: OrderCase
    files: EvidenceFiles

    @property
    def desk(self) -> Desk:
        return self.case.desk

    def answers(self) -> TurnOutcome:
        """What an agency answered, as a document, and its files; raises Refused for an agency that is not theirs."""
        with self.desk.database.read() as db:
            found = self._return(db)
            if not found.agency.contacts:
                raise Refused(f"{found.agency.abbr} has no contact yet, so nobody has answered.")
            here = self.desk.talker(db, found, found.agency.contacts[0]).look()
            made = copy_of(db, here, found, self.desk.now())
            given = [each for each in files_of(current_answers(db, [found.id], tags=False)) if each.is_latest]
            copy = HandedFile(f"{made.name}.docx", as_docx(made), f"What {found.agency.name} answered.")
            name = f"{found.agency.name} in {found.audit.key}"
        handed = [each for each in given if _may_leave(each)][:MOST_FILES]
        found_ = {each: self._bytes(each) for each in handed}
        files = [HandedFile(each.name, data, _described(each)) for each, data in found_.items() if data is not None]
        left = [each for each in given if found_.get(each) is None]
        return TurnOutcome(cards=(told("\n".join(_listed(name, given, left))),), files=(copy, *files))

    def _bytes(self, each: File) -> bytes | None:
        """What is in a file; None for one that the store does not hold now, so that it costs no other."""
        try:
            return self.files.evidence(each.sha256)
        except (Missing, Unavailable):
            return None

    def reopen(self) -> str:
        """A submitted return taken back for a change; the agency reads the reason. Again changes nothing."""
        ordered = self.case.ordered
        with self.desk.database.write.begin() as db:
            found = self.case.return_meant(db)
            if found.audit.closed_at is not None:
                raise Refused(f"The audit {found.audit.key} is closed. Nothing in it can be changed.")
            heard = audits.reopen(db, found, self.case.speaker(), ordered.words, self.case.stationery)
            whose = f"The return of {found.agency.name} to {found.audit.key}"
            if heard is None:
                return f"{whose} is open for a change already. {SAME}"
            return f"{whose} is open again. {'The agency is told why.' if heard else NOBODY_HEARD}"

    def move(self) -> str:
        """Another last day for everybody; again changes nothing."""
        ordered = self.case.ordered
        day = self.case.day()
        if day is None:
            raise Refused(f"Write the day in full, such as move {ordered.about} to 30 June 2027.")
        with self.desk.database.write.begin() as db:
            audit = _whole_audit(db, self.case.tables, ordered.about)
            audits.move_due(db, audit, self.case.speaker(), day, self.case.stationery)
            own = sorted(each.agency.abbr for each in audit.submissions if each.extended_to is not None)
        kept = f" {listing(own)} {'keeps' if len(own) == 1 else 'keep'} a later day." if own else ""
        return f"{ordered.about} is due on {uk_date(day)}, 23:59, for everybody.{kept}"

    def close(self) -> str:
        """What is outstanding; with `is_sure` the audit is closed. Again changes nothing."""
        ordered = self.case.ordered
        key = ordered.about
        with self.desk.database.read() as db:
            audit = _whole_audit(db, self.case.tables, key)
            if audit.closed_at is not None:
                return f"{key} is closed. Its figures and report stay."
            left = list(_outstanding(db, audit))
            is_heard = any(people_asked(db, [each.id])[each.id] for each in outstanding(audit))
            left += filter(None, [goes_on(db, audit, today(self.desk.now()))])
        if not ordered.is_sure:
            said = " ".join(left) or "Nothing is outstanding."
            return f"{said} To close it, type close {key} yes. Nothing is recorded in it then any more."
        with self.desk.database.write.begin() as db:
            audits.close(db, _whole_audit(db, self.case.tables, key), self.case.speaker(), self.case.stationery)
        self.files.sealed()
        who = ", and whoever has not submitted is told" if is_heard else ""
        return " ".join([f"{key} is closed{who}. Its figures and report stay.", *left])

    def _return(self, db: Session) -> Submission:
        return self.case.own_return(db, self.case.ordered.about, self.case.ordered.audit)


def audit_known(db: Session, key: str) -> bool:
    return db.scalar(select(Audit.id).where(Audit.key == key)) is not None


def agency_known(db: Session, abbr: str) -> bool:
    return db.scalar(select(Agency.id).where(func.lower(Agency.abbr) == abbr)) is not None


def _whole_audit(db: Session, tables: Mapping[str, PartnershipTable], key: str) -> Audit:
    """An audit all of whose partnerships are theirs: its end and its last day are everybody's. Raises Refused."""
    audit = db.scalar(select(Audit).where(Audit.key == key))
    asks = {each.key: each.name for own in audit.submissions for each in own.partnerships} if audit else {}
    if audit is None or not set(asks) & set(tables):
        raise Refused(f"There is no audit {key} of yours. Type status to see them.")
    if others := sorted(name for each, name in asks.items() if each not in tables):
        raise Refused(f"{key} is of {listing(others)} too, so whoever runs s11 does that. Nothing was changed.")
    return audit


def _outstanding(db: Session, audit: Audit) -> Iterator[str]:
    if left := [each.agency.abbr for each in outstanding(audit)]:
        yield f"{_many(len(left), 'return is', 'returns are')} not submitted: {_some(left)}."
    if mended := [each.agency.abbr for each in audit.submissions if each.is_mended and each.excused_at is None]:
        yield f"{_many(len(mended), 'return is', 'returns are')} open again for a change: {_some(mended)}."
    if threads := [
        f"{each.agency.abbr} ({one.question or 'all'})" for each, one in open_threads(db, audit.submissions)
    ]:
        yield f"{_many(len(threads), 'question back is', 'questions back are')} open: {_some(threads)}."
    if pleas := waiting(db, audit.submissions):
        yield f"{_many(len(pleas), 'request waits', 'requests wait')} for a decision, on your Home."


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return listing([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])


def _may_leave(each: File) -> bool:
    return each.size <= LARGEST and not each.scan.startswith(FLAGGED)


def _described(each: File) -> str:
    return f"{f'Question {each.question}' if each.question else 'For the whole return'}, from {each.said_by}."


def _listed(name: str, given: Sequence[File], left: Sequence[File]) -> Iterator[str]:
    yield f"{name}: the answers are in the document below."
    if not given:
        yield "No file is attached."
    for each in given:
        why = " Not put here: whoever runs s11 can send it to you." if each in left else ""
        yield f"{_described(each)} {each.name}, {size_in_words(each.size)}.{why}"
