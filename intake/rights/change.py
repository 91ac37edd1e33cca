"""Rows without somebody's name: each column of words is written anew, and what points into words moves with them."""

import hashlib
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.rights.rows import KEYS, OF_ORGANISATIONS, RowWords, changed, columns_of_words, rows_with
from intake.rights.sought import Sought, moved
from storage.nouns import Quote, Tag
from storage.nouns.metadata import RECORD

_POINTING = ("met_source", "message_id", "in_reply_to", "references")  # they name what a unique column holds
_PLACES = ("start", "end", "sentence_start", "sentence_end")
Swapped = Mapping[str, tuple[str, int]]  # the key of a file: the key and size of what stands in its place


class ChangedRows(NamedTuple):
    """The rows that were changed, by table, and of which return each is."""

    ids: dict[str, set[int]]
    submissions: dict[tuple[str, int], int | None]

    @property
    def number(self) -> int:
        return sum(map(len, self.ids.values()))


def change_rows(db: Session, sought: Sought, swapped: Swapped, at: datetime) -> ChangedRows:
    """Erase them from every row, and let rows speak of the files in their new place."""
    db.flush()
    keys = re.compile("|".join(swapped) or r"(?!)")
    tables = {
        name: [each for each in (*columns, *KEYS.get(name, ())) if f"{name}.{each}" not in OF_ORGANISATIONS]
        for name, columns in columns_of_words().items()
    }
    found = list(rows_with(db, lambda words: sought.names(words) or keys.search(words) is not None, tables))
    done, unique, salt = ChangedRows(defaultdict(set), {}), _unique_columns(), secrets.token_hex(8)
    for row in found:
        if row.table == "answers" and "value" in row.columns:
            _move_places(db, sought, row, done)
        values = {
            name: changed(value, _change(sought, swapped, keys, salt if (row.table, name) in unique else ""))
            for name, value in row.columns.items()
        }
        _write(db, row, values | _beside(row, swapped), at)
        if isinstance(row.keys[0], int):
            done.ids[row.table].add(row.id)
            done.submissions[row.table, row.id] = row.submission
    db.expire_all()
    return done


def _change(sought: Sought, swapped: Swapped, keys: re.Pattern[str], salt: str) -> Callable[[str], str]:
    """In a unique column the mark is another for each spelling, and the same for the same: `salt` is not kept."""

    def mark(found: re.Match[str]) -> str:
        return f"[erased {hashlib.sha256(f'{salt}{found[0]}'.encode()).hexdigest()[:8]}]"

    def change(words: str) -> str:
        without = sought.pattern.sub(mark, words) if salt else sought.erased(words)
        return keys.sub(lambda found: swapped[found[0]][0], without)

    return change


def _beside(row: RowWords, swapped: Swapped) -> dict[str, Any]:
    """What else is to change in the row of a file."""
    if row.table == "evidence" and (new := swapped.get(row.columns.get("sha256", ""))):
        return {"size": new[1], "media_type": "text/plain", "flags": ""}
    return {}


def _write(db: Session, row: RowWords, values: Mapping[str, Any], at: datetime) -> None:
    table = RECORD.tables[row.table]
    here = [column == key for column, key in zip(table.primary_key.columns, row.keys, strict=True)]
    db.execute(sa.update(table).where(*here).values(dict(values)))
    if row.table == "messages" and "recipient" in values:  # nobody is there to read it
        waits = (table.c.sent_at.is_(None), table.c.cancelled_at.is_(None))
        db.execute(sa.update(table).where(*here, *waits).values(cancelled_at=at, last_error="Its reader was erased."))


def _move_places(db: Session, sought: Sought, row: RowWords, done: ChangedRows) -> None:
    """Themes and approved sentences go on to mark the words that they marked."""
    words = str(row.columns["value"])
    pointing = [
        *db.scalars(sa.select(Tag).where(Tag.answer_id == row.id)),
        *db.scalars(sa.select(Quote).where(Quote.answer_id == row.id)),
    ]
    for each in pointing:
        for place in _PLACES:
            if hasattr(each, place):
                setattr(each, place, moved(sought, words, getattr(each, place)))
        table = each.__tablename__
        done.ids[table].add(each.id)
        done.submissions[table, each.id] = row.submission
    db.flush()


def _unique_columns() -> set[tuple[str, str]]:
    """Columns in which two rows must differ, and those that name what stands there."""
    found = set()
    for table in RECORD.sorted_tables:
        for rule in table.constraints:
            if isinstance(rule, sa.UniqueConstraint):
                found |= {(table.name, each.name) for each in rule.columns}
        found |= {(table.name, each.name) for each in table.columns if each.unique or each.name in _POINTING}
    return found
