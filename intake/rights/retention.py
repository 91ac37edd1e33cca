"""What a partnership keeps no longer: letters in and out, words of conversations, and contacts who have left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.dates import before, today
from config.partnerships import PartnershipTable
from intake.rights.change import ChangedRows
from intake.rights.erase import forget_contact, note_erasure, ready_to_erase
from intake.rights.files import FileSearch, Look, OpenPdf
from intake.rights.find import KeptFile, known_as
from intake.rights.holds import open_holds
from intake.rights.retired import retired_form, retired_letter, retired_message, retired_turn
from intake.rights.sought import MARK
from storage.evidence import EvidenceStore, Missing
from storage.nouns import Audit, Contact, Message, Receipt, Sent, Submission, Turn
from storage.record import known_keys, trail

BECAUSE = "It was kept as long as partnerships.toml says."
WAITS = ("held", "unread")  # letters that nobody has settled yet are kept
LETTER, LEAVER, MESSAGE, FORM, TURN = "letter", "leaver", "message", "form", "turn"
_TABLES = {LETTER: "receipts", LEAVER: "contacts", MESSAGE: "messages", FORM: "sent", TURN: "turns"}
_EMPTY_FORM = '%"text": "", "token": %'  # as SentForm keeps one that was let go of


class Overdue(NamedTuple):
    """Something that is kept no longer: what, which row, as whom people know it, since when it was kept, its file."""

    what: str
    row: int
    named: str
    since: date
    key: str = ""
    submission: int | None = None


class _Spans(NamedTuple):
    """How long each partnership keeps things, and which partnerships a return concerns."""

    tables: Mapping[str, PartnershipTable]
    returns: Mapping[int, Sequence[str]]
    day: date

    def is_over(self, name: str, submission: int | None, mailbox: str, since: date) -> bool:
        """What is no return's concerns the partnership whose own mailbox it came to or left from, else them all."""
        theirs = [mailbox] if mailbox else list(self.tables)
        return self.are_over(name, self.returns[submission] if submission else theirs, since)

    def are_over(self, name: str, keys: Iterable[str], since: date) -> bool:
        """Whether the longest of them is over; what one of them keeps for good is never over."""
        spans = [getattr(self.tables[key], name) if key in self.tables else "" for key in keys]
        return bool(spans) and all(spans) and since < min(before(self.day, each) for each in spans)


def overdue(
    db: Session, store: EvidenceStore, tables: Mapping[str, PartnershipTable], now: datetime, pdf: OpenPdf
) -> Sequence[Overdue]:
    """What is due to go, oldest first. What several partnerships concern is kept as long as the longest of them says.

    What none says anything about is kept, and so is whatever names somebody under a legal hold.
    """
    whose = {each.id: [one.key for one in each.partnerships] for each in db.scalars(sa.select(Submission))}
    spans = _Spans(tables, whose, today(now))
    found = [each for kind in (_letters, _leavers, _messages, _forms, _turns) for each in kind(db, spans)]
    holds = [FileSearch(known_as(db, [each.who]), pdf) for each in open_holds(db)]
    return sorted(
        (each for each in found if not any(_is_held(db, store, each, one) for one in holds)),
        key=lambda each: each.since,
    )


def retire(db: Session, due: Iterable[Overdue], speaker: trail.Speaker) -> list[KeptFile]:
    """Let go of it, with an entry in the trails; the files whose bytes are to go once this is committed."""
    ready_to_erase(db)
    rows, files = ChangedRows(defaultdict(set), {}), dict[str, str]()
    for each in due:
        files |= dict.fromkeys(_let_go(db, each, speaker.at), "letter as it came")
        rows.ids[_TABLES[each.what]].add(each.row)
        rows.submissions[_TABLES[each.what], each.row] = each.submission
    db.flush()
    known = known_keys(db)
    gone = [KeptFile(key, role, Look(0, is_whole=True)) for key, role in files.items() if key not in known]
    note_erasure(db, rows, speaker, BECAUSE, [each.key for each in gone])
    return gone


def _let_go(db: Session, due: Overdue, at: datetime) -> list[str]:
    """Without its words; the keys of the files that it kept."""
    match due.what:
        case "letter":
            return retired_letter(db.get_one(Receipt, due.row))
        case "leaver":
            forget_contact(db, db.get_one(Contact, due.row), at)
        case "message":
            return retired_message(db.get_one(Message, due.row), at)
        case "form":
            retired_form(db.get_one(Sent, due.row))
        case "turn":
            retired_turn(db.get_one(Turn, due.row))
    return []


