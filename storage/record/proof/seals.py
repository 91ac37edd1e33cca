"""Seals over what a report or an accusation rests on and no trail tells of: names, people, letters, forms, turns.

What is only ever added is sealed in bulk, by the clock. Whoever changes a name or a person by right leaves a new seal.
"""

import hashlib
import json
import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Seal
from storage.nouns.metadata import RECORD
from storage.record.proof.erasure import Tombstone, ends_at, is_erased, row_stones
from storage.record.proof.names import names_of, table_of
from storage.record.trail import moment

_AT_ONCE = 500  # rows in a seal
_HOURLY = timedelta(hours=1)
_LATE = 5_000  # ids back that a row may settle in: a letter decided, a message sent
_SALT = 16  # bytes
_ROW = re.compile(r"(?<!\d)(\d++):([0-9a-f]{16})")


class SealedTable(NamedTuple):
    """What is sealed of a table: these columns, of rows that are settled, and whom or what it is paired with."""

    name: str
    columns: Sequence[str]
    settled: str = ""  # SQL; rows that may still change by right are not sealed yet
    pair: tuple[str, str, str] | None = None  # a table, its column for this row, its column for the other
    later: Sequence[str] = ()  # columns that older seals know nothing of: sealed where something stands in them
    is_hourly: bool = False
    is_renewed: bool = False  # changes by right, and each change leaves a seal
    is_named: bool = False  # so does each row that is made by right: one without a seal was added by hand


_LETTER = [
    "source",
    "raw_key",
    "received_at",
    "outcome",
    "reason",
    "submission_id",
    "size",
    "message_id",
    "body_sha256",
    "sender",
    "subject",
    "contact_id",
    "decided_by",
]
KINDS = {
    "audits": SealedTable("audit", ["key"], is_renewed=True),
    "partnerships": SealedTable("partnership", ["key", "name"], is_renewed=True, is_named=True),
    "agencies": SealedTable(
        "agency",
        ["abbr", "name"],
        pair=("agency_partnerships", "agencies_id", "partnerships_id"),
        is_renewed=True,
        is_named=True,
    ),
    "contacts": SealedTable(
        "contact",
        ["name", "email", "slack_user", "role", "left_on", "time_zone", "phone"],
        pair=("agency_contacts", "contacts_id", "agencies_id"),
        is_renewed=True,
        is_named=True,
    ),
    "evidence": SealedTable(
        "file",
        ["sha256", "name", "size", "media_type", "scan", "scanned_at", "flags"],
        later=["dated", "review_by"],
        is_renewed=True,
    ),
    "events": SealedTable("entry", ["audit_id", "submission_id", "answer_id", "number", "hash"]),
    "remarks": SealedTable(
        "remark",
        [
            "submission_id",
            "source",
            "number",
            "words",
            "said_by",
            "said_at",
            "question",
            "prompt",
            "value",
            "not_applicable",
            "met_source",
            "met_prompt",
        ],
    ),
    "sent": SealedTable("form", ["token", "contact_id", "submission_id", "form", "sent_at"]),
    "calls": SealedTable("call", ["submission_id", "said_by", "at", "words"]),
    "handovers": SealedTable(
        "handover", ["submission_id", "question", "by_contact_id", "to_contact_id", "source", "at"]
    ),
    "pleas": SealedTable("plea", ["submission_id", "contact_id", "source", "wish", "words", "said_by", "asked_at"]),
    "threads": SealedTable("thread", ["submission_id", "question", "wants", "source", "opened_by", "opened_at"]),
    "thread_entries": SealedTable("thread word", ["thread_id", "by", "words", "said_by", "via", "source", "said_at"]),
    "reviews": SealedTable(
        "review",
        ["submission_id", "question", "verdict", "value", "because", "said_by", "via", "source", "said_at"],
    ),
    "actions": SealedTable(
        "action",
        [
            *("audit_id", "submission_id", "partnership", "number", "what", "refs", "because", "owner", "by_when"),
            *("known_by", "source", "made_by", "via", "made_at"),
        ],
    ),
    "action_entries": SealedTable(
        "word on an action", ["action_id", "kind", "words", "value", "said_by", "via", "source", "said_at"]
    ),
    "recommendations": SealedTable(
        "recommendation",
        [
            *("audit_id", "partnership", "number", "words", "owner", "refs", "priorities"),
            *("source", "made_by", "via", "made_at"),
        ],
    ),
    "quotes": SealedTable(
        "quotation", ["answer_id", "start", "end", "approved_by", "approved_at", "withdrawn_at"], is_renewed=True
    ),
    "receipts": SealedTable(
        "letter",
        _LETTER,
        settled="outcome NOT IN ('unread', 'held')",
    ),
    "held": SealedTable("held letter", _LETTER, settled="outcome = 'held'", is_renewed=True),  # and what became of it
    "messages": SealedTable(
        "message",
        [
            "key",
            "via",
            "recipient",
            "subject",
            "body",
            "submission_id",
            "sent_at",
            "html",
            "token",
            "auto_submitted",
            "in_reply_to",
            "references",
            "attachments",
            "contact_id",
            "reply_to",
            "facts",
        ],
        settled="sent_at IS NOT NULL",
        is_hourly=True,
    ),
    "holds": SealedTable(
        "legal hold", ["who", "because", "held_at", "held_by", "released_at", "released_by"], is_renewed=True
    ),
    "turns": SealedTable(
        "turn",
        ["submission_id", "contact_id", "source", "via", "at", "did", "question", "prompt", "place", "held", "seen"],
        is_hourly=True,
    ),
}


