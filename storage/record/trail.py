"""The audit trail: hash chains over salted digests, so that erased content leaves them whole.

Each return has its own, which goes on from an entry of its audit's; the audit's own holds what is no return's.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Select, bindparam, insert, select
from sqlalchemy.orm import Session, SessionTransaction, joinedload

from storage.nouns import Agency, Answer, Audit, Event, Submission
from storage.record.which import among

REOPENED, SUBMITTED = "return reopened", "return submitted"
DROPPED = "last time's answer dropped"
_STANDS = ("closed_at", "opens", "due")  # what an audit may come to be while somebody waits for a return of it


class Speaker(NamedTuple):
    """Who did something, by which channel, when."""

    name: str
    via: str
    at: datetime

    @property
    def as_said(self) -> dict[str, object]:
        """Themselves in the columns of a row that keeps something said."""
        return {"said_by": self.name, "via": self.via, "said_at": self.at}

    @property
    def as_made(self) -> dict[str, object]:
        """Themselves in the columns of a row that keeps something made: an action, a recommendation, a meeting."""
        return {"made_by": self.name, "via": self.via, "made_at": self.at}


class SealedEntry(Protocol):
    """What is sealed of an entry, whether it is a row to be or one that was read."""

    number: int
    at: datetime
    via: str
    action: str
    about: str
    digest: str


def hold(db: Session, audit: Audit) -> None:
    """Keep other writers of what is the audit's own waiting until this transaction ends. Returns are held after it."""
    db.flush()  # what refresh finds unwritten it forgets
    db.refresh(audit, ("trail_length", "trail_head", *_STANDS), with_for_update={"key_share": True})


def hold_return(db: Session, submission: Submission) -> None:
    """Keep other writers of this return waiting, and see it and how its audit stands as they left them.

    Whoever closes the audit or moves its day holds each of its returns, so neither changes before this ends. What is
    held already is not read again.
    """
    hold_returns(db, [submission])


def hold_returns(db: Session, submissions: Iterable[Submission]) -> None:
    """Hold several returns, always in one order, so that no two wait for each other."""
    known = list(submissions)
    if any(each.id is None for each in known):
        db.flush()
    _hold(db, [each.id for each in known])


def whole_return(db: Session, number: int) -> Submission | None:
    """The return (id) with its agency, its people and its audit, to look at; None where it is gone."""
    return db.scalars(_WHOLE_ONE, {"number": number}).unique().one_or_none()


def held_return(db: Session, number: int) -> Submission | None:
    """The return (id), held, with its agency, its people and how its audit stands; None where it is gone."""
    found = _hold(db, [number])
    return found[0] if found else db.get(Submission, number)


def hold_all(db: Session, audit: Audit) -> None:
    """Hold the audit and each of its returns: what changes all of them."""
    hold(db, audit)
    held = select(Submission).where(Submission.audit_id == audit.id).order_by(Submission.id)
    fresh = held.with_for_update(key_share=True, of=Submission).execution_options(populate_existing=True)
    _note_held(db, [each.id for each in db.scalars(fresh)])
    db.expire(audit, ["submissions"])


def _hold(db: Session, numbers: Iterable[int]) -> Sequence[Submission]:
    """Those of these returns that were not held yet.

    Lock first and look then: whoever waited for a lock sees the other tables of that look as they were before.
    """
    held = {each for under in _transactions(db) for each in _held(db).get(under, ())}
    new = sorted(set(numbers) - held)
    if not new:
        return ()
    db.flush()  # what is read anew unwritten is forgotten
    if db.get_bind().dialect.name != "sqlite":  # whose writers hold all of it
        db.connection().execute(*_locked(db, new)).all()
    wanted = _FRESH_ONE if len(new) == 1 else _FRESH.where(among(db, Submission.id, new))
    found = db.scalars(wanted, {"number": new[0]} if len(new) == 1 else {}).unique().all()
    _note_held(db, new)
    return found


def _locked(db: Session, numbers: Sequence[int]) -> tuple[Select[int], dict[str, int]]:
    """The statement that waits for these returns and locks them, and what it is given."""
    if len(numbers) == 1:
        return _LOCK_ONE, {"number": numbers[0]}
    wanted = select(Submission.id).where(among(db, Submission.id, numbers)).order_by(Submission.id)
    return wanted.with_for_update(key_share=True), {}


def _note_held(db: Session, numbers: Iterable[int]) -> None:
    own = next(_transactions(db))
    _held(db).setdefault(own, set()).update(numbers)


def _held(db: Session) -> WeakKeyDictionary[SessionTransaction, set[int]]:
    """The returns that each transaction of a session holds; what a savepoint held goes with it."""
    held: WeakKeyDictionary[SessionTransaction, set[int]] = db.info.setdefault(_HELD, WeakKeyDictionary())
    return held


def _transactions(db: Session) -> Iterator[SessionTransaction]:
    """The innermost first."""
    each = db.get_nested_transaction() or db.get_transaction()
    while each is not None:
        yield each
        each = each.parent


def begin(submission: Submission) -> None:
    """The return's own chain goes on from the last entry of its audit's."""
    audit = submission.audit
    submission.trail_from = submission.trail_length = audit.trail_length
    submission.trail_head = audit.trail_head


