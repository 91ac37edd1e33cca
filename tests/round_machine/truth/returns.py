"""The returns of an audit over bare rows: what was said, what was decided, and who speaks for each agency."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from config.dates import LONDON, uk_date
from storage.nouns import Agency, Answer, Contact, Event, Message, Submission, Turn
from tests.round_machine.people import KEY

REQUIRED = {  # what the small audit must be told, by question
    "1.1": ("rating",), "1.2": ("yes_no", "rating"), "1.3": ("yes_no",), "1.4": (), "2.1": ("text",),
    "2.2": ("rating",), "2.3": (), "2.4": ("rating",),
}  # fmt: skip
SCHOOLS_ONLY, NOT_REPORTED, WORDS_ONLY = "2.2", "2.4", "2.1"


class Row(NamedTuple):
    """One answer, as it was given."""

    id: int
    question: str
    prompt: str
    value: str
    at: datetime
    is_na: bool
    said_by: str
    kept_from: str = ""

    @property
    def sets_aside(self) -> bool:
        return self.is_na or (self.prompt == "rating" and self.value == "X")


class Person(NamedTuple):
    """A contact, as far as it matters who may be written to."""

    id: int
    name: str
    email: str
    slack: str
    left_on: date | None
    bounced: bool
    role: str
    knows: bool  # was invited to this return, or spoke for it

    def has_left(self, now: datetime) -> bool:
        return self.left_on is not None and self.left_on <= today(now)

    @property
    def can_be_reached(self) -> bool:
        return bool(self.slack) or not self.bounced

    @property
    def address(self) -> str:
        return self.slack or self.email


IS_ASKED = re.compile("It is due on|The last day was")


@dataclass
class Return:
    """One agency's return: what was said, and what was decided about it."""

    id: int
    abbr: str
    name: str
    sector: str
    partnerships: tuple[str, ...]
    closed: bool
    invited: bool
    excused: bool
    because: str
    signed_at: datetime | None
    submitted: bool
    accepted_at: datetime | None
    reopened_at: datetime | None
    reopened_because: str
    opened_at: datetime | None  # the first time since it was signed
    due: date
    paused_until: date | None
    rows: list[Row] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def is_waited_for(self) -> bool:
        return not (self.closed or self.submitted or self.excused)

    @property
    def counts(self) -> bool:
        return self.signed_at is not None and not self.excused

    @property
    def asked(self) -> list[str]:
        return [ref for ref in REQUIRED if ref != SCHOOLS_ONLY or self.sector == "school"]

    @property
    def open_refs(self) -> list[str]:
        return [ref for ref in self.asked if not is_answered(ref, [each for each in self.rows if each.question == ref])]

    @property
    def done(self) -> int:
        """How many of the questions that are reported are answered."""
        spoken = {ref for ref in self.asked if says_something(ref, self.rows)}
        return len([ref for ref in self.asked if ref != NOT_REPORTED and ref in spoken - set(self.open_refs)])

    @property
    def state(self) -> str:
        if self.excused:
            return "excused"
        if self.signed_at is not None:
            return self.state_after
        if not self.rows:
            return "not_started"
        return "in_progress" if self.open_refs else "answered_unsigned"

    @property
    def state_after(self) -> str:
        """Of a return that was signed."""
        if not self.submitted:
            return "points_to_mend"
        if self.accepted:
            return "accepted"
        return "re_submitted" if self.reopened_at else "submitted"

    @property
    def counted(self) -> list[Row]:
        """The answers that count: of a return that is open again, those it was signed with."""
        is_mended = self.signed_at is not None and not self.submitted
        return [each for each in self.rows if not is_mended or self.opened_at is None or each.at <= self.opened_at]

    def said(self) -> dict[tuple[str, str], Row]:
        """What was said last to each prompt, signed or not."""
        return {(each.question, each.prompt): each for each in self.rows}

    def stands(self, ref: str, prompt: str) -> str:
        """What was said last to a prompt, signed or not; that it is set aside, where it is."""
        own = [each for each in self.rows if each.question == ref]
        if is_aside(ref, own):
            return "set aside"
        return next((each.value for each in reversed(own) if each.prompt == prompt), "")

    def standing(self) -> dict[tuple[str, str], Row]:
        return {(each.question, each.prompt): each for each in self.counted}


