"""What a partnership keeps no longer: letters as they came, and the names and addresses of contacts who have left."""

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
from intake.rights.files import Look, look
from intake.rights.find import KeptFile
from intake.rights.holds import open_holds
from intake.rights.sought import MARK, Sought
from storage.evidence import EvidenceStore, Missing
from storage.nouns import Contact, Receipt, Submission
from storage.record import trail

BECAUSE = "It was kept as long as partnerships.toml says."
WAITS = ("held", "unread")  # letters that nobody has settled yet are kept
LETTER, LEAVER = "letter", "leaver"


class Overdue(NamedTuple):
    """Something that is kept no longer: what, which row, as whom people know it, since when it was kept, its file."""

    what: str
    row: int
    named: str
    since: date
    key: str = ""
    submission: int | None = None


def overdue(
    db: Session, store: EvidenceStore, tables: Mapping[str, PartnershipTable], now: datetime
) -> Sequence[Overdue]:
    """What is due to go, oldest first. What several partnerships concern is kept as long as the longest of them says.

    What none says anything about is kept, and so is whatever names somebody under a legal hold.
    """
    day = today(now)
    found = [*_letters(db, tables, day), *_leavers(db, tables, day)]
    holds = [Sought((each.who,)) for each in open_holds(db)]
    return sorted(
        (each for each in found if not any(_is_held(store, each, one) for one in holds)), key=lambda each: each.since
    )


def retire(db: Session, due: Iterable[Overdue], speaker: trail.Speaker) -> list[KeptFile]:
    """Let go of it, with an entry in the trails; the files whose bytes are to go once this is committed."""
    ready_to_erase(db)
    rows, files = ChangedRows(defaultdict(set), {}), list[KeptFile]()
    for each in due:
        if each.what == LEAVER:
            forget_contact(db, db.get_one(Contact, each.row), speaker.at)
            rows.ids["contacts"].add(each.row)
            continue
        receipt = db.get_one(Receipt, each.row)
        receipt.raw_key, receipt.sender, receipt.subject = "", MARK, MARK
        rows.ids["receipts"].add(each.row)
        rows.submissions["receipts", each.row] = each.submission
        files.append(KeptFile(each.key, "letter as it came", Look(0, is_whole=True)))
    db.flush()
    note_erasure(db, rows, speaker, BECAUSE, [each.key for each in files])
    return files


def _letters(db: Session, tables: Mapping[str, PartnershipTable], day: date) -> Iterator[Overdue]:
    spans = {each.id: [one.key for one in each.partnerships] for each in db.scalars(sa.select(Submission))}
    settled = sa.select(Receipt).where(Receipt.outcome.not_in(WAITS), Receipt.raw_key != "").order_by(Receipt.id)
    for each in db.scalars(settled):
        keys = spans[each.submission_id] if each.submission_id else list(tables)
        since = today(each.received_at)
        if _is_over([tables[key].keep_letters if key in tables else "" for key in keys], since, day):
            yield Overdue(LETTER, each.id, f"{each.sender}: {each.subject}", since, each.raw_key, each.submission_id)


def _leavers(db: Session, tables: Mapping[str, PartnershipTable], day: date) -> Iterator[Overdue]:
    left = sa.select(Contact).where(Contact.left_on.is_not(None), Contact.name != MARK).order_by(Contact.id)
    for each in db.scalars(left):
        keys = {one.key for agency in each.agencies for one in agency.partnerships}
        spans = [tables[key].keep_leavers if key in tables else "" for key in keys]
        since = each.left_on or day
        if each.has_left(day) and _is_over(spans, since, day):
            yield Overdue(LEAVER, each.id, f"{each.name} <{each.email}>", since)


def _is_over(spans: Sequence[str], since: date, day: date) -> bool:
    """Whether the longest of them is over; what one of them keeps for good is never over."""
    return bool(spans) and all(spans) and since < min(before(day, each) for each in spans)


def _is_held(store: EvidenceStore, due: Overdue, held: Sought) -> bool:
    if held.names(due.named):
        return True
    if not due.key:
        return False
    try:
        with store.open(due.key) as file:
            return look(file.read(), held).times > 0
    except Missing:
        return False
