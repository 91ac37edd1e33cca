"""A paper that somebody ordered: a message that waits for its files, and leaves once they are made. Never twice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from storage.nouns import Audit, Message, Partnership, Submission
from storage.record import insert_new

WAITS = datetime(9000, 1, 1, tzinfo=UTC)  # when a message leaves whose files are not made
REST = timedelta(minutes=1)  # before it is tried again
MOST_TRIES = 3


class PaperOrder(NamedTuple):
    """Which paper, of which audit, for which partnership."""

    word: str
    audit: str
    partnership: str

    @classmethod
    def read(cls, facts: Mapping[str, Any]) -> Self:
        return cls(*(str(facts.get(each, "")) for each in cls._fields))


def order_paper(db: Session, order: PaperOrder, source: str, way: Mapping[str, Any]) -> int:
    """Keep an order that came with `source`, to be answered by `way` (columns of a message); its number.

    Delivered again it is the same order, and has the same number.
    """
    key = ":".join(["paper", *order, source])
    row: dict[str, Any] = {"key": key, "subject": "", "body": "", "not_before": WAITS, "facts": order._asdict()}
    new = insert_new(db, Message, [{**row, "partnership": order.partnership, **way}])
    return new[0].id if new else db.scalars(select(Message.id).where(Message.key == key)).one()


def papers_waiting(db: Session, now: datetime | None = None) -> list[int]:
    """Orders (numbers of messages) that nobody has made; with `now` those that nobody is making either."""
    wanted = select(Message.id).where(_waits()).order_by(Message.id)
    return list(db.scalars(wanted if now is None else wanted.where(_is_free(now))))


def take_up(db: Session, number: int, now: datetime, until: datetime, *, is_mine: bool = False) -> Message | None:
    """The order, for exactly one caller; None where it is made or taken. `is_mine` where a queue gave it to one."""
    wanted = update(Message).where(Message.id == number, _waits())
    taken = wanted if is_mine else wanted.where(_is_free(now))
    values = {"claimed_until": until, "attempts": Message.attempts + 1}
    return db.scalar(taken.values(values).returning(Message).execution_options(synchronize_session=False))


def put_back(db: Session, number: int, now: datetime, why: str) -> None:
    """It could not be made now; it is tried again."""
    told = {"claimed_until": None, "next_try_at": now + REST, "last_error": why[:500]}
    db.execute(update(Message).where(Message.id == number, _waits()).values(told))


def fill(
    db: Session, number: int, now: datetime, words: Mapping[str, str], attachments: Sequence[Mapping[str, Any]]
) -> None:
    """Let it leave with its words and files; nothing where it has left, or was called off."""
    fresh: dict[str, Any] = {"claimed_until": None, "next_try_at": None, "attempts": 0, "last_error": "", "facts": {}}
    done = fresh | {"not_before": now, "attachments": list(attachments), **words}
    db.execute(update(Message).where(Message.id == number, _waits()).values(done))


def call_off(db: Session, number: int, now: datetime, why: str) -> None:
    told = {"cancelled_at": now, "last_error": why}
    db.execute(update(Message).where(Message.id == number, _waits()).values(told))


def audits_of(db: Session, partnership: str, *, is_open: bool = True) -> list[Audit]:
    """The audits that agencies of a partnership are in, oldest first."""
    own = Audit.submissions.any(Submission.partnerships.any(Partnership.key == partnership))
    wanted = select(Audit).where(own).order_by(Audit.id)
    return list(db.scalars(wanted.where(Audit.closed_at.is_(None)) if is_open else wanted))


def audits_meant(db: Session, partnership: str, named: str = "") -> list[Audit]:
    """The audits that an order is about: the one it names, else all that are open, else the newest."""
    every = audits_of(db, partnership, is_open=False)
    if named:
        return [each for each in every if each.key == named]
    return [each for each in every if each.closed_at is None] or every[-1:]


def _waits() -> ColumnElement[bool]:
    is_open = and_(Message.sent_at.is_(None), Message.failed_at.is_(None), Message.cancelled_at.is_(None))
    return and_(is_open, Message.not_before == WAITS)


def _is_free(now: datetime) -> ColumnElement[bool]:
    is_nobodys = or_(Message.claimed_until.is_(None), Message.claimed_until < now)
    return and_(is_nobodys, or_(Message.next_try_at.is_(None), Message.next_try_at < now))
