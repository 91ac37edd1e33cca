"""The record's tables come up, go down and come up again, and are what the models say."""

import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from intake.returns import Given
from storage.migrations.chain import SCRIPTS, earlier, newest, revisions
from storage.nouns import InboxRow, Submission
from storage.nouns.metadata import RECORD
from storage.record import Database, open_database, record_tables
from tests.rounds import Round, jo

TABLES = {
    "action_entries",
    "actions",
    "agencies",
    "agency_contacts",
    "agency_partnerships",
    "action_evidence",
    "answer_evidence",
    "answers",
    "inbox_rows",
    "audits",
    "calls",
    "contacts",
    "events",
    "evidence",
    "handovers",
    "holds",
    "meeting_entries",
    "meetings",
    "messages",
    "faults",
    "partnerships",
    "pleas",
    "quotes",
    "receipts",
    "recommendations",
    "remarks",
    "reviews",
    "seals",
    "sent",
    "shown",
    "sightings",
    "submission_partnerships",
    "submissions",
    "tagged",
    "tags",
    "thread_entries",
    "threads",
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


def test_every_step_down_and_up_keeps_the_rows(database: Database) -> None:
    """Two rows in every table, referring to one another: a step takes away its own tables and columns, and no row."""
    with database.engine.execution_options(write=True).begin() as connection:
        for table in RECORD.sorted_tables:
            rows = [{each.name: value(each, number) for each in table.columns} for number in (1, 2)]
            connection.execute(sa.insert(table), rows)
        connection.execute(sa.update(InboxRow).values(kind="file", done_at=None))  # what the step before knows as owed
    steps = []
    while (revision := database.revision()) is not None:
        assert set(counted(database).values()) == {2}
        steps.append(revision)
        database.migrate("-1")
    assert tables(database) == set()
    for revision in reversed(steps):
        database.migrate(revision)
    assert tables(database) == TABLES


def test_rows_from_before_every_step_are_there_after_all_of_them(database: Database) -> None:
    database.migrate("base")
    database.migrate("0001")
    with database.engine.execution_options(write=True).begin() as connection:
        for table in record_tables(connection):
            rows = [{each.name: value(RECORD.tables[table.name].columns[each.name], 1) for each in table.columns}]
            connection.execute(sa.insert(table), rows)
    before = counted(database)
    database.migrate()
    assert {name: count for name, count in counted(database).items() if count} == before
    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT name FROM contacts")) == "name 1"


def test_a_round_kept_by_each_earlier_version_is_read_by_this_one(round_of_small: Round) -> None:
    """A council signed and was reopened, a school gave a file. Each step is taken back, taken, and taken back again.

    What an earlier version keeps is there after the step, value by value. At the end all steps are taken in one go: the
    trail is as it was written, and the next answer is taken.
    """
    record = round_of_small.database
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads."), minutes=1)
    round_of_small.give("SCH", "1.1", b"a policy", "policy.txt", minutes=2)
    round_of_small.submit("CSC", minutes=3)
    round_of_small.reopen("CSC", "A file was missing.", minutes=4)
    step = newest()
    for revision in earlier(step):
        record.migrate(revision)
        assert record.revision() == revision
        before = kept_by(record)
        record.migrate(step)
        after = kept_by(record)
        lost = {name: rows for name, rows in before.items() if [cut(row, rows) for row in after[name]] != rows}
        assert lost == {}, step
        record.migrate(revision)
        step = revision
    assert step == "0001"
    record.migrate()
    assert round_of_small.say("CSC", Given("1.1", "text", "Read again."), minutes=5) == 1
    assert round_of_small.first_bad_entry() is None


Rows = list[dict[str, Any]]


def kept_by(record: Database) -> dict[str, Rows]:
    """Every row of the record's tables, with the columns that this version has."""
    with record.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in record_tables(connection)
        }


def cut(row: dict[str, Any], like: Rows) -> dict[str, Any]:
    """With the columns of an earlier version alone."""
    return {name: value for name, value in row.items() if not like or name in like[0]}


def test_a_file_that_was_owed_is_in_the_inbox_with_the_question_it_was_for(database: Database) -> None:
    database.migrate("base")
    database.migrate("0022")
    owed: dict[str, Any] = {
        "id": 1,
        "source": "slack:file:F1",
        "file_id": "F1",
        "user": "U1",
        "channel": "D1",
        "thread": "",
        "tries": 3,
    }
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in (*owed, "place", "at")]
    with database.engine.execution_options(write=True).begin() as connection:
        row = owed | {"place": "prompt 3.1 evidence", "at": datetime(2026, 3, 1, tzinfo=UTC)}
        connection.execute(sa.insert(sa.table("owed_files", *columns)), [row])
    database.migrate()
    with database.read() as db:
        (found,) = db.scalars(sa.select(InboxRow))
    held = {name: found.payload[name] for name in ("file_id", "channel", "place")}
    assert (found.person, found.kind, held) == (
        "U1",
        "file",
        {"file_id": "F1", "channel": "D1", "place": "prompt 3.1 evidence"},
    )


