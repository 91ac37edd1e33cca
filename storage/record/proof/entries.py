"""The proof that the record is as its trail says: every entry read once, in order, and none of it kept."""

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from config.words import count
from storage.nouns import Agency, Answer, Audit, Contact, Event, Evidence, Sent, Submission
from storage.record.proof.erasure import ENTRIES, Tombstone, ends_at, entry_stones, is_erased
from storage.record.trail import (
    about_answer,
    answer_content,
    audit_facts,
    closing_facts,
    digest_of,
    hash_of,
    submission_facts,
)

_OF_AUDIT = frozenset(("template_sha256", "closed_at", "due"))  # the facts of entries that say how an audit stands
_UNSAID = {  # in entries older than these facts
    "excused_because": "",
    "extended_to": None,
    "paused_until": None,
    "accepted_at": None,
    "accepted_by": "",
}
_AT_ONCE = 500  # rows
_SAID = ("by", "question", "prompt", "value", "not_applicable", "kept_from", "said_by", "via", "source", "said_at")


class _Read(NamedTuple):
    """What an audit's entries had told by some point."""

    own: dict[int, str]  # the hash of each entry of the audit's own that a return may go on from
    opened: dict[str, Any]
    states: dict[str, dict[str, Any]]
    stones: dict[tuple[int, int], list[Tombstone]]  # of entries of which words were erased by right

    def take(self, key: str, entry: Any) -> None:
        facts = entry.facts
        if entry.submission_id is None and entry.about == key and not _OF_AUDIT.isdisjoint(facts):
            self.opened.update(facts)
        elif "submitted_at" in facts:
            signed = facts["submitted_at"] or self.states.get(entry.about, {}).get("signed_at")
            self.states[entry.about] = {"signed_at": signed} | facts  # an entry older than that fact tells as much


def first_bad_entry(db: Session, audit: Audit) -> str | None:
    """A sentence on the first thing in this audit's trail that does not hold; None when all of it does."""
    return next(_faults(db, audit), None)


def missing_audits(db: Session) -> str | None:
    """A sentence where people, or forms that were sent, are in a record that has no audit; else None."""
    if db.scalar(sa.select(Audit.id).limit(1)) is not None:
        return None
    kinds: tuple[tuple[str, Any], ...] = (("agencies", Agency), ("contacts", Contact), ("forms", Sent))
    counted = [(name, db.scalar(sa.select(sa.func.count()).select_from(kind)) or 0) for name, kind in kinds]
    if not any(number for _, number in counted):
        return None
    told = ", ".join(f"{name}: {number}" for name, number in counted)
    return f"The record has no audit, yet it has what only an audit brings ({told})."


def entries_of(db: Session, audit: Audit) -> int:
    """How many entries the audit and its returns have together."""
    return db.scalar(sa.select(sa.func.count()).where(Event.audit_id == audit.id)) or 0


def _faults(db: Session, audit: Audit) -> Iterator[str]:
    chains = _chains(db, audit)
    read = _Read({each.began: "" for each in chains.values()}, {"closed_at": None}, {}, entry_stones(db, audit))
    yield from _own_faults(db, audit, read)
    for own, entries in groupby(_entries(db, audit, own=False), key=lambda entry: entry.submission_id or 0):
        yield from _return_faults(audit, chains.pop(own, _NONE), entries, read)
    for chain in chains.values():  # those without an entry
        yield from _return_faults(audit, chain, (), read)
    yield from _unsealed(db, audit)
    if read.opened != audit_facts(audit) | closing_facts(audit):
        yield f"The audit {audit.key} is not as its trail says it was opened."
    yield from _state_faults(db, audit, read.states)


class _Chain(NamedTuple):
    """A return's own trail: whose it is, the audit's entry that it goes on from, and how it ends."""

    abbr: str
    began: int
    length: int
    head: str


_NONE = _Chain("", 0, 0, "")


def _chains(db: Session, audit: Audit) -> dict[int, _Chain]:
    ends = (Submission.trail_from, Submission.trail_length, Submission.trail_head)
    wanted = sa.select(Submission.id, Agency.abbr, *ends).join(Agency, Agency.id == Submission.agency_id)
    rows = db.execute(wanted.where(Submission.audit_id == audit.id).order_by(Submission.id))
    return {own: _Chain(abbr, began, length, head) for own, abbr, began, length, head in rows}


def _own_faults(db: Session, audit: Audit, read: _Read) -> Iterator[str]:
    head, number = "", 0
    for number, entry in enumerate(_entries(db, audit, own=True), start=1):
        if fault := _entry_fault(audit.key, head, number, entry, read):
            yield fault
        read.take(audit.key, entry)
        head = entry.hash
        if number in read.own:
            read.own[number] = head
    if (number, head) != (audit.trail_length, audit.trail_head):
        yield f"The trail of {audit.key} ends at entry {number}; {count(audit.trail_length, 'was', 'were')} written."


def _return_faults(audit: Audit, chain: _Chain, entries: Iterable["_Entry"], read: _Read) -> Iterator[str]:
    """What is wrong with a return's trail, from the entry of the audit's that it goes on from to its end."""
    whose = f"the return of {chain.abbr} to {audit.key}"
    number, head = chain.began, read.own.get(chain.began, "")
    for number, entry in enumerate(entries, start=chain.began + 1):
        if fault := _entry_fault(whose, head, number, entry, read):
            yield fault
        elif entry.about.split(" ")[0] != chain.abbr.split(" ")[0]:
            yield f"Entry {number} of {whose} ({entry.action}, {entry.about}) is another return's."
        read.take(audit.key, entry)
        head = entry.hash
    if (number, head) != (chain.length, chain.head):
        yield f"The trail of {whose} ends at entry {number}; {count(chain.length, 'was', 'were')} written."


