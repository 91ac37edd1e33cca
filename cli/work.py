"""What is handed out to workers, where there are any; else whoever asks does it at once."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.work import DIGESTS, TAG, Job, WorkQueue
from cli import wiring
from cli.branches import mailbox_of
from cli.digest import queue_due
from cli.tags import tag_in
from config.settings import Settings
from intake.letters import Header
from intake.mail.inward import line_of
from storage.evidence import Damaged, Missing
from storage.nouns import Receipt
from storage.record import Database, Faults


@dataclass(frozen=True)
class LetterPorter:
    """Hands out letters that were kept, each in the transaction that keeps it."""

    using: Settings
    queue: WorkQueue

    def is_there(self) -> bool:
        return self.queue.is_attended()

    def carry(self, db: Session, number: int, line: str) -> None:
        self.queue.hand_out(db, Job.letter(number, line))

    def sweep(self, mailbox: str) -> None:
        with self.queue.record.read() as db:
            lost = self.queue.lost_letters(db, mailbox)
        for number in lost:
            with self.queue.record.write.begin() as db:
                self.carry(db, number, self._line(db, db.get_one(Receipt, number)))

    def _line(self, db: Session, receipt: Receipt) -> str:
        """Its bytes say to which return it belongs; one whose bytes are gone is held by whoever takes it up."""
        header = Header.read(b"")
        with suppress(Missing, Damaged), wiring.evidence(self.using).open(receipt.raw_key) as file:
            header = Header.read(file.read())
        return line_of(db, header, mailbox_of(self.using, receipt.partnership).circle)


def tag_or_order(using: Settings, record: Database, key: str, faults: Faults) -> None:
    """Tag what waits in an audit, or let a worker do it; in one audit one after another."""
    tag_in(record, using, key, faults, _order(record, Job(TAG, {"key": key}, f"tag {key}", f"tag {key}")))


def digests_or_order(using: Settings, record: Database, now: datetime, faults: Faults) -> int:
    """Queue the digests that are due, with their reports, or let a worker do it; how many were queued here."""
    if (order := _order(record, Job(DIGESTS, {}, DIGESTS, DIGESTS))) is not None:
        order()
        return 0
    with record.write.begin() as db:
        return len(queue_due(db, using, now, faults))


def _order(record: Database, job: Job) -> Callable[[], None] | None:
    """Hands the job out; None where nobody would take it up."""
    queue = WorkQueue(record)
    return (lambda: queue.order(job)) if queue.is_attended() else None