def _letters(db: Session, spans: _Spans) -> Iterator[Overdue]:
    settled = sa.select(Receipt).where(Receipt.outcome.not_in(WAITS), Receipt.raw_key != "").order_by(Receipt.id)
    for each in db.scalars(settled):
        since = today(each.received_at)
        if spans.is_over("keep_letters", each.submission_id, each.partnership, since):
            yield Overdue(LETTER, each.id, f"{each.sender}: {each.subject}", since, each.raw_key, each.submission_id)


def _leavers(db: Session, spans: _Spans) -> Iterator[Overdue]:
    left = sa.select(Contact).where(Contact.left_on.is_not(None), Contact.name != MARK).order_by(Contact.id)
    for each in db.scalars(left):
        keys = {one.key for agency in each.agencies for one in agency.partnerships}
        since = each.left_on or spans.day
        if each.has_left(spans.day) and spans.are_over("keep_leavers", keys, since):
            yield Overdue(LEAVER, each.id, f"{each.name} <{each.email}>", since)


def _messages(db: Session, spans: _Spans) -> Iterator[Overdue]:
    """Those that left, were called off or given up; a running audit still reads its replies against them."""
    settled = sa.func.coalesce(Message.sent_at, Message.cancelled_at, Message.failed_at)
    wanted = sa.select(
        Message.id, Message.recipient, Message.subject, settled, Message.submission_id, Message.partnership
    )
    with_return = wanted.outerjoin(Submission, Submission.id == Message.submission_id).outerjoin(Audit)
    is_settled = sa.or_(Message.submission_id.is_(None), Audit.closed_at.is_not(None))
    theirs = (settled.is_not(None), Message.body != MARK, is_settled)
    for row, recipient, subject, at, submission, mailbox in db.execute(with_return.where(*theirs).order_by(Message.id)):
        if spans.is_over("keep_messages", submission, mailbox, today(at)):
            yield Overdue(MESSAGE, row, f"{recipient}: {subject}", today(at), submission=submission)


def _forms(db: Session, spans: _Spans) -> Iterator[Overdue]:
    wanted = sa.select(Sent.id, Contact.email, Audit.key, Sent.sent_at, Sent.submission_id).select_from(Sent)
    joined = wanted.join(Contact, Contact.id == Sent.contact_id).join(Submission).join(Audit)
    closed = (Audit.closed_at.is_not(None), Sent.form.not_like(_EMPTY_FORM))
    for row, email, key, at, submission in db.execute(joined.where(*closed).order_by(Sent.id)):
        if spans.is_over("keep_messages", submission, "", today(at)):
            yield Overdue(FORM, row, f"{email}: {key}", today(at), submission=submission)


def _turns(db: Session, spans: _Spans) -> Iterator[Overdue]:
    """Those with words that found no place; of the others nothing is kept but that somebody said something."""
    wanted = sa.select(Turn.id, Contact.email, Audit.key, Turn.question, Turn.at, Turn.submission_id).select_from(Turn)
    joined = wanted.join(Contact, Contact.id == Turn.contact_id).join(Submission).join(Audit)
    closed = (Audit.closed_at.is_not(None), Turn.held != "")
    for row, email, key, question, at, submission in db.execute(joined.where(*closed).order_by(Turn.id)):
        if spans.is_over("keep_turns", submission, "", today(at)):
            yield Overdue(TURN, row, f"{email}: {key} {question}".rstrip(), today(at), submission=submission)


def _is_held(db: Session, store: EvidenceStore, due: Overdue, held: FileSearch) -> bool:
    if held.sought.names("\n".join([due.named, *_words(db, due)])):
        return True
    if not due.key:
        return False
    try:
        with store.open(due.key) as file:
            return held.named(file.read())
    except Missing:
        return False


def _words(db: Session, due: Overdue) -> Sequence[str]:
    """What stands in it, where it is no file."""
    match due.what:
        case "message":
            return db.execute(sa.select(Message.body, Message.html).where(Message.id == due.row)).one()
        case "form":
            return [db.get_one(Sent, due.row).form]
        case "turn":
            return [db.get_one(Turn, due.row).held]
    return []
