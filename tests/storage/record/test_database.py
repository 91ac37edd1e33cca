"""The record opens safely: its settings, its times, and rows that are inserted once."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.slack.app import WORKERS
from bot.slack.socket import CONNECTIONS
from storage.nouns import Audit, Message, Partnership, Receipt, Submission
from storage.record import Database, insert_new, open_database, seat_of
from storage.record.database import PATIENCE
from tests.conftest import new_postgres

BST = timezone(timedelta(hours=1))


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    copied = shutil.copy(migrated_sqlite, tmp_path / "s11.db")
    with open_database(f"sqlite:///{copied}") as database:
        yield database


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)]
)
def test_sqlite_is_set_to_lose_nothing(sqlite: Database, pragma: str, value: object) -> None:
    """synchronous 2 is FULL."""
    with sqlite.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_every_thread_of_the_bot_finds_a_connection(sqlite: Database) -> None:
    """Where there are fewer, the pool hands one to whoever asks first, and somebody may wait until it gives up."""
    threads = WORKERS + CONNECTIONS * 10 + 5  # Bolt hears with ten a connection and hands on to five
    with ExitStack() as held:
        own = [held.enter_context(sqlite.engine.connect()) for _ in range(threads)]
        assert {each.scalar(sa.select(1)) for each in own} == {1}


def test_the_folder_of_an_sqlite_file_is_made_with_its_tables_and_not_by_a_look(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/a home/var/s11.db") as database:
        assert database.is_empty()
        assert database.revision() is None
        with pytest.raises(OperationalError, match="there is no file"):
            database.engine.connect()
        assert list(tmp_path.iterdir()) == []
        database.migrate()
        assert database.is_current()


def test_an_empty_file_is_no_record_and_a_look_leaves_it_empty(tmp_path: Path) -> None:
    (tmp_path / "s11.db").touch()
    with open_database(f"sqlite:///{tmp_path}/s11.db") as database:
        assert database.is_empty()
        assert database.revision() is None
    assert (tmp_path / "s11.db").stat().st_size == 0


def test_a_return_to_no_audit_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write.begin() as db:
        db.execute(
            sa.insert(Submission).values(audit_id=77, agency_id=77, scope="", submitted_by="", reopened_because="")
        )


def test_times_come_back_in_utc(database: Database) -> None:
    """13:30 in summer London is 12:30 UTC, on either database."""
    told = datetime(2026, 7, 1, 13, 30, 15, 123456, tzinfo=BST)
    with database.write.begin() as db:
        db.add(Receipt(source="letter", raw_key="k", received_at=told))
    with database.read() as db:
        found = db.scalars(sa.select(Receipt)).one().received_at
    assert found == told
    assert (found.hour, found.microsecond, found.utcoffset()) == (12, 123456, timedelta(0))


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"), database.write.begin() as db:
        db.add(Receipt(source="letter", raw_key="k", received_at=datetime(2026, 7, 1)))  # noqa: DTZ001


def test_no_time_stays_no_time(database: Database) -> None:
    with database.write.begin() as db:
        db.add(Audit(key="a", template=b"", opens=date(2026, 1, 1), due=date(2026, 2, 1)))
    with database.read() as db:
        assert db.scalars(sa.select(Audit)).one().closed_at is None


def test_insert_new_returns_only_what_is_new(database: Database) -> None:
    with database.write.begin() as db:
        assert len(insert_new(db, Partnership, [{"key": "east", "name": "East"}, {"key": "west", "name": "West"}])) == 2
    with database.write.begin() as db:
        again = insert_new(db, Partnership, [{"key": "north", "name": "North"}, {"key": "east", "name": "Other"}])
        assert [each.key for each in again] == ["north"]
    with database.read() as db:
        assert db.scalars(sa.select(Partnership.name).where(Partnership.key == "east")).all() == ["East"]


def test_insert_new_of_nothing_is_nothing(database: Database) -> None:
    with database.write.begin() as db:
        assert insert_new(db, Partnership, []) == []


def test_the_same_row_twice_at_once_is_one_row(database: Database) -> None:
    """Two writers start together; one row comes of it and one of them is told that it was new."""
    together, new = threading.Barrier(2), []

    def write() -> None:
        together.wait()
        with database.write.begin() as db:
            new.append(len(insert_new(db, Partnership, [{"key": "east", "name": "East"}])))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(new) == [0, 1]
    with database.read() as db:
        assert db.scalar(sa.select(sa.func.count(Partnership.id))) == 1


def test_writers_of_one_process_queue_and_try_once(sqlite: Database) -> None:
    """Left to SQLite, who waits tries again and again, and may be passed by for ever. Here no try fails."""
    sa.event.listen(sqlite.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    together, faults = threading.Barrier(8), []

    def write(number: int) -> None:
        together.wait()
        try:
            for turn in range(5):
                with sqlite.write.begin() as db:
                    db.add(Partnership(key=f"{number}-{turn}", name="East"))
        except OperationalError as fault:
            faults.append(fault)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    with sqlite.read() as db:
        assert db.scalar(sa.select(sa.func.count(Partnership.id))) == 40


def test_a_writer_that_fails_lets_the_next_one_in(sqlite: Database) -> None:
    for _ in range(2):
        with pytest.raises(IntegrityError), sqlite.write.begin() as db:
            db.add(Partnership(key="east", name="East"))
            db.add(Partnership(key="east", name="East again"))
    with sqlite.write.begin() as db:
        db.add(Partnership(key="east", name="East"))


def test_many_writers_wait_for_one_another(database: Database) -> None:
    """Each reads a number and writes it back one higher; none of 60 is lost and none fails as locked."""
    with database.write.begin() as db:
        db.add(Partnership(key="east", name="0"))

    def add_ten() -> None:
        for _ in range(10):
            with database.write.begin() as db:
                found = db.scalars(sa.select(Partnership).with_for_update()).one()
                found.name = str(int(found.name) + 1)

    writers = [threading.Thread(target=add_ten) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.read() as db:
        assert db.scalars(sa.select(Partnership.name)).one() == "60"


def test_a_writer_holds_the_record_from_its_first_moment(tmp_path: Path) -> None:
    """One who only read so far would fail as soon as another wrote."""
    with open_database(f"sqlite:///{tmp_path}/s11.db") as record:
        record.migrate()
        with record.write.begin() as db:
            db.connection()
            other = sqlite3.connect(tmp_path / "s11.db", timeout=0)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            other.close()


def test_on_a_server_nothing_goes_on_without_an_end(migrated_postgres: sa.URL) -> None:
    with open_database(migrated_postgres.render_as_string(hide_password=False)) as database, database.read() as db:
        assert [db.scalar(sa.text(f"SHOW {each}")) for each in PATIENCE] == ["10min", "2min", "30min"]


@pytest.mark.parametrize("letters", ["SQL_ASCII", "LATIN1"])
def test_a_server_that_keeps_text_as_bytes_or_in_few_letters_is_refused(postgres: sa.URL, letters: str) -> None:
    like = f"template0 ENCODING '{letters}' LC_COLLATE 'C' LC_CTYPE 'C'"
    told = pytest.raises(sa.exc.OperationalError, match=f"kept in {letters}")
    with new_postgres(postgres, like) as url, open_database(url) as record, told:
        record.revision()


def test_behind_a_pool_nothing_outlasts_a_transaction_but_what_goes_to_the_server_itself(
    migrated_postgres: sa.URL,
) -> None:
    url = migrated_postgres.render_as_string(hide_password=False)
    kept = {}
    for direct in ("", url):
        with open_database(url, direct) as database, database.read() as db:
            for _ in range(9):  # psycopg prepares what comes a sixth time
                db.scalar(sa.select(sa.func.count()).select_from(Message))
            kept[direct] = db.scalar(sa.text("SELECT count(*) FROM pg_prepared_statements"))
    assert kept[""] and kept[url] == 0
    with (
        open_database(migrated_postgres.set(database="nowhere").render_as_string(hide_password=False), url) as database,
        seat_of(database, "mailbox", "here") as seat,
    ):
        assert seat.take()
