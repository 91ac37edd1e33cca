"""A seat that one process of a deployment holds at a time: who reads the mailbox, and who keeps the clock."""

import fcntl
import time
import zlib
from pathlib import Path
from typing import IO, Literal, Protocol, Self

import sqlalchemy as sa

from storage.record.database import Database, file_of

SeatName = Literal["mailbox", "clock"]
SPACE = 1101  # of the seats among PostgreSQL's advisory locks; 1100 is the migrations'
PLACES: dict[SeatName, int] = {"mailbox": 1, "clock": 2}
OWN = 1 << 29  # from here on the places of partnerships with a mailbox of their own
LOOK_AGAIN = 5.0  # seconds in which a seat that was ours may be taken for ours
HEARD_OF = ("idle=10", "interval=5", "count=3")  # a machine that is gone has lost its seats in half a minute
_HOLDER = sa.text(
    "SELECT coalesce(max(a.application_name), 'another process')"
    " FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :space AND l.objid = :place"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) HAVING count(*) > 0"
)


class Seat(Protocol):
    """Held until it is left or its process ends, however that ends."""

    def take(self) -> bool:
        """Whether it is ours now; raises what a database that is away raises, and then it is not."""
        ...

    def holder(self) -> str | None:
        """Who holds it at this moment, for a person to read."""
        ...

    def leave(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def seat_of(record: Database, name: SeatName, who: str, look_again: float = LOOK_AGAIN, of: str = "") -> Seat:
    """The seat of that name at this record; `who` would hold it, as others will read it.

    `of` is the partnership whose own mailbox it is: each has a reader.
    """
    if record.engine.dialect.name == "postgresql":
        place = OWN + zlib.crc32(of.encode()) % OWN if of else PLACES[name]
        return _ServerSeat(record.direct or record.engine.url, place, who, look_again)
    path, own = file_of(record.engine.url), f"{name}-{of}" if of else name
    return _FileSeat(path.with_name(f"{path.name}-{own}") if path else None, who)


class _Left:
    """Left at the end of a `with`."""

    def leave(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


class _ServerSeat(_Left):
    """A lock of a session of its own: the server lets go of it when that session ends."""

    def __init__(self, url: sa.URL, place: int, who: str, look_again: float) -> None:
        self._engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self._at, self._who = {"space": SPACE, "place": place}, who
        self._held: sa.Connection | None = None
        self._looked, self._look_again = 0.0, look_again

    def take(self) -> bool:
        if self._held is not None and time.monotonic() - self._looked < self._look_again:
            return True
        try:
            if self._held is None:
                self._sit()
            else:
                self._held.execute(sa.text("SELECT 1"))
        except sa.exc.DBAPIError:
            self.leave()
            raise
        self._looked = time.monotonic()
        return self._held is not None

    def holder(self) -> str | None:
        with self._engine.connect() as connection:
            found: str | None = connection.scalar(_HOLDER, self._at)
        return found

    def leave(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()  # closes the session, whatever state its connection is in
            held.close()

    def _sit(self) -> None:
        connection = self._engine.connect()
        try:
            connection.execute(sa.text("SELECT set_config('application_name', :who, false)"), {"who": self._who})
            for each in HEARD_OF:
                connection.execute(sa.text(f"SET tcp_keepalives_{each}"))
            is_ours = connection.scalar(sa.text("SELECT pg_try_advisory_lock(:space, :place)"), self._at)
        except BaseException:
            connection.close()
            raise
        if is_ours:
            self._held = connection
        else:
            connection.close()


class _FileSeat(_Left):
    """A lock on a file beside an SQLite record; a record in memory has no second process."""

    def __init__(self, path: Path | None, who: str) -> None:
        self._path, self._who = path, who
        self._held: IO[str] | None = None

    def take(self) -> bool:
        if self._path is None or self._held is not None:
            return True
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(self._who)
        file.flush()
        self._held = file
        return True

    def holder(self) -> str | None:
        if self._path is None or not self._path.exists():
            return None
        with self._path.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read() or "another process"
        return None

    def leave(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
