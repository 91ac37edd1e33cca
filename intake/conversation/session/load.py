"""From the record to what a conversation stands on: the database side of `state.situation`."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from config.partnerships import PartnershipTable, at_risk
from config.questionnaire import Template
from config.ways import EMAIL, TERMINAL
from intake.conversation.state import Attached, Here, Key, Person, Place, ReturnState, StandingAnswer, left_as_before
from intake.last_time import last_time_of
from intake.ledger import Refused
from intake.returns import FILE, FileDates, cells
from intake.roles import Capacity, Door, may, role_of
from storage.nouns import Contact, Handover, Submission, Turn
from storage.record import AnswerRow, EvidenceRow, standing_rows

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"  # nothing that reads like another


def refuse_stranger(submission: Submission, contact: Contact, today: date, via: str) -> None:
    """Raises Refused where this person may not speak for the agency there."""
    is_one = contact in submission.agency.contacts and not contact.has_left(today)
    at_hand = via == TERMINAL  # whoever runs s11 sits there, and types for them
    role, door = (Capacity.OPERATOR, Door.COMMAND_LINE) if at_hand else (role_of(contact.role), _door(via))
    if not is_one or not may(role, "answer", door):
        told = f"{contact.email} is not named as a contact of {submission.agency.name}."
        raise Refused(f"{told} Ask your partnership to add this address.")


def _door(via: str) -> Door:
    """Wherever people talk and write no letters, they come in as they do in Slack."""
    return Door.LETTER if via == EMAIL.name else Door.SLACK


def here(
    db: Session, template: Template, submission: Submission, contact: Contact,
    partnerships: Mapping[str, PartnershipTable], today: date, was: Here | None = None,
) -> Here:  # fmt: skip
    """What stands in the record for this person and this return.

    `was` is how it stood before nothing but answers came in, within the same turn: the rest is not read again.
    """
    db.flush()  # what this turn noted is looked for too
    answers = [each for each in standing_rows(db, submission.id) if each.question in template.by_ref]
    words = [each for each in answers if not each.prompt.startswith(FILE)]
    holders = _holders(db, submission) if was is None else was.holders
    skips, left = _put_off(db, template, submission, contact, holders) if was is None else (was.skips, was.left)
    last = last_time_of(db, template, submission, today) if was is None else was.last
    standing = {Key(each.question, each.prompt): _standing(each) for each in words if each.by == "agency"}
    tables = [partnerships[each.key] for each in submission.partnerships if each.key in partnerships]
    return Here(
        template=template,
        sector=submission.sector,
        state=_state(submission),
        me=_person(contact),
        colleagues=_colleagues(submission, contact, today),
        standing=standing,
        said=cells(template, words),
        files=_files(answers),
        skips=skips,
        left=left | left_as_before(template, standing, last),
        holders=holders,
        last=last,
        today=today,
        at_risk=at_risk(tables),
        ask_whom=tuple(f"{each.name}, {each.email}" for table in tables for each in table.managers),
    )


def last_place(db: Session, submission: Submission, contact: Contact) -> Place | None:
    """What this person was last shown of this return; None before their first turn."""
    turn = last_turn(db, submission, contact)
    return place_of(turn) if turn else None


def before(db: Session, submission: Submission, contact: Contact, source: str) -> tuple[Turn | None, bool]:
    """This person's last turn for this return, and whether what has this source was heard."""
    whose = {"submission": submission.id, "contact": contact.id}
    found = db.scalars(_BEFORE, whose | {"source": source}).all()
    last = next((each for each in found if each.contact_id == contact.id), None)
    return last, any(each.source == source for each in found)


def last_turn(db: Session, submission: Submission, contact: Contact) -> Turn | None:
    return db.scalar(_LAST, {"submission": submission.id, "contact": contact.id})


def place_of(turn: Turn) -> Place:
    place = Place.read(turn.place)
    return Place(place.asks, place.question, place.prompt, place.shown, place.then, turn.held)


