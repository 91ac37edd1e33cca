"""Rows of many returns by one statement, which is the same however many there are."""

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from config.branches import Circle
from storage.nouns import Partnership, submission_partnerships


def among(
    db: Session, column: InstrumentedAttribute[Any] | sa.ColumnElement[Any], ids: Collection[int]
) -> sa.ColumnElement[bool]:
    """Whether a column holds one of these ids: one value is bound, where a list of 33,000 is more than SQLite takes."""
    if len(ids) == 1:
        return column == next(iter(ids))
    if db.get_bind().dialect.name == "postgresql":
        return column == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Integer)))
    listed = sa.func.json_each(json.dumps(list(ids))).table_valued(sa.column("value", sa.Integer))
    return column.in_(sa.select(listed.c.value))


def begins(db: Session, column: InstrumentedAttribute[str], with_: str) -> sa.ColumnElement[bool]:
    """Whether a key begins so; SQLite finds them by the key's index, which it does not use for LIKE."""
    if db.get_bind().dialect.name == "sqlite":
        return sa.and_(column >= with_, column < with_[:-1] + chr(ord(with_[-1]) + 1))
    return column.startswith(with_, autoescape=True)


def within(db: Session, circle: Circle, returns: Collection[int]) -> Collection[int]:
    """Those of these returns (ids) of which a partnership is in the circle."""
    if circle.is_whole or not returns:
        return returns
    pairs = sa.select(submission_partnerships.c.submissions_id, Partnership.key).join(Partnership)
    keys: dict[int, set[str]] = {number: set() for number in returns}
    for number, key in db.execute(pairs.where(submission_partnerships.c.submissions_id.in_(returns))):
        keys[number].add(key)
    return {number for number, of in keys.items() if circle.serves_any(of)}