def test_a_signature_is_found_in_the_trail_where_a_return_was_reopened(round_of_small: Round) -> None:
    """CSC signed twice and was reopened, SCH is in; the step before knew neither signature as one."""
    round_of_small.submit("CSC", minutes=3)
    round_of_small.reopen("CSC", "A file was missing.", minutes=4)
    round_of_small.submit("CSC", minutes=5)
    round_of_small.reopen("CSC", "Another.", minutes=6)
    round_of_small.submit("SCH", minutes=7)
    round_of_small.database.migrate("0009")
    round_of_small.database.migrate()
    signed = sa.select(Submission.signed_at, Submission.submitted_at).order_by(Submission.id)
    assert round_of_small.rows(signed) == [(jo(5).at, None), (jo(7).at, jo(7).at)]
    assert round_of_small.first_bad_entry() is None


def test_a_row_that_refers_to_nothing_stops_a_migration(tmp_path: Path) -> None:
    """As another program may leave one: SQLite refers only where it is told to."""
    with open_database(f"sqlite:///{tmp_path / 's11.db'}") as database:
        database.migrate("0001")
        with sqlite3.connect(tmp_path / "s11.db") as other:
            other.execute("INSERT INTO agency_contacts VALUES (1, 1)")
        other.close()
        with pytest.raises(sa.exc.IntegrityError, match="a row of agency_contacts refers to a row of"):
            database.migrate()
        assert database.revision() == "0001"


def counted(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        found = {name: sa.select(sa.func.count()).select_from(sa.table(name)) for name in tables(database)}
        return {name: connection.scalar(wanted) or 0 for name, wanted in found.items()}


def value(column: sa.Column[Any], number: int) -> Any:
    """One that is there once in its column, and found again where another column refers to it."""
    moment = datetime(2026, 3, number, tzinfo=UTC)
    kinds: dict[type, Any] = {int: number, str: f"{column.name} {number}"[:12], bytes: b"x", bool: True, float: 0.5}
    kinds |= {datetime: moment, date: moment.date()}
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    return {} if isinstance(kind, sa.JSON) else kinds[kind.python_type]


def test_again_changes_nothing(database: Database) -> None:
    database.migrate()
    assert tables(database) == TABLES
    assert database.is_current()


def test_the_models_and_the_migrations_agree(database: Database) -> None:
    """Tables, columns, types, keys and indexes; what autogenerate would still add is nothing."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, RECORD) == []


COUNTS_ONCE = """
agencies: abbr                      | an agency is one row, by its abbreviation
audits: key
contacts: email                     | a letter from an address is from one person
contacts: slack_user
partnerships: key
submissions: audit_id agency_id     | an agency has one return in an audit
answers: submission_id source question prompt | a source says a thing once
receipts: source                    | a letter counts once
sightings: mailbox uidvalidity uid  | a place in a mailbox is looked at once
inbox_rows: source                  | what Slack delivers again is there already
messages: key                       | what is said is said once
sent: token                         | a token names one form
turns: submission_id source
remarks: submission_id source number
handovers: submission_id source question
pleas: submission_id source wish
shown: channel ts
evidence: sha256 name
quotes: answer_id start end
threads: submission_id source
thread_entries: thread_id source
reviews: submission_id source question verdict
actions: audit_id number
action_entries: action_id source kind
recommendations: audit_id number
events: submission_id number        | no two entries of a trail have one number
events: audit_id number
events: answer_id                   | an answer has one entry
seals: number
faults: about
"""


def test_what_counts_once_has_a_key_that_says_so(database: Database) -> None:
    """By the database itself: models and migrations agree even where both have lost one."""
    rows = [line.split("|")[0].split(":") for line in COUNTS_ONCE.strip().splitlines()]
    inspector = sa.inspect(database.engine)
    lost = []
    for table, columns in rows:
        keys = [each["column_names"] for each in inspector.get_unique_constraints(table)]
        keys += [
            [str(name) for name in each["column_names"]] for each in inspector.get_indexes(table) if each["unique"]
        ]
        lost += [(table, columns)] if columns.split() not in keys else []
    assert lost == []


def test_the_chain_read_from_the_files_is_the_one_that_alembic_walks() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    assert newest() == scripts.get_current_head()
    assert revisions() == {each.revision: each.down_revision for each in scripts.walk_revisions()}


MIGRATE = """
import sys
from storage.record import open_database
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
        database.migrate("base")
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")
            connection.exec_driver_sql("CREATE TABLE submissions (id INTEGER)")
        try:
            database.migrate()
        except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
            assert "submissions" in str(error)
        assert sa.inspect(database.engine).get_table_names() == ["submissions"]
