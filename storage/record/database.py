"""Opening the record: SQLite by default, PostgreSQL by URL, and the migrations that bring either up to date."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, sessionmaker

from storage.migrations.chain import newest, revisions
from storage.nouns import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Inserted = TypeVar("Inserted", bound=Base)

AT_ONCE = 80  # connections of one process: no fewer than the threads of the busiest, which is the bot
_KEPT = 20  # of them that stay open once they were
LONGEST_QUEUE = 30.0  # seconds a writer waits for those of its own process
PATIENCE = {  # how long a server lets us go on
    "statement_timeout": "10min",
    "lock_timeout": "2min",
    "idle_in_transaction_session_timeout": "30min",  # a digest is worked out between two statements
}
WRITE = "Write postgresql+psycopg://USER@HOST/NAME or sqlite:///PATH"
STANDS_AT = sa.table("alembic_version", sa.column("version_num", sa.String))
_INSERTS: dict[tuple[str, type[Base]], Any] = {}  # to put one together takes longer than to carry it out
_WRITES = "s11.writes"  # whether a connection holds the writers' turn


@dataclass(frozen=True)
class Database:
    """Two ways in: `read()` for looking, `write.begin()` for a transaction that will write."""

    engine: sa.Engine
    read: sessionmaker[Session]
    write: sessionmaker[Session]
    direct: sa.URL | None = None  # the server itself, where something that pools connections stands before it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """As `write.begin()`, for statements alone: a session costs more than one of them."""
        writers: sa.Engine = self.write.kw["bind"]
        return writers.begin()

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """The record as it stands now, however long the reading takes and whoever writes meanwhile."""
        level = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision in one transaction: a process killed on the way leaves them as they were.

        This alone makes the file of an SQLite record.
        """
        from storage.migrations.run import run  # alembic costs a fifth of a second, which looking need not pay

        if (path := file_of(self.engine.url)) is not None:
            _make(path)
        with _migrating(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                for each in ("statement_timeout", "lock_timeout"):  # a large table takes its time
                    connection.execute(sa.text(f"SET LOCAL {each} = 0"))
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(1100)"))  # one migration at a time
            run(connection, revision)

    def migrate_empty(self, revision: str) -> None:
        """Make the tables of a revision, in place of another's that have no rows yet."""
        if self.revision() != revision:
            self.migrate("base")
        self.migrate(revision)

    def forget(self) -> None:
        """Leave nothing in the file of an SQLite record of rows as they were; PostgreSQL writes over them in time."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("VACUUM")
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return
        with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM")

    def revision(self) -> str | None:
        """Which migration the tables stand at; None before the first."""
        if self.is_absent():
            return None
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table(STANDS_AT.name):
                return None
            return connection.scalar(sa.select(STANDS_AT.c.version_num))

    def knows(self, revision: str) -> bool:
        """Whether this version of the program has a revision; one made later it has not."""
        return revision in revisions()

    def is_absent(self) -> bool:
        """Whether there is no SQLite file, or one without a byte, which to open would fill."""
        path = file_of(self.engine.url)
        return path is not None and (not path.exists() or path.stat().st_size == 0)

    def is_empty(self) -> bool:
        return self.is_absent() or not sa.inspect(self.engine).get_table_names()

    def is_current(self) -> bool:
        """Whether the tables are those this version of the program expects."""
        return self.revision() == newest()

    def is_newer(self) -> bool:
        """Whether a later version of the program made the tables: this one can neither read nor mend them."""
        stands_at = self.revision()
        return stands_at is not None and not self.knows(stands_at)

    def first_damage(self) -> str:
        """What is wrong with the pages of the file; empty where they hold, and where a server looks after them."""
        if self.engine.dialect.name != "sqlite":
            return ""
        with self.engine.connect() as connection:
            told = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        return "" if told == "ok" else " ".join(told.split())

    def fault_of_server(self) -> str:
        """Why the server behind a pooler cannot be used; a lock held in another database keeps nobody out."""
        if self.direct is None:
            return ""
        server = sa.create_engine(self.direct, poolclass=sa.NullPool)
        which = "select current_database(), pg_postmaster_start_time()"
        try:
            with server.connect() as straight, self.engine.connect() as pooled:
                one, other = (each.exec_driver_sql(which).one() for each in (straight, pooled))
        except sa.exc.OperationalError:
            return "The server itself does not answer."
        return "" if one == other else "The server itself is another database than the record."


def read_address(url: str) -> sa.URL:
    """The parts of a SQLAlchemy URL; raises ArgumentError without repeating it, for a password may be in it."""
    try:
        return sa.make_url(url)
    except ValueError:
        raise sa.exc.ArgumentError("The port of the address is no number") from None
    except sa.exc.ArgumentError:
        raise sa.exc.ArgumentError(f"The address of the record cannot be read. {WRITE}") from None


def _server(pooled: sa.URL, direct: str) -> sa.URL:
    """The server behind a pooler. One beside a file is a setting that was lost: the record would be another."""
    try:
        server = sa.make_url(direct)
    except (ValueError, sa.exc.ArgumentError):
        server = None
    if server is None or server.get_backend_name() != "postgresql":
        raise sa.exc.ArgumentError("S11_DATABASE_DIRECT_URL is no address of PostgreSQL")
    if pooled.get_backend_name() != "postgresql":
        raise sa.exc.ArgumentError("S11_DATABASE_DIRECT_URL is set, and the record is no PostgreSQL")
    return server


def open_database(url: str, direct: str = "") -> Database:
    """The record at a SQLAlchemy URL. Looking makes nothing: an SQLite file that is not there stays away.

    `direct` is the server itself, where the URL is a PgBouncer's, which hands one connection to many.
    """
    parsed = read_address(url)
    server = _server(parsed, direct) if direct else None
    try:
        engine = sa.create_engine(parsed, **_pool(parsed), **_manners(parsed, is_pooled=server is not None))
    except (sa.exc.ArgumentError, ImportError):  # no such kind of database, or no driver for it
        raise sa.exc.ArgumentError(f"{parsed.drivername}:// is no database that s11 can read. {WRITE}") from None
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "do_connect", _refuse_absent)
        sa.event.listen(engine, "connect", _set_up_sqlite)
        writers = _Writers()
        sa.event.listen(engine, "begin", writers.begin)
        sa.event.listen(engine, "checkin", writers.leave)
    elif engine.dialect.name == "postgresql":
        sa.event.listen(engine, "do_connect", _refuse_other_letters)
    return Database(engine, sessionmaker(engine), sessionmaker(engine.execution_options(write=True)), server)


def insert_new(db: Session, model: type[Inserted], rows: Iterable[Mapping[str, Any]]) -> list[Inserted]:
    """Insert the rows that break no unique key and return those; a row already there is left alone, without a fault."""
    values = list(rows)
    if not values:
        return []
    dialect = db.get_bind().dialect.name
    known = _INSERTS.get((dialect, model))
    if known is None:
        known = _INSERTS[dialect, model] = new_row(dialect, model).returning(model)
    return list(db.scalars(known, values))


def new_row(dialect: str, model: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that leaves a row alone that is there already."""
    return _insert(dialect, model).on_conflict_do_nothing()


def insert_into(db: Session, model: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that can say what to do ON CONFLICT, in the words of this record's database."""
    return _insert(db.get_bind().dialect.name, model)


def _insert(dialect: str, model: type[Base]) -> "postgresql.Insert | sqlite.Insert":
    if dialect != "postgresql":
        return sqlite.insert(model)
    from sqlalchemy.dialects.postgresql import insert  # loaded with its engine; most records are SQLite

    return insert(model)


def file_of(url: sa.URL) -> Path | None:
    """The file of an SQLite record; None on a server, in memory, and where SQLite reads a URI of its own."""
    named = url.database if url.get_backend_name() == "sqlite" else None
    return None if not named or named == ":memory:" or named.startswith("file:") else Path(named)


def _pool(url: sa.URL) -> dict[str, Any]:
    """A connection for every thread: where they are fewer, the pool hands one to whoever asks first after it is free,
    so that while many work somebody may wait without end.
    """
    is_server = url.get_backend_name() != "sqlite"
    if not is_server and file_of(url) is None:
        return {}  # a record in memory has its own
    return {"pool_pre_ping": is_server, "pool_size": _KEPT, "max_overflow": AT_ONCE - _KEPT}


def _manners(url: sa.URL, *, is_pooled: bool) -> dict[str, Any]:
    """What a server is asked for with each connection: no statement, lock or idle transaction without an end.

    Behind a PgBouncer nothing outlasts a transaction: no prepared statements, and its role has these times set.
    """
    if url.get_backend_name() != "postgresql":
        return {}
    if is_pooled:
        return {"connect_args": {"prepare_threshold": None}}
    asked = "" if "options" in url.query else " ".join(f"-c {name}={long}" for name, long in PATIENCE.items())
    return {"connect_args": {"options": asked}} if asked else {}


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = sqlite3.connect(path, timeout=10)
    try:
        made.execute("PRAGMA journal_mode=WAL")  # the file keeps it; to set it on every look would change a stranger's
    except sqlite3.Error as fault:  # a full disk is told as every other statement's is
        raise sa.exc.OperationalError("PRAGMA journal_mode=WAL", None, fault) from None
    finally:
        made.close()


def _refuse_absent(_dialect: object, _record: object, arguments: list[Any], _options: dict[str, Any]) -> None:
    named = str(arguments[0]) if arguments else ":memory:"
    if named != ":memory:" and not named.startswith("file:") and not Path(named).exists():
        raise sqlite3.OperationalError(f"there is no file {named}")


def _refuse_other_letters(dialect: sa.Dialect, _record: object, arguments: Any, options: dict[str, Any]) -> Any:
    """Connect, to a database that holds every letter there is: one that was made under LANG=C takes bytes for text."""
    made = dialect.connect(*arguments, **options)
    status = made.pgconn.parameter_status(b"server_encoding") or b""
    if status != b"UTF8":
        made.close()
        raise dialect.loaded_dbapi.OperationalError(
            f"the database is kept in {status.decode()}, in which names such as Siân get lost. "
            "Make it anew with createdb --encoding=UTF8 --template=template0"
        )
    return made


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


class _Writers:
    """SQLite takes one writer at a time. Ours queue: left to try again and again, one of fifty may wait for ever."""

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def begin(self, connection: sa.Connection) -> None:
        # A reader that turns writer fails at once when another writes; a writer that says so first waits its turn.
        if not connection.get_execution_options().get("write", False):
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(_WRITES):
            connection.info[_WRITES] = self._turn.acquire(timeout=LONGEST_QUEUE)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # other processes write too

    def leave(self, _connection: sqlite3.Connection, record: sa.pool.ConnectionPoolEntry) -> None:
        if record.info.pop(_WRITES, False):
            self._turn.release()


@contextmanager
def _migrating(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which SQLite drops and makes again a table that others refer to; at its end all references hold.

    Raises IntegrityError where they do not.
    """
    with engine.execution_options(write=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        _refer(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    fault = sqlite3.IntegrityError(
                        f"a row of {broken[0]} refers to a row of {broken[2]} that is not there"
                    )
                    raise sa.exc.IntegrityError("PRAGMA foreign_key_check", None, fault)
        finally:
            _refer(connection, "ON")


def _refer(connection: sa.Connection, state: str) -> None:
    """Only outside a transaction does this have an effect, so it goes by SQLAlchemy, which would begin one."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={state}")
