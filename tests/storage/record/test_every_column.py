"""Whatever column of the record is changed behind the program's back is noticed, or the documentation says why not."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.returns import Given
from storage.nouns.metadata import RECORD
from storage.record import Database, first_bad_entry, seal, seal_faults
from tests.rounds import NOON, Round

DOCS = Path(__file__).parents[3] / "docs" / "trail.md"
NEVER = ("partnerships.name", "agencies.name", "contacts.name", "contacts.email", "remarks.words", "sent.form")
COLUMNS = [f"{table.name}.{column.name}" for table in RECORD.sorted_tables for column in table.columns]
OWN = {"audits", "agencies", "contacts", "partnerships", "submissions", "events", "answers", "seals"}
PAIRS = {"agency_contacts", "agency_partnerships", "submission_partnerships"}


def reasons() -> dict[str, str]:
    """Each column that nothing seals, as the table in the documentation says, and why."""
    rows = re.findall(r"^\| `([a-z_]+)\.([^|]*)` \| (.+) \|$", DOCS.read_text(), re.MULTILINE)
    return {f"{table}.{name}": why for table, names, why in rows for name in names.split(", ")}


@pytest.fixture
def kept(round_of_small: Round) -> Round:
    """An audit with answers, a file and signatures, and two rows of everything else; all of it sealed."""
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads."), minutes=1)
    round_of_small.give("CSC", "1.1", b"a policy", "policy.txt", minutes=2)
    round_of_small.submit("CSC", minutes=3)
    with round_of_small.database.engine.execution_options(write=True).begin() as connection:
        for table in RECORD.sorted_tables:
            if table.name not in OWN | PAIRS | {"evidence", "answer_evidence"}:
                rows = [{each.name: value(each, number) for each in table.columns} for number in (1, 2)]
                connection.execute(sa.insert(table), rows)
    with round_of_small.database.write.begin() as db:
        seal(db, NOON, all_of_it=True)
    return round_of_small


def value(column: sa.Column[Any], number: int) -> Any:
    moment = datetime(2026, 3, number, tzinfo=UTC)
    kinds: dict[type, Any] = {int: number, str: f"{column.name} {number}"[:12], bytes: b"x", bool: True, float: 0.5}
    kinds |= {datetime: moment, date: moment.date()}
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    return {"x": number} if isinstance(kind, sa.JSON) else kinds[kind.python_type]


def other(column: sa.Column[Any]) -> Any:
    """A value that no row of ours has."""
    kind = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    if isinstance(kind, sa.JSON):
        return {"x": 99}
    moment = datetime(2031, 1, 1, tzinfo=UTC)
    kinds: dict[type, Any] = {int: 99, str: "changed", bytes: b"y", float: 0.9, datetime: moment, date: moment.date()}
    return kinds.get(kind.python_type)


def change(database: Database, table: sa.Table, column: sa.Column[Any]) -> None:
    """One row's, with no rule of the database in the way."""
    new = sa.not_(column) if isinstance(column.type, sa.Boolean) else other(column)
    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        else:
            connection.execute(sa.text("SET session_replication_role = replica"))
        keys = table.primary_key.columns.values()
        first = connection.execute(sa.select(*keys).order_by(*keys)).first() or ()
        here = [key == own for key, own in zip(keys, first, strict=True)]
        connection.execute(sa.update(table).where(*here).values({column: new}))
        connection.commit()
        connection.invalidate()


def faults(round_: Round) -> Iterator[str]:
    with round_.database.read() as db:
        if (fault := first_bad_entry(db, round_.audit(db))) is not None:
            yield fault
        yield from seal_faults(db)


def test_a_record_with_all_of_it_holds(kept: Round) -> None:
    assert list(faults(kept)) == []


@pytest.mark.parametrize("name", [each for each in COLUMNS if each != "audits.key"])
def test_a_change_of_one_column_is_noticed_or_the_documentation_says_why_not(kept: Round, name: str) -> None:
    table = RECORD.tables[name.split(".")[0]]
    change(kept.database, table, table.c[name.split(".")[1]])
    assert bool(list(faults(kept))) is (name not in reasons()), reasons().get(name, "no reason is given")


def test_no_reason_is_given_for_what_people_rest_on() -> None:
    assert not set(NEVER) & set(reasons())
    assert set(reasons()) <= set(COLUMNS)


def test_an_audit_that_is_gone_or_renamed_is_noticed(kept: Round) -> None:
    kept.tamper("UPDATE audits SET key = 'other'")
    with kept.database.read() as db:
        assert list(seal_faults(db)) == ["The audit 1 of the record is not as it was sealed."]
