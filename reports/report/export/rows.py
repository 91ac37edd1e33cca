"""What an export tells of some returns, each table read once for all of them and as rows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import (
    Agency,
    Answer,
    Audit,
    Call,
    Contact,
    Event,
    Evidence,
    Handover,
    Plea,
    Quote,
    Remark,
    Review,
    Submission,
    Tag,
    Tagged,
    Thread,
)
from storage.record import among, reviews_of, threads_of

Rows = Mapping[int, Sequence[Any]]
_SAID = ("id", "submission_id", "by", "question", "prompt", "value", "not_applicable", "kept_from", "said_by", "via",
         "source", "said_at")  # fmt: skip


class KeptAnswer(NamedTuple):
    """An answer with all that hangs on it."""

    id: int
    submission_id: int
    by: str
    question: str
    prompt: str
    value: str
    not_applicable: bool
    kept_from: str
    said_by: str
    via: str
    source: str
    said_at: datetime
    entry: int | None  # of the trail
    tagged: str | None  # with which version its themes were looked for
    evidence: Sequence[Any]
    tags: Sequence[Any]
    quotes: Sequence[Any]


class ReturnRows(NamedTuple):
    """The rows of some returns, by the return's id; of people, by their agency's."""

    said: Mapping[int, Sequence[KeptAnswer]]
    calls: Rows
    contacts: Rows
    remarks: Rows
    pleas: Rows
    handovers: Rows
    threads: Mapping[int, Sequence[Thread]]
    reviews: Mapping[int, Sequence[Review]]

    @classmethod
    def read(cls, db: Session, audit: Audit, submissions: Collection[Submission], *, whole: bool) -> Self:
        """`whole` tells of each answer which entry of the trail it is."""
        ids = [each.id for each in submissions]
        return cls(
            _said(db, audit, ids, whole=whole),
            _of(db, Call, ids),
            _contacts(db, [each.agency_id for each in submissions]),
            _of(db, Remark, ids),
            _of(db, Plea, ids),
            _of(db, Handover, ids),
            threads_of(db, ids),
            reviews_of(db, ids),
        )


def entries_of_returns(db: Session, ids: Collection[int]) -> Rows:
    """The entries of these returns' own chains, in order."""
    event = Event.metadata.tables[Event.__tablename__]
    wanted = sa.select(event).where(among(db, Event.submission_id, ids))
    return _grouped(db.connection().execute(wanted), "submission_id", attrgetter("number"))


def _said(db: Session, audit: Audit, ids: Collection[int], *, whole: bool) -> dict[int, list[KeptAnswer]]:
    answer = Answer.metadata.tables[Answer.__tablename__]
    tags = _beside(db, Tag, ids, attrgetter("start", "theme", "id"))
    quotes = _beside(db, Quote, ids)
    files = _files(db, ids)
    of_trail = sa.and_(Event.answer_id == answer.c.id, Event.audit_id == audit.id)
    both = answer.outerjoin(Tagged, Tagged.answer_id == answer.c.id)
    wanted = (
        sa.select(*(answer.c[name] for name in _SAID), Event.number if whole else sa.null(), Tagged.version)
        .select_from(both.outerjoin(Event, of_trail) if whole else both)
        .where(among(db, Answer.submission_id, ids))
    )
    found: dict[int, list[KeptAnswer]] = defaultdict(list)
    for row in db.connection().execute(wanted):
        own = row[0]
        beside = (files.get(own, ()), tags.get(own, ()), quotes.get(own, ()))
        found[row[1]].append(KeptAnswer._make((*row, *beside)))
    for same in found.values():
        same.sort(key=attrgetter("id"))
    return found


def _beside(db: Session, noun: Any, ids: Collection[int], order: Callable[[Any], Any] = attrgetter("id")) -> Rows:
    """What hangs on the answers of these returns, by answer."""
    table = noun.__table__
    wanted = sa.select(table).join(Answer, Answer.id == table.c.answer_id).where(among(db, Answer.submission_id, ids))
    return _grouped(db.connection().execute(wanted), "answer_id", order)


def _files(db: Session, ids: Collection[int]) -> Rows:
    columns = Evidence.metadata.tables[Evidence.__tablename__].c
    wanted = sa.select(Answer.id.label("answer_id"), *columns).join(Answer.evidence)
    rows = db.connection().execute(wanted.where(among(db, Answer.submission_id, ids)))
    return _grouped(rows, "answer_id", attrgetter("sha256"))


def _contacts(db: Session, agencies: Collection[int]) -> Rows:
    """Who speaks for these agencies, by the agency, in the order of their addresses."""
    pairs, contact = Agency.metadata.tables["agency_contacts"], Contact.metadata.tables[Contact.__tablename__]
    wanted = sa.select(pairs.c.agencies_id, contact).join(contact, contact.c.id == pairs.c.contacts_id)
    whose = pairs.c.agencies_id.in_(sa.select(Agency.id).where(among(db, Agency.id, agencies)))
    return _grouped(db.connection().execute(wanted.where(whose)), "agencies_id", attrgetter("email"))


def _of(db: Session, noun: Any, ids: Collection[int]) -> Rows:
    wanted = sa.select(noun.__table__).where(among(db, noun.submission_id, ids))
    return _grouped(db.connection().execute(wanted), "submission_id")


def _grouped(rows: Iterable[Any], by: str, order: Callable[[Any], Any] = attrgetter("id")) -> dict[int, list[Any]]:
    """Put in order here: asked for an order, SQLite goes through all of a table for each block."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    for same in found.values():
        if len(same) > 1:
            same.sort(key=order)
    return found
