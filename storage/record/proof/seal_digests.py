"""What is kept of a sealed row, its digest, and the hash by which a seal hangs on the one before it."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns.metadata import RECORD
from storage.record.proof.names import table_of
from storage.record.proof.sealed_tables import KINDS, SealedTable
from storage.record.trail import moment
from storage.record.which import among

AT_ONCE = 500  # rows in a seal
_ROW = re.compile(r"(?<!\d)(\d++):([0-9a-f]{16})")


def held_of(db: Session, what: str, ids: Sequence[int]) -> dict[int, list[Any]]:
    """What is sealed of these rows, by id."""
    kind, table = KINDS[what], table_of(what)
    wanted = sa.select(table.c.id, *(table.c[name] for name in (*kind.columns, *kind.later)))
    found = {row[0]: _settled(kind, row[1:]) for row in db.execute(wanted.where(among(db, table.c.id, ids)))}
    if kind.pair:
        name, own, other = kind.pair
        pairs = RECORD.tables[name]
        beside: dict[int, list[int]] = {row: [] for row in found}
        for row, to in db.execute(sa.select(pairs.c[own], pairs.c[other]).where(among(db, pairs.c[own], ids))):
            if row in beside:
                beside[row].append(to)
        told = {row for row in found if beside[row] or not kind.is_pair_later}
        found = {row: [*held, sorted(beside[row])] if row in told else held for row, held in found.items()}
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


def read_rows(rows: str) -> dict[int, str]:
    """The digests that a seal lists, by id of the row."""
    return {int(row): digest for row, digest in _ROW.findall(rows)}


def row_digest(held: list[Any], salt: str) -> str:
    """What a seal lists of a row that holds this."""
    return _sha256([salt, held])[:16]


def seal_hash(before: str, each: Any) -> str:
    """A seal with all that it says, and the one before it."""
    return _sha256([before, each.number, moment(each.at), each.what, each.rows, each.salt])


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
