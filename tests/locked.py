"""A record that somebody else holds locked, so that who writes to it is told at once and waits in no queue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from storage.record import Database

AT_ONCE = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '1ms'"}
LOCK = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE messages, turns IN ACCESS EXCLUSIVE MODE"}


@contextmanager
def lock(database: Database) -> Iterator[Callable[[], None]]:
    """Hold the record locked until what is given is called, once or more; afterwards nothing holds it."""
    engine, kind = database.engine, database.engine.dialect.name
    engine.dispose()  # so that every connection is told not to wait

    def tell(connection: Any, _record: object) -> None:
        connection.cursor().execute(AT_ONCE[kind])
        connection.commit()

    sa.event.listen(engine, "connect", tell)
    other = sa.create_engine(engine.url, connect_args={"check_same_thread": False} if kind == "sqlite" else {})
    holding = other.raw_connection()
    if kind == "sqlite":
        holding.driver_connection.isolation_level = None  # type: ignore[union-attr]
    holding.cursor().execute(LOCK[kind])

    def release() -> None:
        holding.rollback()

    try:
        yield release
    finally:
        release()
        holding.close()
        other.dispose()
        sa.event.remove(engine, "connect", tell)
