"""Rows into the record by the block, past the session: what an import writes is many and of few kinds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session

AT_ONCE = 500  # values that one statement names
Each = TypeVar("Each")


def table_of(noun: Any) -> sa.Table:
    """The table of a noun."""
    found: sa.Table = noun.metadata.tables[noun.__tablename__]
    return found


def put(db: Session, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows whose numbers nobody asks for."""
    if rows:
        db.connection().execute(sa.insert(table), rows)


def put_numbered(db: Session, noun: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add rows and give their numbers, in the same order."""
    if not rows:
        return []
    table = table_of(noun)
    if db.get_bind().dialect.name == "sqlite":  # it would be asked for one at a time; and nobody else writes
        first = (db.connection().scalar(sa.select(sa.func.max(table.c.id))) or 0) + 1
        put(db, table, [{**each, "id": number} for number, each in enumerate(rows, first)])
        return list(range(first, first + len(rows)))
    wanted = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.connection().execute(wanted, rows).scalars())


def found(db: Session, noun: Any, name: str, wanted: Iterable[str]) -> dict[str, int]:
    """The numbers of the rows that are there already under these names."""
    table, known = table_of(noun), dict[str, int]()
    for some in blocks(dict.fromkeys(wanted), AT_ONCE):
        rows = db.connection().execute(sa.select(table.c[name], table.c.id).where(table.c[name].in_(some)))
        known.update((row[0], row[1]) for row in rows)
    return known


def row(part: BaseModel, *apart: str, **also: Any) -> dict[str, Any]:
    """What a part of an export says, as a row; without what is kept apart."""
    said = {**part.__dict__, **also}
    for name in apart:
        del said[name]
    return said


def blocks(items: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """So many at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
