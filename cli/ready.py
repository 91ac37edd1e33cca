"""Whether a deployment does its work: its record and store answer, letters are read, messages leave."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.outbox import waiting
from cli.seats import own_seat
from storage.evidence import EvidenceStore, Missing, Unavailable
from storage.nouns import Evidence, Message, Receipt
from storage.record import AWAY, Database

LONGEST_WAIT = timedelta(minutes=30)  # for a letter to be read, and for a message to leave
LOOKED_AT = 3  # of each kind of file: one that is lost is no alarm of this kind
NOWHERE = "0" * 64  # a file that no store has; one that is away says so instead


def unready(
    record: Database, store: EvidenceStore, now: datetime, *, mailboxes: Sequence[str], absent: Set[str] = frozenset()
) -> list[str]:
    """What stands in the way, a line each; nothing of an audit is told, for anybody may ask.

    `mailboxes` are those that are read: a partnership's key, or nothing for the common one;
    `absent` are files that never came, so that none of them is missed.
    """
    try:
        wrong = _late(record, now, mailboxes)
    except (*AWAY, OSError):
        wrong = ["record: it does not answer"]
    return [*wrong, *_store(record, store, absent)]


def _store(record: Database, store: EvidenceStore, absent: Set[str]) -> Iterator[str]:
    """Whether it answers, and has one of the newest files: a disk that is not mounted is an empty folder."""
    try:
        with record.read() as db:
            newest = [*_newest(db, Evidence.sha256, Evidence.id), *_newest(db, Receipt.raw_key, Receipt.id)]
        newest = [each for each in newest if each not in absent]
    except (*AWAY, OSError):
        newest = []  # the line of the record says so
    try:
        if not any([_has(store, key) for key in newest or [NOWHERE]]) and newest:
            yield "store: it holds none of the newest files"
    except (Unavailable, OSError):
        yield "store: it does not answer"


def _newest(db: Session, key: InstrumentedAttribute[str], number: InstrumentedAttribute[int]) -> Sequence[str]:
    return db.scalars(select(key).where(key != "").order_by(number.desc()).limit(LOOKED_AT)).all()


def _has(store: EvidenceStore, key: str) -> bool:
    try:
        store.stat(key)
    except Missing:
        return False
    return True


def _late(record: Database, now: datetime, mailboxes: Sequence[str]) -> list[str]:
    since, found = now - LONGEST_WAIT, []
    unread = select(func.count()).select_from(Receipt).where(Receipt.outcome == "unread", Receipt.received_at < since)
    stuck = (
        select(func.count())
        .select_from(Message)
        .where(waiting(), Message.not_before < since, or_(Message.next_try_at.is_(None), Message.next_try_at < now))
    )
    with record.read() as db:
        if db.scalar(unread):
            found.append("mailbox: letters wait to be read for more than half an hour")
        if db.scalar(stuck):
            found.append("outbox: messages wait to leave for more than half an hour")
    for of in mailboxes:
        with own_seat(record, "mailbox", of) as asked:
            if asked.holder() is None and (told := "mailbox: nobody reads it") not in found:
                found.append(told)
    return found