def _entry_fault(whose: str, before: str, number: int, entry: Any, read: _Read) -> str | None:
    """What is wrong with one entry, given the hash before it and the number it must bear."""
    if entry.number != number:
        return f"Entry {number} of {whose} is gone: the next one found is {entry.number}."
    if not _matches(entry, read.stones.get((entry.submission_id or 0, number), ())):
        return f"Entry {number} of {whose} ({entry.action}, {entry.about}) no longer matches what was recorded."
    if entry.hash != hash_of(before, entry):
        return f"Entry {number} of {whose} ({entry.action}, {entry.about}) was changed or moved."
    return None


def _matches(entry: "_Entry", stones: Sequence[Tombstone]) -> bool:
    """Whether its content is what it seals, or what an erasure by right left of that."""
    if entry.digest == digest_of(entry.salt, entry.actor, entry.content):
        return True
    return is_erased(stones, entry.digest, partial(_sealed_with, entry))


class _Entry(NamedTuple):
    """One entry as it was read, with what it should seal; None where the answer it names is not its own."""

    submission_id: int | None
    number: int
    at: Any
    actor: str
    via: str
    action: str
    about: str
    facts: dict[str, Any]
    salt: str
    digest: str
    hash: str
    content: Any


def _entries(db: Session, audit: Audit, *, own: bool) -> Iterator[_Entry]:
    """The audit's own entries, or its returns', each chain in order."""
    answer = sa.orm.aliased(Answer)
    said = [getattr(answer, name).label(f"answer_{name}") for name in _SAID]
    columns = [getattr(Event, name) for name in _Entry._fields if name != "content"]
    wanted = (
        sa.select(
            Event.id, Event.answer_id, *columns, *said, Agency.abbr, Submission.audit_id.label("asked"),
            Submission.id.label("own"), Evidence.sha256, Evidence.name, Evidence.size,
        )
        .outerjoin(answer, answer.id == Event.answer_id)
        .outerjoin(Submission, Submission.id == answer.submission_id)
        .outerjoin(Agency, Agency.id == Submission.agency_id)
        .outerjoin(answer.evidence)
        .where(Event.audit_id == audit.id, Event.submission_id.is_(None) if own else Event.submission_id.is_not(None))
        .order_by(Event.submission_id, Event.number, Event.id)
    )  # fmt: skip
    with db.execute(wanted.execution_options(yield_per=_AT_ONCE)) as rows:  # closed where nobody reads on
        for _, same in groupby(rows, key=lambda row: row.id):
            yield _entry(audit, list(same))


def _entry(audit: Audit, rows: list[Any]) -> _Entry:
    row = rows[0]
    content: Any = row.facts
    if row.answer_id is not None:
        is_own = row.asked == audit.id and row.submission_id in (None, row.own) and not row.facts
        is_about = is_own and row.about == about_answer(row.abbr, row.answer_question)
        content = answer_content(_Said(row), _files(rows)) if is_about else None
    return _Entry(**{name: getattr(row, name) for name in _Entry._fields if name != "content"}, content=content)


class _Said:
    """The answer in a row of entries and answers."""

    def __init__(self, row: Any) -> None:
        for name in _SAID:
            setattr(self, name, getattr(row, f"answer_{name}"))


def _files(rows: Iterable[Any]) -> list[tuple[str, str, int]]:
    return [(row.sha256, row.name, row.size) for row in rows if row.sha256 is not None]


def resealed(db: Session, audit: Audit, wanted: Container[tuple[int, int]]) -> Iterator[tuple[int, Tombstone]]:
    """A tombstone over each of these entries (return, or 0, and number) as it is now, with the return it is of."""
    before = entry_stones(db, audit)
    for own in (True, False):
        for entry in _entries(db, audit, own=own):
            at = (entry.submission_id or 0, entry.number)
            if at in wanted and not _matches(entry, before.get(at, ())):
                last = ends_at(before.get(at, ()), entry.digest)
                seals = partial(_sealed_with, entry)
                yield at[0], Tombstone.over(ENTRIES, entry.number, last.digest if last else entry.digest, seals)


def _sealed_with(entry: "_Entry", salt: str) -> str:
    return digest_of(salt, entry.actor, entry.content)


def _unsealed(db: Session, audit: Audit) -> Iterator[str]:
    wanted = (
        sa.select(Agency.abbr, Answer.question)
        .select_from(Answer)
        .join(Submission, Submission.id == Answer.submission_id)
        .join(Agency, Agency.id == Submission.agency_id)
        .outerjoin(Event, Event.answer_id == Answer.id)
        .where(Submission.audit_id == audit.id, sa.or_(Event.id.is_(None), Event.audit_id != audit.id))
        .order_by(Answer.id)
    )
    with db.execute(wanted.execution_options(yield_per=_AT_ONCE)) as rows:
        for abbr, question in rows:
            yield f"The answer of {abbr} to {question} in {audit.key} has no entry in the trail."


def _state_faults(db: Session, audit: Audit, states: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Where a return is not as the trail's last word on it says."""
    for submission in db.scalars(_returns(audit)):
        sealed = states.pop(submission.agency.abbr, None)
        unsaid = _UNSAID | {"sector": submission.sector}
        if sealed is None or unsaid | sealed != submission_facts(submission):
            yield f"The return of {submission.agency.abbr} to {audit.key} is not as its trail says."
    for gone in states:
        yield f"The return of {gone} to {audit.key} is gone."


def _returns(audit: Audit) -> sa.Select[Submission]:
    """An audit's returns with all that their state is made of."""
    with_all = (joinedload(Submission.agency), selectinload(Submission.partnerships))
    return sa.select(Submission).where(Submission.audit_id == audit.id).order_by(Submission.id).options(*with_all)
