"""What is handed out to workers, where there are any; else whoever asks does it at once."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.work import DIGESTS, Job, WorkQueue
from cli import wiring
from cli.branches import mailbox_of
from cli.digest import queue_due
from cli.tags import tag_in, themes_of
from config.settings import Settings
from intake.letters import Header
from intake.mail.inward import line_of
from nlp.themes import version_of
from storage.evidence import Damaged, Missing
from storage.nouns import Answer, Receipt
from storage.record import Database, Faults

ALL_AGAIN = timedelta(hours=1)  # until all answers are looked through, news or none


@dataclass(frozen=True)
class LetterPorter:
    """Hands out letters that were kept, each in the transaction that keeps it."""

    using: Settings
    queue: WorkQueue

    def is_there(self) -> bool:
        return self.queue.is_attended()

    def carry(self, db: Session, number: int, line: str) -> None:
        self.queue.hand_out(db, Job.letter(number, line))

    def carry_paper(self, db: Session, number: int) -> None:
        self.queue.hand_out(db, Job.paper(number))

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


@dataclass
class TagsMade:
    """That an audit's words were all tagged: up to which answer, by what, and when somebody looked.

    A look goes through all answers of a round, so whoever asks each minute asks first whether anything came.
    """

    seen: dict[str, tuple[int, str, datetime]] = field(default_factory=dict)

    def is_old_news(self, key: str, newest: int, version: str, now: datetime) -> bool:
        upto, by, at = self.seen.get(key, (-1, "", now))
        return (upto, by) == (newest, version) and timedelta(0) <= now - at < ALL_AGAIN


def tag_or_order(using: Settings, record: Database, key: str, faults: Faults, made: TagsMade | None = None) -> None:
    """Tag what waits in an audit, or let workers do it, a block of answers each. With `made`, where there is news."""
    made, now, version = made or TagsMade(), wiring.now(using), version_of(themes_of(using))
    with record.read() as db:
        newest = db.scalar(select(func.max(Answer.id))) or 0  # before the look, which may see more
    if made.is_old_news(key, newest, version, now):
        return
    made.seen.pop(key, None)
    queue = WorkQueue(record)
    order = (lambda block: queue.order(Job.tags(key, block))) if queue.is_attended() else None
    if not tag_in(record, using, key, faults, order):
        made.seen[key] = (newest, version, now)


def digests_or_order(using: Settings, record: Database, now: datetime, faults: Faults) -> int:
    """Queue the digests that are due, with their reports, or let a worker do it; how many were queued here."""
    queue = WorkQueue(record)
    if queue.is_attended():
        queue.order(Job(DIGESTS, {}, DIGESTS, DIGESTS))
        return 0
    with record.write.begin() as db:
        return len(queue_due(db, using, now, faults))
