"""Seals over what a report or an accusation rests on and no trail tells of: names, people, letters, forms, turns.

What is only ever added is sealed in bulk, by the clock. Whoever changes a name or a person by right leaves a new seal.
"""

import secrets
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Seal
from storage.record.proof.erasure import Tombstone, ends_at, row_stones
from storage.record.proof.names import table_of
from storage.record.proof.seal_digests import AT_ONCE, held_of, read_rows, row_digest, seal_hash
from storage.record.proof.sealed_tables import KINDS, SealedTable

_HOURLY = timedelta(hours=1)
_LATE = 5_000  # ids back that a row may settle in: a letter decided, a message sent
_SALT = 16  # bytes


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
        if (is_hour_past or not kind.is_hourly) and not (kind.is_named and is_complete(db, what)):
            new = iter(_unsealed(db, what, kind))
            while ids := list(islice(new, AT_ONCE)):
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


def is_complete(db: Session, what: str) -> bool:
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
        listed.update(read_rows(rows))
    return listed


def _chain(db: Session) -> LastSeal | None:
    last = newest(db) or LastSeal(0, "")
    end = last
    for each in db.scalars(sa.select(Seal).where(Seal.number.is_(None)).order_by(Seal.id)):
        each.number = end.number + 1
        each.hash = seal_hash(end.hash, each)
        end = LastSeal(each.number, each.hash)
    db.flush()
    return end if end != last else None


def seal_of(db: Session, what: str, ids: Sequence[int], at: datetime) -> Seal:
    """A seal over rows as they are now; it waits to be chained."""
    salt = secrets.token_hex(_SALT)
    found = held_of(db, what, ids)
    rows = " ".join(f"{row}:{row_digest(held, salt)}" for row, held in sorted(found.items()))
    return Seal(at=at, what=what, rows=rows, last_row=max(found, default=0), salt=salt)


def sealed_anew(db: Session, what: str, ids: Collection[int]) -> list[Tombstone]:
    """A tombstone over each of these rows as it is now; none over one that no seal lists yet."""
    before = row_stones(db)
    held, found = held_of(db, what, list(ids)), list[Tombstone]()
    for rows in db.scalars(sa.select(Seal.rows).where(Seal.what == what).order_by(Seal.id)):
        for row, digest in read_rows(rows).items():
            if row in held:
                last = ends_at(before.get((what, row), ()), digest)
                found.append(Tombstone.over(what, row, last.digest if last else digest, partial(row_digest, held[row])))
    return found
