"""The record leaves one database as lines and enters another as it was."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from storage.nouns import Agency, Answer, Audit, Contact, Event, Evidence, Message, Partnership, Receipt, Submission
from storage.nouns.metadata import RECORD
from storage.record import Database, count_on, dump, known_keys, load, open_database, record_tables
from tests.rounds import Round

HELD = {bool, int, float, str, bytes, datetime, date, dict, list}  # what a line can hold exactly
ODD = 'Zoë \U0001f600 \r\n\t \\ " \' {"moment": "2026-01-01"} \u2028 <b>%s'


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the models, as its own types."""
    with database.read() as db:
        return {
            name: sorted((tuple(row) for row in db.execute(sa.select(table))), key=repr)
            for name, table in RECORD.tables.items()
        }


def moved(source: Database, target: Database) -> None:
    with source.snapshot() as old, target.engine.execution_options(write=True).begin() as new:
        tables = {table.name: table for table in record_tables(new)}
        for table in record_tables(old):
            for part in dump(old, table):
                load(new, tables[table.name], list(table.columns.keys()), part.lines.splitlines())
        count_on(new, tables.values())


def fill(database: Database) -> None:
    west = timezone(timedelta(hours=-5))
    with database.write.begin() as db:
        partnership = Partnership(key="east", name=ODD)
        agency = Agency(abbr="CSC", name="Children's Social Care", sector="council", partnerships=[partnership])
        contact = Contact(name=ODD, email="ann@csc.example.org", left_on=date(2026, 2, 28), agencies=[agency])
        audit = Audit(key="a", template=bytes(range(256)), opens=date(2026, 1, 1), due=date(2026, 3, 1))
        submission = Submission(audit=audit, agency=agency, sector=agency.sector, partnerships=[partnership])
        submission.invited_at = datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=west)
        db.add_all([contact, submission])
        db.flush()
        evidence = Evidence(sha256="ab" * 32, name="Ünder the table.pdf", size=2**30, media_type="application/pdf")
        for number, moment in enumerate([datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, 23, 59, tzinfo=UTC)]):
            answer = Answer(
                submission_id=submission.id, by="agency", question="1", prompt="text", value=ODD, said_by="Ann",
                via="email", source=f"mail:{number}", said_at=moment, not_applicable=bool(number), evidence=[evidence],
            )  # fmt: skip
            db.add(answer)
        facts = {"z": [1, 2.5, None, True], "a": {"nested": ODD}, "moment": "2026-01-01"}
        event = Event(
            audit_id=audit.id, number=1, at=datetime(2026, 1, 1, tzinfo=UTC), actor="", via="", action="", about="",
            facts=facts, salt="", digest="", hash="",
        )  # fmt: skip
        db.add(event)


def test_every_value_survives_from_either_database_to_either(url: str, empty_url: str) -> None:
    with open_database(url) as source, open_database(empty_url) as target:
        target.migrate()
        fill(source)
        moved(source, target)
        assert everything(target) == everything(source)
        with target.read() as db:
            assert list(db.scalars(sa.select(Event)).one().facts) == ["z", "a", "moment"]


def test_new_rows_are_numbered_after_those_restored(url: str, empty_url: str) -> None:
    with open_database(url) as source, open_database(empty_url) as target:
        target.migrate()
        fill(source)
        moved(source, target)
        with target.write.begin() as db:
            new = Partnership(key="west", name="West")
            db.add(new)
            db.flush()
            assert new.id == 2


def test_a_snapshot_is_of_one_moment(round_of_small: Round) -> None:
    """An answer that comes in while the record is read is in all of the snapshot or, as here, in none of it."""
    with round_of_small.database.snapshot() as connection:
        tables = {table.name: table for table in record_tables(connection)}
        before = [part.rows for part in dump(connection, tables["agencies"])]
        round_of_small.open("abbr,name,sector\nNEW,New Agency,school\n")
        assert [part.rows for part in dump(connection, tables["agencies"])] == before == [2]
        assert sum(part.rows for part in dump(connection, tables["submissions"])) == 2


def test_many_rows_come_in_parts(database: Database) -> None:
    with database.write.begin() as db:
        db.execute(sa.insert(Partnership), [{"key": f"p{number:04}", "name": "P"} for number in range(1234)])
    with database.snapshot() as connection:
        (table,) = record_tables(connection, ["partnerships"])
        parts = list(dump(connection, table))
    assert [part.rows for part in parts] == [500, 500, 234]
    assert [json.loads(line)[1] for part in parts for line in part.lines.splitlines()][-1] == "p1233"


def test_keys_of_files_are_found_wherever_they_are_but_not_in_the_trail(round_of_small: Round) -> None:
    with round_of_small.database.write.begin() as db:
        db.add(Evidence(sha256="a1" * 32, name="b2" * 32, size=1, media_type="text/plain"))
    with round_of_small.database.snapshot() as connection:
        parts = [part for table in record_tables(connection) for part in dump(connection, table)]
    assert set().union(*(part.needed for part in parts)) == {"a1" * 32}
    mentioned = set().union(*(part.mentioned for part in parts))
    assert mentioned >= {"a1" * 32, "b2" * 32}
    assert not mentioned & {digest for (digest,) in round_of_small.rows(sa.select(Event.digest))}


def test_what_a_backup_needs_is_what_verify_knows(database: Database) -> None:
    """A column that names files is told to both: storage.record.known_keys and HOLDS_KEYS."""
    with database.write.begin() as db:
        db.add(Evidence(sha256="a1" * 32, name="policy.pdf", size=1, media_type="text/plain"))
        db.add(Receipt(source="mail:1", raw_key="b2" * 32, received_at=datetime(2026, 3, 2, tzinfo=UTC)))
        db.add(Receipt(source="slack:1", raw_key="", received_at=datetime(2026, 3, 2, tzinfo=UTC)))
        files = [{"sha256": each * 32, "name": "form.docx", "media_type": "text/plain"} for each in ("c3", "d4")]
        for number, attachments in enumerate([files, files[:1], []]):
            letter = Message(key=f"{number}", via="email", recipient="ann@csc.example", subject="", body="")
            letter.attachments = attachments
            db.add(letter)
    with database.read() as db:
        known = known_keys(db)
    with database.snapshot() as connection:
        needed = {key for table in record_tables(connection) for part in dump(connection, table) for key in part.needed}
    assert known == needed == {each * 32 for each in ("a1", "b2", "c3", "d4")}


@pytest.mark.parametrize("column", [each for table in RECORD.sorted_tables for each in table.columns], ids=str)
def test_a_line_can_hold_every_kind_of_column_there_is(column: sa.Column[Any]) -> None:
    """A column of another kind has to be taught to storage.record.dump first."""
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    assert isinstance(kind, sa.JSON) or (kind.python_type in HELD and not isinstance(kind, sa.Enum))


def test_the_tables_come_in_an_order_in_which_they_can_be_filled(database: Database) -> None:
    """Every table of the models, after those it refers to."""
    with database.engine.connect() as connection:
        order = [table.name for table in record_tables(connection)]
    assert set(order) == set(RECORD.tables)
    for table in RECORD.tables.values():
        for other in {key.column.table.name for key in table.foreign_keys} - {table.name}:
            assert order.index(other) < order.index(table.name)
