"""What came after the returns, over bare rows: questions back, what managers made of them, and what is to be done."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.dates import LONDON
from storage.nouns import (
    Action,
    Answer,
    Audit,
    Contact,
    Meeting,
    Plea,
    Quote,
    Receipt,
    Recommendation,
    Review,
    Submission,
    Thread,
    ThreadEntry,
)  # fmt: skip
from tests.round_machine.people import KEY


class Said(NamedTuple):
    """One word in a thread, and whose side said it."""

    by: str
    words: str
    at: datetime


class Asked(NamedTuple):
    """A question back, and all that was said of it."""

    id: int
    submission: int
    question: str
    is_closed: bool
    said: tuple[Said, ...]

    @property
    def waits_for(self) -> str:
        """Whoever did not say the last word; nobody where it is closed."""
        if self.is_closed:
            return ""
        return "partnership" if self.said and self.said[-1].by == "agency" else "agency"


class Deed(NamedTuple):
    """An action, as far as it matters who is asked about it."""

    id: int
    number: int
    submission: int | None
    by_when: str
    is_closed: bool
    is_done: bool

    def is_late(self, on: date) -> bool:
        """Still to be done, and its last day is past; of a month the last day is in that month."""
        if self.is_closed or self.is_done or not self.by_when:
            return False
        return self.by_when < on.isoformat()[: len(self.by_when)]


class Judged(NamedTuple):
    """What a manager made of a return: the verdict, and when."""

    verdict: str
    question: str
    because: str
    at: datetime


def threads(db: Session) -> list[Asked]:
    """Every question back, in the order they were put."""
    said: dict[int, list[Said]] = defaultdict(list)
    for each in db.scalars(sa.select(ThreadEntry).order_by(ThreadEntry.id)):
        said[each.thread_id].append(Said(each.by, each.words, each.said_at))
    return [
        Asked(each.id, each.submission_id, each.question, each.closed_at is not None, tuple(said[each.id]))
        for each in db.scalars(sa.select(Thread).order_by(Thread.id))
    ]


def unsettled(db: Session) -> tuple[set[int], set[int]]:
    """The letters that are held, and the wishes that nobody has decided, by their numbers."""
    letters = db.scalars(sa.select(Receipt.id).where(Receipt.outcome == "held"))
    return set(letters), set(db.scalars(sa.select(Plea.id).where(Plea.decided_at.is_(None))))


def has_left(db: Session, contact: int | None, at: datetime) -> bool:
    """Whether a contact (id) speaks for nobody at that moment."""
    found = db.get(Contact, contact) if contact else None
    return found is not None and found.left_on is not None and found.left_on <= at.astimezone(LONDON).date()


def forgotten(db: Session) -> set[int]:
    """The contacts (ids) of whom nothing is kept."""
    return set(db.scalars(sa.select(Contact.id).where(Contact.name == "[erased]")))


def deeds(db: Session) -> list[Deed]:
    """Every action as its entries leave it."""
    return [_deed(each) for each in db.scalars(sa.select(Action).order_by(Action.id))]


def _deed(each: Action) -> Deed:
    by_when, closed, done = each.by_when, False, False
    for entry in each.entries:
        by_when = entry.value if entry.kind == "moved" else by_when
        if entry.kind in ("closed", "opened", "done"):
            closed, done = entry.kind == "closed", entry.kind == "done"
    return Deed(each.id, each.number, each.submission_id, by_when, closed, done)


def judged(db: Session) -> Mapping[int, list[Judged]]:
    """What managers made of each return (by id), oldest first."""
    found: dict[int, list[Judged]] = defaultdict(list)
    for each in db.scalars(sa.select(Review).order_by(Review.id)):
        found[each.submission_id].append(Judged(each.verdict, each.question, each.because, each.said_at))
    return found


def rated_by_us(db: Session) -> Mapping[int, dict[str, str]]:
    """The partnership's newest rating of each answer, by return (id) and question."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    own = sa.select(Answer).where(Answer.by == "partnership", Answer.prompt == "rating")
    for each in db.scalars(own.order_by(Answer.said_at, Answer.id)):
        found[each.submission_id][each.question] = each.value
    return found


def approved(db: Session) -> list[str]:
    """The sentences that others may read."""
    own = sa.select(Quote, Answer.value).join(Answer, Answer.id == Quote.answer_id).where(Quote.withdrawn_at.is_(None))
    return [value[each.start : each.end] for each, value in db.execute(own)]


def recommended(db: Session, key: str = KEY) -> list[tuple[str, str]]:
    """What is recommended after an audit: whose it is (empty: of all), and its words."""
    own = sa.select(Recommendation).join(Audit, Audit.id == Recommendation.audit_id).where(Audit.key == key)
    return [(each.partnership, each.words) for each in db.scalars(own.order_by(Recommendation.id))]


def outcomes_of(db: Session, abbr: str, key: str = KEY) -> list[str]:
    """The newest word on what came of each meeting with an agency."""
    own = sa.select(Meeting).join(Submission).where(Submission.agency.has(abbr=abbr), Submission.audit.has(key=key))
    found = [[one.words for one in each.entries if one.kind == "outcome"] for each in db.scalars(own)]
    return [each[-1] for each in found if each]
