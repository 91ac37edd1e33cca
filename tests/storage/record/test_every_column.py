"""Whatever column of the record is changed behind the program's back is noticed, or the documentation says why not."""

import contextlib
import functools
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.questionnaire import Template
from intake.returns import Given
from storage.nouns.metadata import RECORD
from storage.record import first_bad_entry, open_database, seal, seal_faults
from tests.conftest import ENGINES, new_postgres
from tests.rounds import NOON, Round

DOCS = Path(__file__).parents[3] / "docs" / "trail.md"
NEVER = ("partnerships.name", "agencies.name", "contacts.name", "contacts.email", "remarks.words", "sent.form")
HELD = 3  # the letter that waits for a person's word
COLUMNS = [f"{table.name}.{column.name}" for table in RECORD.sorted_tables for column in table.columns]
OWN = {"audits", "agencies", "contacts", "partnerships", "submissions", "events", "answers", "seals"}
PAIRS = {"agency_contacts", "agency_partnerships", "submission_partnerships"}


@functools.cache
def reasons() -> dict[str, str]:
    """Each column that nothing seals, as the table in the documentation says, and why."""
    rows = re.findall(r"^\| `([a-z_]+)\.([^|]*)` \| (.+) \|$", DOCS.read_text(), re.MULTILINE)
    return {f"{table}.{name}": why for table, names, why in rows for name in names.split(", ")}