def note(
    db: Session, chain: Audit | Submission, speaker: Speaker, action: str, about: str, facts: dict[str, Any]
) -> None:
    """Add an entry whose content is `facts` (JSON types only). The caller holds the audit or the return it goes to."""
    db.connection().execute(insert(_EVENTS), [_entry(chain, speaker, (action, about, facts), facts, None)])


def note_answers(db: Session, submission: Submission, speaker: Speaker, answers: Iterable[Answer]) -> None:
    """Add the entries of answers, each of which is its own content. The caller holds the return."""
    entries = []
    for answer in answers:
        files = [(each.sha256, each.name, each.size) for each in answer.evidence]
        told: tuple[str, str, dict[str, Any]] = (
            "answer recorded",
            about_answer(submission.agency.abbr, answer.question),
            {},
        )
        entries.append(_entry(submission, speaker, told, answer_content(answer, files), answer.id))
    if entries:
        db.connection().execute(insert(_EVENTS), entries)


def _entry(
    chain: Audit | Submission,
    speaker: Speaker,
    told: tuple[str, str, dict[str, Any]],
    content: Any,
    answer_id: int | None,
) -> dict[str, Any]:
    """The next entry of a chain, as a row; the chain ends with it from now on."""
    salt = secrets.token_hex(16)
    action, about, facts = told
    is_own = isinstance(chain, Audit)
    entry = _NextEntry(
        chain.trail_length + 1, speaker.at, speaker.via, action, about, digest_of(salt, speaker.name, content)
    )
    chain.trail_head, chain.trail_length = hash_of(chain.trail_head, entry), entry.number
    return vars(entry) | {
        "audit_id": chain.id if isinstance(chain, Audit) else chain.audit_id,
        "submission_id": None if is_own else chain.id,
        "actor": speaker.name,
        "facts": facts,
        "answer_id": answer_id,
        "salt": salt,
        "hash": chain.trail_head,
    }


@dataclass
class _NextEntry:
    number: int
    at: datetime
    via: str
    action: str
    about: str
    digest: str


def audit_facts(audit: Audit) -> dict[str, Any]:
    """What the trail says of an audit when it opens."""
    template = hashlib.sha256(audit.template).hexdigest()
    facts = {"template_sha256": template, "opens": audit.opens.isoformat(), "due": audit.due.isoformat()}
    return facts | ({"after": audit.after} if audit.after else {})


def closing_facts(audit: Audit) -> dict[str, Any]:
    """What the trail says of an audit when it closes."""
    return {"closed_at": moment(audit.closed_at) if audit.closed_at else None}


def submission_facts(submission: Submission) -> dict[str, Any]:
    """What the trail says of a return each time its state changes."""

    def at(when: datetime | None) -> str | None:
        return moment(when) if when else None

    return {
        "partnerships": sorted(each.key for each in submission.partnerships),
        "sector": submission.sector,
        "scope": submission.scope,
        "signed_at": at(submission.signed_at),
        "submitted_at": at(submission.submitted_at),
        "submitted_by": submission.submitted_by,
        "reopened_at": at(submission.reopened_at),
        "reopened_because": submission.reopened_because,
        "accepted_at": at(submission.accepted_at),
        "accepted_by": submission.accepted_by,
        "excused_at": at(submission.excused_at),
        "excused_because": submission.excused_because,
        "extended_to": submission.extended_to.isoformat() if submission.extended_to else None,
        "paused_until": submission.paused_until.isoformat() if submission.paused_until else None,
    }


def about_answer(agency: str, question: str) -> str:
    """What the entry of an answer is about."""
    return f"{agency} {question}"


def answer_content(answer: Any, files: Iterable[tuple[str, str, int]]) -> dict[str, Any]:
    """What an entry seals of an answer, a row or an object, and of the files (SHA-256, name, size) behind it."""
    content = {
        "by": answer.by,
        "question": answer.question,
        "prompt": answer.prompt,
        "value": answer.value,
        "not_applicable": answer.not_applicable,
        "said_by": answer.said_by,
        "via": answer.via,
        "source": answer.source,
        "said_at": moment(answer.said_at),
    }
    content |= {"kept_from": answer.kept_from} if answer.kept_from else {}
    own = sorted(files)
    return content | ({"evidence": own} if own else {})


def digest_of(salt: str, actor: str, content: Any) -> str:
    """The seal over who and what."""
    return _sha256([salt, actor, content])


def hash_of(before: str, event: SealedEntry) -> str:
    """The seal over an entry and, by the hash before it, over all that went before."""
    return _sha256([before, event.number, moment(event.at), event.via, event.action, event.about, event.digest])


def moment(at: datetime) -> str:
    """As it is sealed, the same from any database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _sha256(content: Any) -> str:
    return hashlib.sha256(_as_sealed(content).encode()).hexdigest()


_as_sealed = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


_WHOLE = select(Submission).options(
    joinedload(Submission.audit, innerjoin=True),
    joinedload(Submission.agency, innerjoin=True).joinedload(Agency.contacts),
    joinedload(Submission.partnerships),
)
_WHOLE_ONE = _WHOLE.where(Submission.id == bindparam("number"))
_FRESH = _WHOLE.execution_options(populate_existing=True)
_FRESH_ONE = _WHOLE_ONE.execution_options(populate_existing=True)
_LOCK_ONE = select(Submission.id).where(Submission.id == bindparam("number")).with_for_update(key_share=True)
_EVENTS = Event.metadata.tables[Event.__tablename__]
_HELD = "s11.held"
