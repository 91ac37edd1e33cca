"""Somebody is erased: their words go in one transaction, with an entry in every trail that they stood in."""

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.dates import today
from intake.audits import mark_left, open_returns
from intake.ledger import Refused, reason
from intake.notices import Stationery
from intake.rights.change import ChangedRows, change_rows
from intake.rights.files import FileSearch, is_tombstone, told_apart
from intake.rights.find import KeptFile, is_contact, kept_files
from intake.rights.holds import refuse_held
from intake.rights.sought import MARK, Sought
from storage.evidence import EvidenceStore
from storage.nouns import Answer, Audit, Contact, Event, Evidence, Submission
from storage.record import (
    ERASED,
    KINDS,
    Tombstone,
    call_off_all_to,
    erasure_facts,
    first_bad_entry,
    known_keys,
    renew,
    resealed,
    seal_faults,
    sealed_anew,
    sealed_rows,
    trail,
)

_Chain = tuple[int, int]  # an audit and a return of it, or 0 for the audit's own trail


class ErasureOrder(NamedTuple):
    """Who has somebody erased, why, and in whose words others are told."""

    speaker: trail.Speaker
    because: str
    stationery: Stationery


class Erased(NamedTuple):
    """What went: rows that were changed, files whose old bytes are still to go, and contacts who are nobody now.

    Of files of evidence that were left out whole, the names: in their place stands a sentence.
    """

    rows: int
    files: Sequence[KeptFile]
    contacts: int
    left_out: Sequence[str]


def refuse_erasure(db: Session, sought: Sought, order: ErasureOrder) -> str:
    """The reason, fit to stay; raises Refused where they are held, or where what stays would name them."""
    because = reason(order.because, "Say why they are erased.")
    if sought.names(because) or sought.names(order.speaker.name):
        raise Refused("The reason and the name of who decided stay in the trail. Write them without this name.")
    refuse_held(db, sought)
    return because


def erase(db: Session, store: EvidenceStore, search: FileSearch, order: ErasureOrder) -> Erased:
    """Take them out of every row, and out of the files that rows speak of. Raises Refused, and then nothing is changed.

    The old bytes of files go by `let_go_of`, once this is committed: what is killed in between is found and done again.
    """
    sought = search.sought
    because = refuse_erasure(db, sought, order)
    ready_to_erase(db)
    contacts = [each for each in db.scalars(sa.select(Contact)) if is_contact(each, sought)]
    for each in contacts:
        _part_with(db, each, order)
    found = [each for each in kept_files(db, store, search) if each.look.times]
    swapped = _swapped(db, store, search, found)
    rows = change_rows(db, sought, swapped, order.speaker.at)
    left_out = _left_out(db, store, [key for key, _ in swapped.values()])
    if rows.number or found or contacts:
        note_erasure(db, rows, order.speaker, because, [each.key for each in found])
    return Erased(rows.number, found, len(contacts), left_out)


def let_go_of(db: Session, store: EvidenceStore, files: Iterable[KeptFile]) -> int:
    """Delete the old bytes, also in the trash; how many files went."""
    known, gone = known_keys(db), 0
    wanted = list(files)
    lying = {each.key: each for each in store.trash.listed()}
    for each in wanted:
        if each.trashed is not None:
            store.trash.delete(each.trashed)
        elif each.key not in known:
            store.delete(each.key)
            if each.key in lying:
                store.trash.delete(lying[each.key])
        gone += 1
    return gone


def ready_to_erase(db: Session) -> None:
    """Nobody writes in any return until this ends. Raises Refused where no trail could tell of it, or one is broken."""
    audits = db.scalars(sa.select(Audit).order_by(Audit.id)).all()
    if not audits:
        raise Refused("There is no audit yet, so no trail could tell of it. Open one first, or empty the home.")
    for audit in audits:
        trail.hold_all(db, audit)
    # what does not hold already must not come to look as if it were erased by right
    faults = (first_bad_entry(db, audit) for audit in db.scalars(sa.select(Audit)))
    if any(faults) or next(seal_faults(db), None):
        raise Refused("The record is not as it was written, so nothing was erased. Run s11 verify and mend that first.")