def reference(submission: Submission) -> str:
    """A short name for a submitted return, the same whenever it is asked for: GP1-7K4-D2M."""
    at = submission.submitted_at.isoformat() if submission.submitted_at else ""
    digest = hashlib.sha256(f"{submission.audit.key} {submission.agency.abbr} {at}".encode()).digest()
    code = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:6])
    return f"{submission.agency.abbr}-{code[:3]}-{code[3:]}"


def _state(submission: Submission) -> ReturnState:
    audit = submission.audit
    return ReturnState(
        audit=audit.key,
        abbr=submission.agency.abbr,
        agency=submission.agency.name,
        due=submission.due,
        reference=reference(submission),
        scope=submission.scope,
        submitted_at=submission.submitted_at,
        submitted_by=submission.signed_by,
        reopened_at=submission.reopened_at,
        reopened_because=submission.reopened_because,
        is_closed=audit.closed_at is not None,
        is_excused=submission.excused_at is not None,
    )


def _person(contact: Contact) -> Person:
    return Person(contact.id, contact.name, contact.email)


def _colleagues(submission: Submission, contact: Contact, today: date) -> tuple[Person, ...]:
    others = (each for each in submission.agency.contacts if each is not contact)
    return tuple(_person(each) for each in others if not each.has_left(today))


def _standing(answer: AnswerRow) -> StandingAnswer:
    return StandingAnswer(
        answer.id, answer.value, answer.not_applicable, answer.said_by, answer.said_at, answer.kept_from
    )


def _files(answers: list[AnswerRow]) -> dict[str, tuple[Attached, ...]]:
    found: dict[str, list[Attached]] = {}
    for answer in answers:
        if answer.prompt.startswith(FILE):
            own = [_attached(each, answer) for each in answer.evidence]
            found.setdefault(answer.question, []).extend(own)
    return {question: tuple(own) for question, own in found.items() if own}


def _attached(file: EvidenceRow, by: AnswerRow) -> Attached:
    return Attached(file.name, file.size, by.said_by, file.sha256, FileDates(file.dated, file.review_by), by.id)


def _holders(db: Session, submission: Submission) -> dict[str, Person]:
    holders: dict[str, int | None] = {}
    for question, to in db.connection().execute(_HANDED, {"submission": submission.id}):
        holders[question] = to
    people = {each.id: _person(each) for each in submission.agency.contacts}
    return {question: people[to] for question, to in holders.items() if to in people}


def _put_off(
    db: Session, template: Template, submission: Submission, contact: Contact, holders: Mapping[str, Person]
) -> tuple[dict[str, int], frozenset[Key]]:
    """How often each question was put off, and which boxes were left empty; what is handed to me is asked anew."""
    skips: Counter[str] = Counter()
    left: set[Key] = set()
    for turn in db.connection().execute(_SKIPPED, {"submission": submission.id}):
        mine = holders.get(turn.question)
        if mine is not None and mine.id == contact.id and turn.contact_id != contact.id:
            continue
        question = template.by_ref.get(turn.question)
        prompt = question.prompt(turn.prompt) if question else None
        if prompt is not None and prompt.required and prompt.kind != "files":
            skips[turn.question] += 1
        else:
            left.add(Key(turn.question, turn.prompt))
    return dict(skips), frozenset(left)


# Said once: to put a statement together takes longer than to carry it out.
_MINE = (Turn.submission_id == bindparam("submission"), Turn.contact_id == bindparam("contact"))
_LAST = select(Turn).where(*_MINE).order_by(Turn.id.desc()).limit(1)
_BEFORE = (
    select(Turn)
    .where(_MINE[0])
    .where(
        or_(Turn.id == select(func.max(Turn.id)).where(*_MINE).scalar_subquery(), Turn.source == bindparam("source"))
    )
    .order_by(Turn.id.desc())
)
_SKIPPED = select(Turn.question, Turn.prompt, Turn.contact_id).where(_MINE[0], Turn.did == "skip")
_HANDED = (
    select(Handover.question, Handover.to_contact_id)
    .where(Handover.submission_id == bindparam("submission"))
    .order_by(Handover.id)
)
