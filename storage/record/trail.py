"""The audit trail: hash chains over salted digests, so that erased content leaves them whole.

Each return has its own, which goes on from an entry of its audit's; the audit's own holds what is no return's.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.nouns import Answer, Audit, Event, Submission

REOPENED = "return reopened"
_STANDS = ("closed_at", "opens", "due")  # what an audit may come to be while somebody waits for a return of it


class Speaker(NamedTuple):
    """Who did something, by which channel, when."""

    name: str
    via: str
    at: datetime


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

    Whoever closes the audit or moves its day holds each of its returns, so neither changes before this ends.
    """
    db.flush()
    db.refresh(submission, _COLUMNS, with_for_update={"key_share": True})
    db.refresh(submission.audit, _STANDS)


def hold_returns(db: Session, submissions: Iterable[Submission]) -> None:
    """Hold several returns, always in one order, so that no two wait for each other."""
    for each in sorted(submissions, key=lambda one: one.id):
        hold_return(db, each)


def hold_all(db: Session, audit: Audit) -> None:
    """Hold the audit and each of its returns: what changes all of them."""
    hold(db, audit)
    held = select(Submission).where(Submission.audit_id == audit.id).order_by(Submission.id)
    fresh = held.with_for_update(key_share=True, of=Submission).execution_options(populate_existing=True)
    db.scalars(fresh).all()
    db.expire(audit, ["submissions"])


def begin(submission: Submission) -> None:
    """The return's own chain goes on from the last entry of its audit's."""
    audit = submission.audit
    submission.trail_from = submission.trail_length = audit.trail_length
    submission.trail_head = audit.trail_head


def note(
    db: Session, chain: Audit | Submission, speaker: Speaker, action: str, about: str, facts: dict[str, Any]
) -> None:
    """Add an entry whose content is `facts` (JSON types only). The caller holds the audit or the return it goes to."""
    _append(db, chain, speaker, (action, about, facts), facts, None)


def note_answer(db: Session, submission: Submission, speaker: Speaker, answer: Answer) -> None:
    """Add the entry of an answer; the answer itself is the content. The caller holds the return."""
    files = [(each.sha256, each.name, each.size) for each in answer.evidence]
    about = about_answer(submission.agency.abbr, answer.question)
    _append(db, submission, speaker, ("answer recorded", about, {}), answer_content(answer, files), answer.id)


def _append(
    db: Session,
    chain: Audit | Submission,
    speaker: Speaker,
    told: tuple[str, str, dict[str, Any]],
    content: Any,
    answer_id: int | None,
) -> None:
    salt = secrets.token_hex(16)
    action, about, facts = told
    is_own = isinstance(chain, Audit)
    event = Event(
        audit_id=chain.id if isinstance(chain, Audit) else chain.audit_id,
        submission_id=None if is_own else chain.id,
        number=chain.trail_length + 1,
        at=speaker.at,
        actor=speaker.name,
        via=speaker.via,
        action=action,
        about=about,
        facts=facts,
        answer_id=answer_id,
        salt=salt,
        digest=digest_of(salt, speaker.name, content),
        hash="",
    )
    event.hash = chain.trail_head = hash_of(chain.trail_head, event)
    chain.trail_length = event.number
    db.add(event)


def audit_facts(audit: Audit) -> dict[str, Any]:
    """What the trail says of an audit when it opens."""
    template = hashlib.sha256(audit.template).hexdigest()
    return {"template_sha256": template, "opens": audit.opens.isoformat(), "due": audit.due.isoformat()}


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
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_COLUMNS = [each.key for each in Submission.__mapper__.column_attrs]