def _part_with(db: Session, contact: Contact, order: ErasureOrder) -> None:
    """The contact has left, and nothing of them is kept but that there was one."""
    at = order.speaker.at
    day = today(at)
    if not contact.has_left(day) and open_returns(db, contact.agencies):
        mark_left(db, contact, day, order.speaker, order.stationery)
    contact.left_on = min(contact.left_on or day, day)
    forget_contact(db, contact, at)


def forget_contact(db: Session, contact: Contact, at: datetime) -> None:
    """Nothing of them is kept but that there was one, and what waits for them leaves no more."""
    call_off_all_to(db, contact, at)
    contact.name, contact.email = MARK, f"erased-{contact.id}@erased.example"
    contact.slack_user, contact.phone, contact.unreachable_by = None, "", ""
    db.flush()
    renew(db, "contacts", [contact.id], at)


def _swapped(
    db: Session, store: EvidenceStore, search: FileSearch, found: Iterable[KeptFile]
) -> dict[str, tuple[str, int]]:
    """For the key of each file that rows speak of, the key and size of the one without them."""
    known, swapped = known_keys(db), dict[str, tuple[str, int]]()
    for each in found:
        if each.trashed is None and each.key in known:
            with store.open(each.key) as file:
                left = search.without(file.read())
            taken = {*known, *(key for key, _ in swapped.values())}
            if hashlib.sha256(left).hexdigest() in taken:  # two files may differ by the name alone
                left = told_apart(left)
            kept = store.put(io.BytesIO(left))
            swapped[each.key] = (kept.sha256, kept.size)
    return swapped


def _left_out(db: Session, store: EvidenceStore, keys: Iterable[str]) -> list[str]:
    found = list[str]()
    for name, key in db.execute(sa.select(Evidence.name, Evidence.sha256).where(Evidence.sha256.in_(list(keys)))):
        with store.open(key) as file:
            if is_tombstone(file.read()):
                found.append(name)
    return sorted(found)


def note_erasure(db: Session, rows: ChangedRows, speaker: trail.Speaker, because: str, files: Sequence[str]) -> None:
    """An entry in each trail that it concerns; what is no audit's stands in the newest audit's."""
    stones: dict[_Chain, list[Tombstone]] = defaultdict(list)
    audits = {each.id: each for each in db.scalars(sa.select(Audit))}
    newest = (max(audits), 0)
    for number, wanted in _entries_of(db, rows).items():
        for submission, stone in resealed(db, audits[number], wanted):
            stones[number, submission].append(stone)
    whose = {number: audit for number, audit in db.execute(sa.select(Submission.id, Submission.audit_id))}
    for table, ids in rows.ids.items():
        kind = KINDS.get(table)
        if kind is not None and kind.is_renewed:
            renew(db, table, ids, speaker.at)
        elif kind is not None and table != "events":
            for stone in sealed_anew(db, table, ids):
                submission = rows.submissions.get((table, stone.row)) or 0
                stones[(whose[submission], submission) if submission else newest].append(stone)
    renew(db, "held", sealed_rows(db, "held") & set(rows.ids.get("receipts", ())), speaker.at)
    stones[newest] += []
    for (number, submission), own in sorted(stones.items()):
        found = db.get_one(Submission, submission) if submission else None
        about = f"{found.agency.abbr} record" if found else audits[number].key
        facts = erasure_facts(because, own, files if (number, submission) == newest else ())
        trail.note(db, found or audits[number], speaker, ERASED, about, facts)


def _entries_of(db: Session, rows: ChangedRows) -> dict[int, set[tuple[int, int]]]:
    """By audit, the entries (return, or 0, and number) whose content was changed with these rows."""
    files = rows.ids.get("evidence", set())
    answers = {
        *rows.ids.get("answers", ()),
        *db.scalars(sa.select(Answer.id).where(Answer.evidence.any(Evidence.id.in_(files)))),
    }
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    columns = (Event.id, Event.audit_id, Event.submission_id, Event.number, Event.answer_id)
    for event in db.execute(sa.select(*columns)):
        if event.id in rows.ids.get("events", ()) or event.answer_id in answers:
            found[event.audit_id].add((event.submission_id or 0, event.number))
    return found
