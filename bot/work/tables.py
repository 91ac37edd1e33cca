"""The tables of the queue, which are Procrastinate's. What waits in them is known from the record, so that they are
never migrated: where another version made them they are made anew, and a sweep hands out again what waited.
"""

import hashlib
from typing import Any

import sqlalchemy as sa

from storage.record import Database

MIGRATIONS = 1100  # the lock that migrations take, so that two that make them make them once
_STANDS_AT = sa.text("SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')")
_PARTS = {  # what Procrastinate makes, by kind
    "TABLE": sa.text(
        "SELECT tablename FROM pg_tables"
        " WHERE starts_with(tablename, 'procrastinate') AND schemaname = current_schema()"
    ),
    "FUNCTION": sa.text(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE starts_with(p.proname, 'procrastinate') AND n.nspname = current_schema()"
    ),
    "TYPE": sa.text(
        "SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
        " WHERE starts_with(t.typname, 'procrastinate') AND n.nspname = current_schema() AND t.typtype IN ('e', 'c')"
    ),
}


def make_queue(record: Database) -> bool:
    """Make the queue's tables, or make them anew for this version; whether there was anything to do.

    SQLite has none: there every part does its own work.
    """
    if record.engine.dialect.name != "postgresql":
        return False
    from procrastinate.schema import SchemaManager

    schema = SchemaManager.get_schema()
    version = f"s11 {hashlib.sha256(schema.encode()).hexdigest()[:12]}"
    with record.engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATIONS})
        if connection.scalar(_STANDS_AT) == version:
            return False
        _drop(connection)
        driver: Any = connection.connection.driver_connection
        driver.execute(schema)  # many statements at once, which SQLAlchemy would prepare
        connection.exec_driver_sql(f"COMMENT ON TABLE procrastinate_jobs IS '{version}'")
    return True


def _drop(connection: sa.Connection) -> None:
    for kind, named in _PARTS.items():
        for name in connection.scalars(named).all():
            connection.exec_driver_sql(f"DROP {kind} IF EXISTS {name} CASCADE")
