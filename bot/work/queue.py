"""The queue, for whoever hands work out: in a transaction of the record, so that neither is without the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.record import Database

QUEUE = "s11"
READ, TAG, DIGESTS, PAPER = "read letter", "tag answers", "make digests", "make paper"
STALE = 10  # seconds without a sign of life, after which a worker is held for dead
LOOK_AGAIN = 2.0  # seconds for which one look at who works is good
_WORKERS = sa.text(
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :stale)"
)
_IS_THERE = sa.text("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
_LOST = sa.text(
    "SELECT r.id FROM receipts r WHERE r.outcome = 'unread' AND (:mailbox = '*' OR r.partnership = :mailbox)"
    " AND NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.queueing_lock = 'letter ' || r.id"
    " AND j.status IN ('todo', 'doing')) ORDER BY r.id"
)
_STAND = sa.text(
    "SELECT queueing_lock FROM procrastinate_jobs WHERE queueing_lock = ANY(:once) AND status IN ('todo', 'doing')"
)


class Job(NamedTuple):
    """Something to do: what, about what, and the line in which it stands, where one waits for the other."""

    name: str
    about: Mapping[str, Any]
    once: str  # a job of this name that waits already is the same
    line: str

    @classmethod
    def letter(cls, number: int, line: str) -> "Job":
        return cls(READ, {"number": number}, f"letter {number}", line)

    @classmethod
    def paper(cls, number: int) -> "Job":
        return cls(PAPER, {"number": number}, f"paper {number}", f"paper {number}")

    @classmethod
    def tags(cls, key: str, block: int) -> "Job":
        once = f"tag {key} {block}"
        return cls(TAG, {"key": key, "block": block}, once, once)


@dataclass
class WorkQueue:
    """Hands out work where workers take it up, and says where none does, so that whoever asks does it itself."""

    record: Database
    _looked: float = field(default=-LOOK_AGAIN, repr=False)
    _attended: bool = False

    @cached_property
    def _app(self) -> Any:
        from procrastinate import App, SyncPsycopgConnector

        return App(connector=SyncPsycopgConnector())  # it opens nothing: the connection is always the transaction's

    def is_attended(self) -> bool:
        """Whether a worker is there at this moment; on SQLite none ever is."""
        if self.record.engine.dialect.name != "postgresql":
            return False
        if monotonic() >= self._looked + LOOK_AGAIN:
            self._attended = self.workers() > 0
            self._looked = monotonic()
        return self._attended

    def workers(self) -> int:
        """How many workers give signs of life."""
        with self.record.read() as db:
            return int(db.scalar(_WORKERS.bindparams(stale=STALE)) or 0) if db.scalar(_IS_THERE) else 0

    def hand_out(self, db: Session, job: Job) -> None:
        """In the transaction of `db`: taken up as soon as that is committed, and never if it is not."""
        from procrastinate.exceptions import AlreadyEnqueued

        try:
            with db.begin_nested():
                connection: Any = db.connection().connection.driver_connection
                waits = {"lock": job.line, "queueing_lock": job.once, "connection": connection}
                self._app.configure_task(job.name, queue=QUEUE, **waits).defer(**job.about)
        except AlreadyEnqueued:
            pass  # the transaction goes on from where it was

    def order(self, job: Job) -> None:
        """The same in a transaction of its own."""
        with self.record.write.begin() as db:
            self.hand_out(db, job)

    def lost_letters(self, db: Session, mailbox: str = "*") -> list[int]:
        """Letters of a mailbox, or of all, that are unread and stand in no line: a queue that was lost forgot them."""
        return list(db.scalars(_LOST.bindparams(mailbox=mailbox)))

    def lost(self, db: Session, jobs: Sequence[Job]) -> list[Job]:
        """Those of these that stand in no line."""
        stand = set(db.scalars(_STAND.bindparams(once=[each.once for each in jobs]))) if jobs else set()
        return [each for each in jobs if each.once not in stand]
