"""The record as lines of text: the same from SQLite and PostgreSQL, and back into either, exactly."""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Evidence, Message, Receipt
from storage.nouns.metadata import RECORD

KEY = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
AT_ONCE = 500  # rows
PART = 4_000_000  # characters, after which the next part begins
HOLDS_KEYS = ("sha256", "raw_key", "attachments")  # columns whose files have to be there
OTHERS = ("alembic_", "procrastinate_")  # tables beside the record's that no backup may fill
TRAILS = ("events", "seals")  # their hashes look like keys, and they keep no file from being let go


class TablePart(NamedTuple):
    """Rows of one table, one JSON list a line, and the keys of stored files among them."""

    lines: str
    rows: int
    mentioned: set[str]  # whatever may be a key
    needed: set[str]  # what certainly is one


def record_tables(connection: sa.Connection, names: Iterable[str] | None = None) -> list[sa.TableClause]:
    """The record's tables as they stand in the database, those that others refer to first.

    `names` are other tables than today's: an older record's.
    """
    wanted = {name for name in names or RECORD.tables if not name.startswith(OTHERS)}
    inspector = sa.inspect(connection)
    found = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name in wanted]
    return [
        sa.table(name, *(sa.column(each["name"], _exact(each["type"])) for each in inspector.get_columns(name)))
        for name in found
        if name
    ]


def dump(connection: sa.Connection, table: sa.TableClause) -> Iterator[TablePart]:
    """A table's rows in the order of their keys, some at a time."""
    order = sa.inspect(connection).get_pk_constraint(table.name)["constrained_columns"]
    wanted = sa.select(table).order_by(*(table.columns[name] for name in order))
    holding = [place for place, name in enumerate(table.columns.keys()) if name in HOLDS_KEYS]
    lines: list[str] = []
    needed: set[str] = set()
    size = 0
    for row in connection.execution_options(yield_per=AT_ONCE).execute(wanted):
        lines.append(json.dumps([_encoded(value) for value in row]))
        needed.update(*(KEY.findall(str(row[place])) for place in holding))
        size += len(lines[-1])
        if len(lines) == AT_ONCE or size > PART:
            yield _part(table, lines, needed)
            lines, needed, size = [], set(), 0
    if lines:
        yield _part(table, lines, needed)


def load(connection: sa.Connection, table: sa.TableClause, columns: list[str], lines: Iterable[str | bytes]) -> int:
    """Insert dumped lines and return how many; raises ValueError where they are not rows of this table."""
    if not set(columns) <= set(table.columns.keys()):
        raise ValueError(f"{table.name} has no such columns.")
    rows = [dict(zip(columns, map(_decoded, json.loads(line)), strict=True)) for line in lines]
    if rows:
        connection.execute(sa.insert(table), rows)
    return len(rows)


def count_on(connection: sa.Connection, tables: Iterable[sa.TableClause]) -> None:
    """Let PostgreSQL number new rows after those that were loaded; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns and (last := connection.scalar(sa.select(sa.func.max(table.columns["id"])))):
            sequence = sa.func.pg_get_serial_sequence(table.name, "id")
            connection.execute(sa.select(sa.func.setval(sequence, last)))


def is_bare(connection: sa.Connection) -> bool:
    """Whether no table of the record has a row."""
    return all(connection.execute(sa.select(table).limit(1)).first() is None for table in record_tables(connection))


def _part(table: sa.TableClause, lines: list[str], needed: set[str]) -> TablePart:
    text = "\n".join(lines)
    return TablePart(text, len(lines), set() if table.name in TRAILS else set(KEY.findall(text)), needed)


def _exact(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """The column's type; a JSON column without a value stays without one."""
    if isinstance(kind, sa.JSON):
        kind.none_as_null = True
    return kind


def _encoded(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case bytes() | memoryview():
            return {"bytes": base64.b64encode(value).decode()}
        case datetime():
            moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite drops the zone
            return {"moment": moment.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case dict() | list():
            return {"json": value}
    raise TypeError(f"A backup cannot hold a {type(value).__name__}.")


_DECODE: dict[str, Callable[[str], Any]] = {
    "bytes": base64.b64decode,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "decimal": Decimal,
    "json": lambda value: value,
}


def _decoded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    return _DECODE[kind](content)


def known_keys(db: Session) -> set[str]:
    """The SHA-256 of every file of evidence, every raw letter, and every file that goes out with a message."""
    outgoing = db.scalars(sa.select(Message.attachments))
    return {
        *db.scalars(sa.select(Evidence.sha256).distinct()),
        *db.scalars(sa.select(Receipt.raw_key).distinct()),
        *(str(each["sha256"]) for files in outgoing for each in files),
    } - {""}
