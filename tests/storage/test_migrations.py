"""The record's tables come up, go down and come up again, and are what the models say."""

import subprocess
import sys

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage.database import Database, open_database
from storage.models import Base

TABLES = {
    "agencies",
    "agency_contacts",
    "agency_partnerships",
    "answer_evidence",
    "answers",
    "audits",
    "calls",
    "contacts",
    "events",
    "evidence",
    "handovers",
    "messages",
    "partnerships",
    "receipts",
    "remarks",
    "sent",
    "shown",
    "sightings",
    "submission_partnerships",
    "submissions",
    "tagged",
    "tags",
    "turns",
}


def tables(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_up_down_and_up_again(empty_url: str) -> None:
    with open_database(empty_url) as database:
        assert database.is_empty()
        assert not database.is_current()
        database.migrate()
        assert tables(database) == TABLES
        assert database.is_current()
        assert not database.is_empty()
        database.migrate("base")
        assert tables(database) == set()
        assert not database.is_current()
        database.migrate()
        assert tables(database) == TABLES
        assert database.is_current()


def test_again_changes_nothing(database: Database) -> None:
    database.migrate()
    assert tables(database) == TABLES
    assert database.is_current()


def test_the_models_and_the_migrations_agree(database: Database) -> None:
    """Tables, columns, types, keys and indexes; what autogenerate would still add is nothing."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


MIGRATE = """
import sys
from storage.database import open_database
with open_database(sys.argv[1]) as database:
    database.is_empty()
    print("ready", flush=True)
    sys.stdin.readline()
    database.migrate()
"""


def test_several_processes_at_once(empty_url: str) -> None:
    """They wait for one another at the start; all end well and the tables are there once."""
    command = [sys.executable, "-c", MIGRATE, empty_url]
    pipe = subprocess.PIPE
    migrating = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    for process in migrating:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in migrating:
        assert process.stdin
        process.stdin.write("now\n")
        process.stdin.flush()
    assert [(process.communicate()[1], process.returncode) for process in migrating] == [("", 0)] * 3
    with open_database(empty_url) as database:
        assert database.is_current()
        assert tables(database) == TABLES


def test_a_migration_that_fails_leaves_nothing(empty_url: str) -> None:
    """A table of ours is in the way, so the migration fails in its middle; all it made before is gone again."""
    with open_database(empty_url) as database:
        with database.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE submissions (id INTEGER)")
        try:
            database.migrate()
        except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
            assert "submissions" in str(error)
        assert sa.inspect(database.engine).get_table_names() == ["submissions"]