@pytest.fixture(scope="module", params=ENGINES)
def kept(request: pytest.FixtureRequest, small: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """An audit with answers, a file and signatures, and two rows of everything else; all of it sealed.

    One record for every column: what a test changes in it is rolled back.
    """
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            opened = request.getfixturevalue("opened_sqlite")
            url = f"sqlite:///{shutil.copy(opened, tmp_path_factory.mktemp('kept') / 's11.db')}"
        else:
            model: sa.URL = request.getfixturevalue("opened_postgres")
            url = stack.enter_context(new_postgres(model, like=model.database))
        made = Round(stack.enter_context(open_database(url)), small, small.key)
        fill(made)
        yield made


def fill(round_: Round) -> None:
    round_.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads."), minutes=1)
    round_.give("CSC", "1.1", b"a policy", "policy.txt", minutes=2)
    round_.submit("CSC", minutes=3)
    with round_.database.engine.execution_options(write=True).begin() as connection:
        for table in RECORD.sorted_tables:
            if table.name not in OWN | PAIRS | {"evidence", "answer_evidence"}:
                rows = [{each.name: value(each, number) for each in table.columns} for number in (1, 2)]
                connection.execute(sa.insert(table), rows)
        letter = RECORD.tables["receipts"]
        held = {each.name: value(each, HELD) for each in letter.columns} | {
            "outcome": "held",
            "contact_id": 1,
            "submission_id": 1,
        }
        connection.execute(sa.insert(letter), [held])
    with round_.database.write.begin() as db:
        seal(db, NOON, all_of_it=True)


def value(column: sa.Column[Any], number: int) -> Any:
    moment = datetime(2026, 3, number, tzinfo=UTC)
    kinds: dict[type, Any] = {
        int: 1 if column.name in ("audit_id", "evidence_id") else number,
        str: f"{column.name} {number}"[:12],
        bytes: b"x",
        bool: True,
        float: 0.5,
    }
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


@contextlib.contextmanager
def changed(round_: Round, column: sa.Column[Any], row: int = 0) -> Iterator[Session]:
    """The record with that column of one row, the first or this, changed; it is rolled back.

    No rule of the database is in the way.
    """
    table: Any = column.table
    new = sa.not_(column) if isinstance(column.type, sa.Boolean) else other(column)
    with round_.database.engine.connect() as connection, contextlib.ExitStack() as at_last:
        at_last.callback(connection.invalidate)  # the next test gets one whose rules are in force
        at_last.callback(connection.rollback)
        driver: Any = connection.connection.driver_connection
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys=OFF")
        else:
            connection.execute(sa.text("SET session_replication_role = replica"))
        keys = table.primary_key.columns.values()
        first = connection.execute(sa.select(*keys).order_by(*keys)).first() or ()
        here = [key == own for key, own in zip(keys, first, strict=True)]
        here = [table.c.id == row] if row else here
        done = connection.execute(sa.update(table).where(*here).values({column: new}))
        assert done.rowcount == 1
        with Session(connection) as db:
            yield db


def faults(db: Session, round_: Round) -> Iterator[str]:
    if (fault := first_bad_entry(db, round_.audit(db))) is not None:
        yield fault
    yield from seal_faults(db)


def test_a_record_with_all_of_it_holds(kept: Round) -> None:
    with kept.database.read() as db:
        assert list(faults(db, kept)) == []


@pytest.mark.parametrize("name", [each for each in COLUMNS if each != "audits.key"])
def test_a_change_of_one_column_is_noticed_or_the_documentation_says_why_not(kept: Round, name: str) -> None:
    with changed(kept, RECORD.tables[name.split(".")[0]].c[name.split(".")[1]]) as db:
        assert bool(list(faults(db, kept))) is (name not in reasons()), reasons().get(name, "no reason is given")


@pytest.mark.parametrize("name", [each for each in COLUMNS if each.startswith("receipts.")])
def test_so_is_a_change_of_a_letter_that_is_held(kept: Round, name: str) -> None:
    with changed(kept, RECORD.tables["receipts"].c[name.split(".")[1]], HELD) as db:
        assert bool(list(faults(db, kept))) is (name not in reasons()), reasons().get(name, "no reason is given")


def test_no_reason_is_given_for_what_people_rest_on() -> None:
    assert not set(NEVER) & set(reasons())
    assert set(reasons()) <= set(COLUMNS)


def test_an_audit_that_is_gone_or_renamed_is_noticed(kept: Round) -> None:
    with changed(kept, RECORD.tables["audits"].c.key) as db:
        assert list(seal_faults(db)) == ["The audit changed is not as it was sealed."]


@pytest.fixture
def own(round_of_small: Round) -> Round:
    """The same for one test alone, which writes what it changes."""
    fill(round_of_small)
    return round_of_small


NAMED = {
    "UPDATE agencies SET name = 'Care' WHERE abbr = 'CSC'": "agency CSC (Care)",
    "UPDATE contacts SET phone = '1' WHERE email = 'ann@csc.example'": "contact ann@csc.example",
    "UPDATE partnerships SET name = 'East' WHERE key = 'east'": "partnership east (East)",
    "UPDATE evidence SET size = 1": "file policy.txt",
    "UPDATE remarks SET words = 'x' WHERE id = 1": "remark of said_by 1 of Sunday 1 March 2026 at 00:00",
    "UPDATE receipts SET reason = 'x' WHERE id = 2": "letter of sender 2 of Monday 2 March 2026 at 00:00",
    "UPDATE receipts SET outcome = 'discarded', decided_by = 'Mo' WHERE id = 3": "letter of sender 3 of"
    " Tuesday 3 March 2026 at 00:00, which was held,",
    "UPDATE messages SET body = 'x' WHERE id = 1": "message to recipient 1 of Sunday 1 March 2026 at 00:00",
    "UPDATE sent SET form = 'x' WHERE id = 1": "form for ann@csc.example of Sunday 1 March 2026 at 00:00",
    "UPDATE calls SET words = 'x' WHERE id = 2": "call to SCH of Monday 2 March 2026 at 00:00",
    "UPDATE handovers SET question = 'x' WHERE id = 1": "handover of x by ann@csc.example of Sunday 1 March 2026"
    " at 00:00",
    "UPDATE pleas SET words = 'x' WHERE id = 1": "plea of said_by 1 of Sunday 1 March 2026 at 00:00",
    "UPDATE quotes SET approved_by = 'Eve' WHERE id = 1": "quotation that Eve approved, of Sunday 1 March 2026"
    " at 00:00",
    "UPDATE turns SET did = 'x' WHERE id = 1": "turn in the conversation with ann@csc.example of Sunday 1 March 2026"
    " at 00:00",
    "UPDATE events SET hash = 'x' WHERE about = 'CSC 1.1' AND number = 4": "entry 4 of small"
    " (answer recorded, CSC 1.1)",
}


@pytest.mark.parametrize(("statement", "name"), NAMED.items(), ids=NAMED)
def test_what_is_not_as_it_was_sealed_is_called_by_what_a_manager_knows_of_it(
    own: Round, statement: str, name: str
) -> None:
    own.tamper(statement)
    assert own.seal_faults() == [f"The {name} is not as it was sealed."]


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["DELETE FROM remarks WHERE id = 2"], "The remark 2 of the record is gone."),
        (["DELETE FROM receipts WHERE id = 3"], "The held letter 3 of the record is gone."),
        (["DELETE FROM remarks"], "Gone from the record: 2 remarks."),
        (["DELETE FROM remarks", "DELETE FROM calls WHERE id = 1"], "Gone from the record: 2 remarks, 1 call."),
    ],
)
def test_however_much_is_gone_it_is_one_line(own: Round, statements: list[str], told: str) -> None:
    for each in statements:
        own.tamper(each)
    assert own.seal_faults() == [told]