def today(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def owed(each: Return, now: date) -> str:
    """By when a return that is waited for is asked for."""
    return f"{'It is due on' if now <= each.due else 'The last day was'} {uk_date(each.due)}"


def names(words: str, each: Return) -> bool:
    """Whether these words tell of an agency, in full or by its letters."""
    return each.name in words or re.search(rf"\b{each.abbr}\b", words) is not None


def is_answered(ref: str, rows: list[Row]) -> bool:
    if is_aside(ref, rows):
        return True
    stands = {each.prompt: each.value for each in rows if not each.sets_aside}
    return all(stands.get(prompt) for prompt in REQUIRED[ref])


def is_aside(ref: str, rows: list[Row]) -> bool:
    """Set aside by N/A or by "not sent", and not taken up again since."""
    last = max((at for at, each in enumerate(rows) if each.sets_aside), default=None)
    if last is None:
        return False
    return not any(each.prompt in ("rating", "yes_no") or ref == WORDS_ONLY for each in rows[last + 1 :])


def says_something(ref: str, rows: Iterable[Row]) -> bool:
    """A file supports an answer and is none."""
    own = [each for each in rows if each.question == ref]
    stands = {each.prompt: each for each in own}
    return is_aside(ref, own) or any(each.value for at, each in stands.items() if not at.startswith("file:"))


def returns(db: Session, key: str = KEY) -> list[Return]:
    """Every return of an audit, by agency."""
    wanted = sa.select(Submission).where(Submission.audit.has(key=key)).join(Agency).order_by(Agency.abbr)
    own = wanted.options(
        joinedload(Submission.agency).selectinload(Agency.contacts),
        joinedload(Submission.audit),
        selectinload(Submission.partnerships),
    )
    found = list(db.scalars(own).unique())
    ids = [each.id for each in found]
    said, know, opened = _said(db, ids), _know(db, ids), _opened(db, ids)
    return [_return(each, said[each.id], know[each.id], opened.get(each.id)) for each in found]


def _return(each: Submission, rows: list[Row], know: set[int], opened: datetime | None) -> Return:
    people = [_person(contact, know) for contact in each.agency.contacts]
    return Return(
        id=each.id,
        abbr=each.agency.abbr,
        name=each.agency.name,
        sector=each.sector,
        partnerships=tuple(one.key for one in each.partnerships),
        closed=each.audit.closed_at is not None,
        invited=each.invited_at is not None,
        excused=each.excused_at is not None,
        because=each.excused_because,
        signed_at=each.signed_at,
        submitted=each.submitted_at is not None,
        accepted_at=each.accepted_at,
        reopened_at=each.reopened_at,
        reopened_because=each.reopened_because,
        opened_at=opened,
        due=max(each.extended_to or each.audit.due, each.audit.due),
        paused_until=each.paused_until,
        rows=rows,
        people=people,
    )


def _person(contact: Contact, know: set[int]) -> Person:
    left, bounced = contact.left_on, contact.bounced_at is not None
    at = (contact.email, contact.slack_user or "")
    return Person(contact.id, contact.name, *at, left, bounced, contact.role, contact.id in know)


def _said(db: Session, ids: list[int]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    if not ids:
        return found
    at = (Answer.submission_id, Answer.id, Answer.question, Answer.prompt, Answer.value)
    how = (Answer.said_at, Answer.not_applicable, Answer.said_by, Answer.kept_from)
    own = sa.select(*at, *how).where(Answer.by == "agency")
    for submission, *row in db.execute(own.order_by(Answer.said_at, Answer.id)):
        found[submission].append(Row._make(row))
    return found


def _opened(db: Session, ids: list[int]) -> Mapping[int, datetime]:
    """When each return that is mended was first opened since its signature."""
    found: dict[int, datetime] = {}
    named = sa.select(Event.submission_id, Event.action, Event.at).where(
        Event.action.in_(("return submitted", "return reopened"))
    )
    for submission, action, at in db.execute(named.order_by(Event.id)) if ids else ():
        if action == "return submitted":
            found.pop(submission or 0, None)
        else:
            found.setdefault(submission or 0, at)
    return found


def _know(db: Session, ids: list[int]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    invited = sa.select(Message.submission_id, Message.contact_id).where(
        Message.key.startswith("invite:"), Message.cancelled_at.is_(None)
    )
    spoke = sa.select(Turn.submission_id, Turn.contact_id)
    for submission, contact in [*db.execute(invited), *db.execute(spoke)] if ids else ():
        found[submission].add(contact)
    return found