class LastSeal(NamedTuple):
    """The newest seal, for whoever keeps it outside the record."""

    number: int
    hash: str


def seal(db: Session, at: datetime, *, all_of_it: bool = False) -> LastSeal | None:
    """Seal what is new and chain the seals that wait. The newest where there is news, else None.

    Messages and turns are sealed once an hour, or now with `all_of_it`.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.text("SELECT pg_advisory_xact_lock(1101)"))  # the chain has one end
    is_hour_past = all_of_it or _is_hour_past(db, at)
    for what, kind in KINDS.items():
        if (is_hour_past or not kind.is_hourly) and not _is_complete(db, what):
            new = iter(_unsealed(db, what, kind))
            while ids := list(islice(new, _AT_ONCE)):
                db.add(seal_of(db, what, ids, at))
            if kind.is_named:
                db.add(seal_of(db, what, (), at))
    db.flush()
    return _chain(db)


def newest(db: Session) -> LastSeal | None:
    """The newest seal of the chain."""
    wanted = sa.select(Seal.number, Seal.hash).where(Seal.number.is_not(None)).order_by(Seal.number.desc()).limit(1)
    row = db.execute(wanted).first()
    return LastSeal(row[0] or 0, row[1]) if row else None


def seal_faults(db: Session) -> Iterator[str]:
    """A sentence on each seal that does not hold, and on the rows that are gone or are not as they were sealed."""
    head, number, renewed = "", 0, dict[str, dict[int, tuple[str, str]]]()
    gone: list[tuple[str, int]] = []
    stones = row_stones(db)
    order = (Seal.number.is_(None), Seal.number, Seal.id)
    columns = (Seal.number, Seal.at, Seal.what, Seal.rows, Seal.last_row, Seal.salt, Seal.hash)
    for each in db.execute(sa.select(*columns).order_by(*order).execution_options(yield_per=20)):
        rows = _read(each.rows)
        if each.number is not None:
            number += 1
            if each.number != number:
                yield f"Seal {number} of the record is gone: the next one found is {each.number}."
                number = each.number
            elif each.hash != _hash(head, each) or each.last_row != max(rows, default=0):
                yield f"Seal {number} of the record was changed or moved."
            head = each.hash
        if each.what not in KINDS:
            yield f"Seal {number} of the record names {each.what}, which is no table of it."
        elif KINDS[each.what].is_renewed:
            renewed.setdefault(each.what, {}).update({row: (digest, each.salt) for row, digest in rows.items()})
        else:
            yield from _row_faults(
                db, each.what, {row: (digest, each.salt) for row, digest in rows.items()}, gone, stones
            )
    for what, found in renewed.items():
        yield from _row_faults(db, what, found, gone, stones)
        if _is_complete(db, what):
            added = names_of(db, what, sorted(set(db.scalars(sa.select(table_of(what).c.id))) - set(found)))
            yield from (f"The {name} was added to the record by hand." for name in added.values())
    if gone:
        yield _told_gone(gone)


def _is_complete(db: Session, what: str) -> bool:
    """Whether a seal over no row says that all rows had one: those of earlier versions too, before new ones count."""
    empty = sa.select(Seal.id).where(Seal.what == what, Seal.last_row == 0, Seal.rows == "", Seal.number.is_not(None))
    return db.scalar(empty.limit(1)) is not None


def _is_hour_past(db: Session, at: datetime) -> bool:
    hourly = [what for what, kind in KINDS.items() if kind.is_hourly]
    last = db.scalar(sa.select(sa.func.max(Seal.at)).where(Seal.what.in_(hourly)))
    return last is None or last <= at - _HOURLY


def _unsealed(db: Session, what: str, kind: SealedTable) -> Iterator[int]:
    """The ids of settled rows that no seal lists; of a table that only grows, the newest are looked through."""
    last = db.scalar(sa.select(sa.func.max(Seal.last_row)).where(Seal.what == what)) or 0
    since = 0 if kind.is_renewed else max(0, last - _LATE)
    listed = sealed_rows(db, what, since)
    table = table_of(what)
    wanted = sa.select(table.c.id).where(table.c.id > since).order_by(table.c.id)
    found = db.scalars(wanted.where(sa.text(kind.settled)) if kind.settled else wanted).all()
    return (row for row in found if row not in listed)


def sealed_rows(db: Session, what: str, since: int = 0) -> set[int]:
    """The ids of the rows, after this one, that a seal lists."""
    listed: set[int] = set()
    for rows in db.scalars(sa.select(Seal.rows).where(Seal.what == what, Seal.last_row > since)):
        listed.update(_read(rows))
    return listed


def _chain(db: Session) -> LastSeal | None:
    last = newest(db) or LastSeal(0, "")
    end = last
    for each in db.scalars(sa.select(Seal).where(Seal.number.is_(None)).order_by(Seal.id)):
        each.number = end.number + 1
        each.hash = _hash(end.hash, each)
        end = LastSeal(each.number, each.hash)
    db.flush()
    return end if end != last else None


def seal_of(db: Session, what: str, ids: Sequence[int], at: datetime) -> Seal:
    """A seal over rows as they are now; it waits to be chained."""
    salt = secrets.token_hex(_SALT)
    found = _held(db, what, ids)
    rows = " ".join(f"{row}:{_digest(salt, held)}" for row, held in sorted(found.items()))
    return Seal(at=at, what=what, rows=rows, last_row=max(found, default=0), salt=salt)


def _row_faults(
    db: Session,
    what: str,
    sealed: dict[int, tuple[str, str]],
    gone: list[tuple[str, int]],
    stones: Mapping[tuple[str, int], Sequence[Tombstone]],
) -> Iterator[str]:
    """The rows that are not as they were sealed; those that are not there any more are added to `gone`."""
    ids = iter(sealed)
    while some := list(islice(ids, _AT_ONCE)):
        held = _held(db, what, some)
        gone += [(KINDS[what].name, row) for row in some if row not in held]
        changed = [row for row in some if row in held and _digest(sealed[row][1], held[row]) != sealed[row][0]]
        changed = [row for row in changed if not _is_erased(stones.get((what, row), ()), sealed[row][0], held[row])]
        if changed:
            yield from (f"The {name} is not as it was sealed." for name in names_of(db, what, changed).values())


def sealed_anew(db: Session, what: str, ids: Collection[int]) -> list[Tombstone]:
    """A tombstone over each of these rows as it is now; none over one that no seal lists yet."""
    before = row_stones(db)
    held, found = _held(db, what, list(ids)), list[Tombstone]()
    for rows in db.scalars(sa.select(Seal.rows).where(Seal.what == what).order_by(Seal.id)):
        for row, digest in _read(rows).items():
            if row in held:
                last = ends_at(before.get((what, row), ()), digest)
                found.append(Tombstone.over(what, row, last.digest if last else digest, partial(_resealed, held[row])))
    return found


def _resealed(held: list[Any], salt: str) -> str:
    return _digest(salt, held)


def _is_erased(stones: Sequence[Tombstone], sealed: str, held: list[Any]) -> bool:
    return is_erased(stones, sealed, partial(_resealed, held))


def _told_gone(gone: list[tuple[str, int]]) -> str:
    """One line, however many rows: nobody looks up what is gone."""
    if len(gone) == 1:
        return f"The {gone[0][0]} {gone[0][1]} of the record is gone."
    counted = Counter(name for name, _ in gone)
    told = [_counted(counted[kind.name], kind.name) for kind in KINDS.values() if kind.name in counted]
    return f"Gone from the record: {', '.join(told)}."


def _counted(number: int, name: str) -> str:
    many = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    return f"{number} {name if number == 1 else many}"


def _held(db: Session, what: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    """What is sealed of these rows, by id."""
    kind, table = KINDS[what], table_of(what)
    wanted = sa.select(table.c.id, *(table.c[name] for name in (*kind.columns, *kind.later)))
    found = {row[0]: _settled(kind, row[1:]) for row in db.execute(wanted.where(table.c.id.in_(ids)))}
    if kind.pair:
        name, own, other = kind.pair
        pairs = RECORD.tables[name]
        beside: dict[int, list[int]] = {row: [] for row in found}
        for row, to in db.execute(sa.select(pairs.c[own], pairs.c[other]).where(pairs.c[own].in_(ids))):
            if row in beside:
                beside[row].append(to)
        found = {row: [*held, sorted(beside[row])] for row, held in found.items()}
    return found


def _settled(kind: SealedTable, row: Sequence[Any]) -> list[Any]:
    """A row's values as they are sealed; a later column's with its name."""
    first = len(kind.columns)
    later = zip(kind.later, row[first:], strict=True)
    return [*map(_plain, row[:first]), *([name, _plain(value)] for name, value in later if value is not None)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(rows: str) -> dict[int, str]:
    return {int(row): digest for row, digest in _ROW.findall(rows)}


def _digest(salt: str, held: list[Any]) -> str:
    return _sha256([salt, held])[:16]


def _hash(before: str, each: Any) -> str:
    return _sha256([before, each.number, moment(each.at), each.what, each.rows, each.salt])


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
