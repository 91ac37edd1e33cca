"""The rows of the inbox: kept once, worked off oldest first, one process at a time a person, done when answered."""

import secrets
import sqlite3
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from storage.nouns import InboxRow, still_holds
from storage.nouns.metadata import RECORD
from storage.record import Database, insert_new, open_database

FILE = "inbox.db"  # in the home, where the record is in SQLite
LEASE = timedelta(seconds=30)  # how long a person waits for a process that was killed
AGAIN = timedelta(seconds=35)  # until the sweep, which looks each 20 seconds, takes up what failed: within a minute
KNOWN = timedelta(hours=12)  # how long a row that is done tells a second delivery
BRANCH = "/"  # in no name that Slack gives
LOCKS = 1109  # the space of our advisory locks on a server


class TakenUp(NamedTuple):
    """A row that this process works on; `tries` is 1 the first time."""

    id: int
    source: str
    person: str
    kind: str
    payload: dict[str, Any]
    tries: int


@dataclass
class Inbox:
    """What Slack delivered. A row is a promise: it is done when its reply was posted.

    A claim says which process works for a person; it is renewed while it works, and ends soon after it was killed.
    """

    database: Database
    clock: Callable[[], datetime]
    lease: timedelta = LEASE
    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    is_own_file: bool = False
    branch: str = ""  # the partnership whose own workspace it is; a user of another's may bear the same name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self.is_own_file:
            self.database.engine.dispose()

    def keep(self, source: str, person: str, kind: str, payload: dict[str, Any]) -> bool:
        """Put it on the disk; False for a delivery that is there already."""
        row = {"source": self._mark(source), "person": self._mark(person), "kind": kind, "payload": payload}
        with self.database.write.begin() as db:
            return bool(insert_new(db, InboxRow, [{**row, "came_at": self.clock(), "tries": 0, "holder": ""}]))

    def claim(self, person: str, passed: Collection[int] = ()) -> TakenUp | None:
        """This person's oldest open row but those `passed`; None where there is none, or another process is at work."""
        person = self._mark(person)
        now, own = self.clock(), (InboxRow.person == person, InboxRow.done_at.is_(None))
        open_ = sa.select(sa.func.min(InboxRow.id)).where(*own, InboxRow.id.not_in(passed))
        with self.database.read() as db:  # a look costs no write
            if db.scalar(open_) is None:
                return None
        other = aliased(InboxRow)
        held = sa.exists().where(
            other.person == person, other.done_at.is_(None), still_holds(other.held_until, now, self.lease)
        )
        taken = {"holder": self.holder, "held_until": now + self.lease, "taken_at": now, "tries": InboxRow.tries + 1}
        columns = [getattr(InboxRow, name) for name in TakenUp._fields]
        with self.database.write.begin() as db:
            _alone(db, person)
            wanted = sa.update(InboxRow).where(InboxRow.id == open_.scalar_subquery(), ~held).values(taken)
            found = db.execute(wanted.returning(*columns), execution_options={"synchronize_session": False}).first()
        taken_up = TakenUp(*found) if found else None
        return taken_up and taken_up._replace(source=self._bare(taken_up.source), person=self._bare(taken_up.person))

    def renew(self, ids: Collection[int]) -> None:
        """Hold on to rows that take longer."""
        self._set(sa.update(InboxRow).where(InboxRow.id.in_(ids)), held_until=self.clock() + self.lease)

    def done(self, number: int) -> None:
        """It was answered: its words are not kept a second time."""
        self._set(_one(number), done_at=self.clock(), payload={}, holder="", held_until=None)

    def release(self, number: int, *, counts: bool = True) -> None:
        """It failed and is to be taken up again; a try that could not have gone well does not count."""
        tries = InboxRow.tries if counts else InboxRow.tries - 1
        self._set(_one(number), tries=tries, holder="", held_until=None)

    def drop(self, number: int) -> None:
        """Nothing of it was recorded, and its writer was told in the form: the same once more is a new delivery."""
        with self.database.write.begin() as db:
            db.execute(sa.delete(InboxRow).where(InboxRow.id == number))

    def waiting(self) -> list[str]:
        """Who has a row that nobody works on: never taken up, or some time ago."""
        now, until = self.clock(), InboxRow.held_until
        is_free = sa.or_(until.is_(None), ~still_holds(until, now, self.lease))
        is_rested = sa.or_(InboxRow.taken_at.is_(None), ~still_holds(InboxRow.taken_at, now - AGAIN, AGAIN))
        late = sa.or_(is_rested, until.is_not(None))
        has_mark = InboxRow.person.contains(BRANCH)
        ours = InboxRow.person.startswith(self._mark(""), autoescape=True) if self.branch else ~has_mark
        wanted = sa.select(InboxRow.person).where(InboxRow.done_at.is_(None), is_free, late, ours)
        with self.database.read() as db:
            found = db.scalars(wanted.group_by(InboxRow.person).order_by(sa.func.min(InboxRow.id)))
            return [self._bare(each) for each in found]

    def _mark(self, name: str) -> str:
        return f"{self.branch}{BRANCH}{name}" if self.branch else name

    def _bare(self, name: str) -> str:
        return name.removeprefix(self._mark("")) if self.branch else name

    def forget(self) -> None:
        """Let go what was done long enough ago that Slack does not deliver it again."""
        gone = InboxRow.done_at < self.clock() - KNOWN
        with self.database.read() as db:
            if db.scalar(sa.select(InboxRow.id).where(gone).limit(1)) is None:
                return
        with self.database.write.begin() as db:
            db.execute(sa.delete(InboxRow).where(gone))

    def _set(self, wanted: sa.Update, **values: Any) -> None:
        with self.database.write.begin() as db:
            db.execute(wanted.values(**values), execution_options={"synchronize_session": False})


def open_inbox(record: Database, home: Path, clock: Callable[[], datetime], branch: str = "") -> Inbox:
    """The inbox of a record: a table of it on a server; beside SQLite a file of its own, for nobody else writes there.

    What a restore or a migration left in the record's own table is moved to that file.
    """
    if record.engine.dialect.name != "sqlite":
        return Inbox(record, clock, branch=branch)
    inbox = Inbox(open_file(home / FILE), clock, is_own_file=True, branch=branch)
    with record.read() as db:
        found = [dict(row) for row in db.execute(sa.select(InboxRow.__table__)).mappings()]
    if found:
        with inbox.database.write.begin() as db:
            insert_new(db, InboxRow, [{name: value for name, value in row.items() if name != "id"} for row in found])
        with record.write.begin() as db:
            db.execute(sa.delete(InboxRow).where(InboxRow.id.in_([row["id"] for row in found])))
    return inbox


def open_file(path: Path) -> Database:
    """The file of an inbox, made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = sqlite3.connect(path, timeout=10)
    try:
        made.execute("PRAGMA journal_mode=WAL")
    finally:
        made.close()
    database = open_database(sa.URL.create("sqlite", database=str(path)).render_as_string())
    with database.engine.execution_options(write=True).begin() as connection:
        RECORD.create_all(connection, tables=[RECORD.tables[InboxRow.__tablename__]])
    return database


def _one(number: int) -> sa.Update:
    return sa.update(InboxRow).where(InboxRow.id == number)


def _alone(db: Session, person: str) -> None:
    """On a server two processes may claim at the same moment; one person's claims are taken one after another."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCKS, zlib.crc32(person.encode()) - (1 << 31))))
