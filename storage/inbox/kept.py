"""The rows of an inbox as a backup takes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from storage.inbox.rows import FILE, open_file
from storage.nouns import InboxRow
from storage.record import Database


@contextmanager
def own_inbox(home: Path, record: Database) -> Iterator[Database | None]:
    """The inbox's own file; None where there is none: on a server the record holds the table."""
    if record.engine.dialect.name != "sqlite" or not (home / FILE).exists():
        yield None
        return
    database = open_file(home / FILE)
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def kept_aside(home: Path, record: Database) -> Iterator[sa.Connection | None]:
    """The inbox's own file as it stands now; None where there is none."""
    with own_inbox(home, record) as database:
        if database is None:
            yield None
            return
        with database.engine.connect() as connection, connection.begin():
            connection.execute(sa.select(InboxRow.id).limit(1))  # the first look decides what is seen
            yield connection
