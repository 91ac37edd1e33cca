"""The rows of the inbox: kept once, worked off oldest first, one process at a time a person, done when answered."""

import secrets
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.inbox.statements import DONE, DROPPED, NONE, OLDEST, PUT_BACK, RELEASED, alone, insert
from storage.nouns import InboxRow, still_holds
from storage.nouns.metadata import RECORD
from storage.record import Database, insert_new, open_database

FILE = "inbox.db"  # in the home, where the record is in SQLite
LEASE = timedelta(seconds=30)  # how long a person waits for a process that was killed
AGAIN = timedelta(seconds=35)  # until the sweep, which looks each 20 seconds, takes up what failed: within a minute
KNOWN = timedelta(hours=12)  # how long a row that is done tells a second delivery
BRANCH = "/"  # in no name that Slack gives


class TakenUp(NamedTuple):
    """A row that this process works on; `tries` is 1 the first time."""

    id: int
    source: str
    person: str
    kind: str
    payload: dict[str, Any]
    tries: int


class KeptDelivery(NamedTuple):
    """What became of a delivery: its row's number, 0 for one that was there; its row where it was taken up too."""

    number: int = 0
    taken: TakenUp | None = None

    @property
    def is_new(self) -> bool:
        return self.number > 0


@dataclass
class Inbox:
    """What Slack delivered. A row is a promise: it is done when its reply was posted.

    A claim says which process works for a person; it is renewed while it works, and ends soon after it was killed.
    One that is held and was not tried waits for its turn in the process whose window waits for it.
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

    def keep(
        self,
        source: str,
        person: str,
        kind: str,
        payload: dict[str, Any],
        *,
        takes: bool = False,
        is_live: bool = False,
    ) -> KeptDelivery:
        """Put it on the disk; with `takes` it is taken up in the same breath, where nothing of its person's waits.

        With `is_live` a window of this process waits for it: while it is not its turn no other process takes it.
        """
        now, whose = self.clock(), self._mark(person)
        row = {"source": self._mark(source), "person": whose, "kind": kind, "payload": payload, "came_at": now}
        with self.database.writing() as connection:
            alone(connection, whose)
            is_next = takes and connection.scalar(OLDEST, {"whose": whose, "passed": NONE}) is None
            row |= self._held(now) if is_next or (takes and is_live) else {"holder": "", "held_until": None}
            row |= {"tries": int(is_next), "taken_at": now if is_next else None}
            number = connection.scalar(insert(connection.dialect.name), row)
        if number is None:
            return KeptDelivery()
        return KeptDelivery(number, TakenUp(number, source, person, kind, payload, 1) if is_next else None)

    def claim(self, person: str, passed: Collection[int] = ()) -> TakenUp | None:
        """This person's oldest open row but those `passed`; None where there is none, or another process is at work."""
        person = self._mark(person)
        with self.database.engine.connect() as connection:  # a look costs no write
            if connection.scalar(OLDEST, {"whose": person, "passed": [*NONE, *passed]}) is None:
                return None
        with self.database.writing() as connection:
            alone(connection, person)
            return self._taken(connection, person, passed)

    def done(self, row: TakenUp, passed: Collection[int] = ()) -> TakenUp | None:
        """It was answered: its words are not kept a second time. The next of its person's is taken up with it."""
        return self._settle(row, passed, DONE, {"now": self.clock(), "nothing": {}})

    def drop(self, row: TakenUp, passed: Collection[int] = ()) -> TakenUp | None:
        """Nothing of it was recorded, and its writer was told in the form: the same once more is a new delivery."""
        return self._settle(row, passed, DROPPED, {})

    def release(self, row: TakenUp, passed: Collection[int] = (), *, counts: bool = True) -> TakenUp | None:
        """It failed and is to be taken up again; a try that could not have gone well does not count."""
        return self._settle(row, passed, RELEASED, {"tried": row.tries if counts else row.tries - 1})

    def put_back(self, number: int) -> None:
        """It was taken up and not begun, or waits for its turn: whoever looks first takes it."""
        with self.database.writing() as connection:
            connection.execute(PUT_BACK, {"number": number})

    def renew(self, ids: Collection[int]) -> None:
        """Hold on to rows that take longer."""
        held = sa.update(InboxRow).where(InboxRow.id.in_(ids), InboxRow.holder == self.holder)
        with self.database.writing() as connection:
            connection.execute(held.values(held_until=self.clock() + self.lease))

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

    def _held(self, now: datetime) -> dict[str, Any]:
        return {"holder": self.holder, "held_until": now + self.lease}

    def _settle(
        self, row: TakenUp, passed: Collection[int], how: sa.Executable, values: dict[str, Any]
    ) -> TakenUp | None:
        person = self._mark(row.person)
        with self.database.writing() as connection:
            alone(connection, person)
            connection.execute(how, {"number": row.id, **values})
            if connection.scalar(OLDEST, {"whose": person, "passed": [row.id, *passed]}) is None:
                return None
            return self._taken(connection, person, [row.id, *passed])

    def _taken(self, connection: sa.Connection, person: str, passed: Collection[int]) -> TakenUp | None:
        """The oldest open row of this person, taken up, unless somebody else is at work for them."""
        now, other = self.clock(), aliased(InboxRow)
        its_turn_comes = sa.and_(other.holder == self.holder, other.tries == 0)
        own, holds = (other.person == person, other.done_at.is_(None)), still_holds(other.held_until, now, self.lease)
        oldest = OLDEST.params(whose=person, passed=[*NONE, *passed]).scalar_subquery()
        wanted = sa.update(InboxRow).where(InboxRow.id == oldest, ~sa.exists().where(*own, holds, ~its_turn_comes))
        taken = {**self._held(now), "taken_at": now, "tries": InboxRow.tries + 1}
        columns = [getattr(InboxRow, name) for name in TakenUp._fields]
        found = connection.execute(wanted.values(taken).returning(*columns)).first()
        if found is None:
            return None
        row = TakenUp(*found)
        return row._replace(source=self._bare(row.source), person=self._bare(row.person))


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
