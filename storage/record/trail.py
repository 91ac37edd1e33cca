"""The audit trail: one hash chain an audit, over salted digests, so that erased content leaves it whole."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.nouns import Agency, Answer, Audit, Event, Submission

REOPENED = "return reopened"
_OF_AUDIT = frozenset(("template_sha256", "closed_at", "due"))  # the facts of entries that say how an audit stands


class Speaker(NamedTuple):
    """Who did something, by which channel, when."""

    name: str
    via: str
    at: datetime


def hold(db: Session, audit: Audit) -> None:
    """Keep other writers of this audit waiting until this transaction ends; its trail has one tail."""
    db.flush()  # what refresh finds unwritten it forgets
    db.refresh(audit, with_for_update=True)


def note(db: Session, audit: Audit, speaker: Speaker, action: str, about: str, facts: dict[str, Any]) -> None:
    """Add an entry whose content is `facts` (JSON types only). The caller holds the audit."""
    _append(db, audit, speaker, action, about, facts, facts, None)


def note_answer(db: Session, audit: Audit, speaker: Speaker, agency: str, answer: Answer) -> None:
    """Add the entry of an answer; the answer itself is the content."""
    _append(db, audit, speaker, "answer recorded", _about(agency, answer), {}, _content(answer), answer.id)


def first_bad_entry(db: Session, audit: Audit) -> str | None:
    """A sentence on the first thing in this audit's trail that does not hold; None when all of it does."""
    return next(_faults(db, audit), None)


def chain_fault(audit: str, before: str, number: int, event: Event, content: Any) -> str | None:
    """What is wrong with one entry, given the hash before it, the number it must bear and what it seals."""
    if event.number != number:
        return f"Entry {number} of {audit} is gone: the next one found is {event.number}."
    if event.digest != _digest(event.salt, event.actor, content):
        return f"Entry {number} of {audit} ({event.action}, {event.about}) no longer matches what was recorded."
    if event.hash != _hash(before, event):
        return f"Entry {number} of {audit} ({event.action}, {event.about}) was changed or moved."
    return None


def _append(
    db: Session,
    audit: Audit,
    speaker: Speaker,
    action: str,
    about: str,
    facts: dict[str, Any],
    content: Any,
    answer_id: int | None,
) -> None:
    salt = secrets.token_hex(16)
    event = Event(
        audit_id=audit.id,
        number=audit.trail_length + 1,
        at=speaker.at,
        actor=speaker.name,
        via=speaker.via,
        action=action,
        about=about,
        facts=facts,
        answer_id=answer_id,
        salt=salt,
        digest=_digest(salt, speaker.name, content),
        hash="",
    )
    event.hash = audit.trail_head = _hash(audit.trail_head, event)
    audit.trail_length = event.number
    db.add(event)


def _faults(db: Session, audit: Audit) -> Iterator[str]:
    answers = {
        answer.id: (abbr, answer)
        for answer, abbr in db.execute(
            select(Answer, Agency.abbr)
            .join(Submission, Answer.submission_id == Submission.id)
            .join(Agency, Submission.agency_id == Agency.id)
            .where(Submission.audit_id == audit.id)
            .options(selectinload(Answer.evidence))
        )
    }
    head, number = "", 0
    opened: dict[str, Any] = {}
    states: dict[str, dict[str, Any]] = {}
    for number, event in enumerate(
        db.scalars(select(Event).where(Event.audit_id == audit.id).order_by(Event.number)), start=1
    ):
        content: Any = event.facts
        if event.answer_id is not None:
            abbr, answer = answers.pop(event.answer_id, ("", None))
            is_bare = answer and event.about == _about(abbr, answer) and not event.facts
            content = answer and is_bare and _content(answer)
        elif event.about == audit.key and not _OF_AUDIT.isdisjoint(content):
            opened |= content
        elif "submitted_at" in content:
            states[event.about] = {"signed_at": _signed(content, states.get(event.about, {}))} | content
        if fault := chain_fault(audit.key, head, number, event, content):
            yield fault
        head = event.hash
    if (number, head) != (audit.trail_length, audit.trail_head):
        yield f"The trail of {audit.key} ends at entry {number}; {audit.trail_length} were written."
    for abbr, answer in answers.values():
        yield f"The answer of {abbr} to {answer.question} in {audit.key} has no entry in the trail."
    if {"closed_at": None} | opened != audit_facts(audit) | closing_facts(audit):
        yield f"The audit {audit.key} is not as its trail says it was opened."
    yield from _state_faults(db, audit, states)


def _state_faults(db: Session, audit: Audit, states: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Where a return is not as the trail's last word on it says."""
    submissions = select(Submission).where(Submission.audit_id == audit.id).options(joinedload(Submission.agency))
    for submission in db.scalars(submissions):
        sealed = states.pop(submission.agency.abbr, None)
        unsaid = _UNSAID | {"sector": submission.sector}
        if sealed is None or unsaid | sealed != submission_facts(submission):
            yield f"The return of {submission.agency.abbr} to {audit.key} is not as its trail says."
    for gone in states:
        yield f"The return of {gone} to {audit.key} is gone."


def _signed(said: dict[str, Any], before: dict[str, Any]) -> Any:
    """When the return was last signed, as far as an entry older than that fact can tell."""
    return said["submitted_at"] or before.get("signed_at")


def audit_facts(audit: Audit) -> dict[str, Any]:
    """What the trail says of an audit when it opens."""
    template = hashlib.sha256(audit.template).hexdigest()
    return {"template_sha256": template, "opens": audit.opens.isoformat(), "due": audit.due.isoformat()}


def closing_facts(audit: Audit) -> dict[str, Any]:
    """What the trail says of an audit when it closes."""
    return {"closed_at": _moment(audit.closed_at) if audit.closed_at else None}


def submission_facts(submission: Submission) -> dict[str, Any]:
    """What the trail says of a return each time its state changes."""

    def moment(at: datetime | None) -> str | None:
        return _moment(at) if at else None

    return {
        "partnerships": sorted(each.key for each in submission.partnerships),
        "sector": submission.sector,
        "scope": submission.scope,
        "signed_at": moment(submission.signed_at),
        "submitted_at": moment(submission.submitted_at),
        "submitted_by": submission.submitted_by,
        "reopened_at": moment(submission.reopened_at),
        "reopened_because": submission.reopened_because,
        "excused_at": moment(submission.excused_at),
        "excused_because": submission.excused_because,
        "extended_to": submission.extended_to.isoformat() if submission.extended_to else None,
        "paused_until": submission.paused_until.isoformat() if submission.paused_until else None,
    }


_UNSAID = {"excused_because": "", "extended_to": None, "paused_until": None}  # in entries older than these facts


def _about(agency: str, answer: Answer) -> str:
    return f"{agency} {answer.question}"


def _content(answer: Answer) -> dict[str, Any]:
    content = {
        "by": answer.by,
        "question": answer.question,
        "prompt": answer.prompt,
        "value": answer.value,
        "not_applicable": answer.not_applicable,
        "said_by": answer.said_by,
        "via": answer.via,
        "source": answer.source,
        "said_at": _moment(answer.said_at),
    }
    files = sorted((each.sha256, each.name, each.size) for each in answer.evidence)
    return content | ({"evidence": files} if files else {})


def _digest(salt: str, actor: str, content: Any) -> str:
    return _sha256([salt, actor, content])


def _hash(before: str, event: Event) -> str:
    sealed = [before, event.number, _moment(event.at), event.via, event.action, event.about, event.digest]
    return _sha256(sealed)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _sha256(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
