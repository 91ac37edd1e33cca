"""The record of an audit as JSON, for other programs and another home."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from config.questionnaire import Template
from intake.ledger import files_of
from intake.returns import cells, is_ready, state, status
from reports.figures import handovers_of, pleas_of, remarks_of
from reports.report.answers import (
    action_entry,
    file_entry,
    history_entry,
    iso,
    meeting_entry,
    quote_entry,
    recommendation_entry,
    review_entry,
    standing_answers,
    thread_entry,
)
from storage.nouns import Agency, Answer, Audit, Call, Contact, Event, Handover, Plea, Quote, Remark, Submission, Tagged
from storage.record import actions_of, current_answers, meetings_of, recommendations_of, reviews_of, threads_of, trail


def export_json(
    db: Session, template: Template, audit: Audit, submissions: Sequence[Submission], *, whole: bool
) -> str:
    """An audit's record as JSON, the same bytes for the same record; `whole` adds the trail, which seals all of it."""
    entries = {
        event.answer_id: event.number
        for event in db.scalars(select(Event).where(Event.audit_id == audit.id, Event.answer_id.is_not(None)))
    }
    partnerships = {each.key: each.name for submission in submissions for each in submission.partnerships}
    document = {
        "audit": audit.key,
        "template": audit.template.decode(),
        "opens": iso(audit.opens),
        "due": iso(audit.due),
        "after": audit.after,
        "closed_at": iso(audit.closed_at),
        "partnerships": [{"key": key, "name": name} for key, name in sorted(partnerships.items())],
        "agencies": [
            _submission(db, template, each, entries if whole else {}) | ({} if whole else _dropped(db, each))
            for each in submissions
        ],
        **_after(db, audit, submissions, whole=whole),
    }
    if whole:
        document["trail"] = [_event(event, each) for each in (None, *submissions) for event in _chain(db, audit, each)]
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _chain(db: Session, audit: Audit, submission: Submission | None) -> Iterator[Event]:
    """The entries of a return's own chain, or of the audit's. A return is named alone: beside its audit SQLite looks
    through all entries of that for each return."""
    own = Event.audit_id == audit.id, Event.submission_id.is_(None)
    whose = own if submission is None else [Event.submission_id == submission.id]
    yield from db.scalars(select(Event).where(*whose).order_by(Event.number))


def _after(db: Session, audit: Audit, submissions: Sequence[Submission], *, whole: bool) -> dict[str, Any]:
    """What is to be done and recommended; of the shared, a part has those of the partnership that all of it is of."""
    of = {each.id: each.agency.abbr for each in submissions}
    keys = [{one.key for one in each.partnerships} for each in submissions]
    common = {"", *(set.intersection(*keys) if keys else ())}
    actions = [
        action_entry(each, of.get(each.submission_id or 0))
        for each in actions_of(db, audit)
        if each.submission_id in of or (each.submission_id is None and (whole or each.partnership in common))
    ]
    meetings = [
        meeting_entry(each, of.get(each.submission_id or 0))
        for each in meetings_of(db, audit)
        if each.submission_id in of or (each.submission_id is None and (whole or each.partnership in common))
    ]
    recommended = [each for each in recommendations_of(db, audit) if whole or each.partnership in common]
    told = [recommendation_entry(each) for each in recommended]
    return {"actions": actions, "recommendations": told, "meetings": meetings}


def _submission(
    db: Session, template: Template, submission: Submission, entries: dict[int | None, int]
) -> dict[str, Any]:
    history = db.scalars(
        select(Answer)
        .where(Answer.submission_id == submission.id)
        .order_by(Answer.id)
        .options(selectinload(Answer.evidence), selectinload(Answer.tags))
    ).all()
    current = current_answers(db, [submission.id])
    looked_at = select(Tagged).join(Answer, Answer.id == Tagged.answer_id).where(Answer.submission_id == submission.id)
    tagged = {each.answer_id: each.version for each in db.scalars(looked_at)}
    approvals = select(Quote).join(Answer, Answer.id == Quote.answer_id).where(Answer.submission_id == submission.id)
    quotes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for quote in db.scalars(approvals.order_by(Quote.id)):
        quotes[quote.answer_id].append(quote_entry(quote))
    return {
        "abbr": submission.agency.abbr,
        "name": submission.agency.name,
        "sector": submission.sector,
        "partnerships": [each.key for each in submission.partnerships],
        "status": status(submission, has_answers=bool(current)),
        "state": state(submission, has_answers=bool(current), is_ready=_is_ready(template, submission, current)),
        "scope": submission.scope,
        "invited_at": iso(submission.invited_at),
        "signed_at": iso(submission.signed_at),
        "submitted_at": iso(submission.submitted_at),
        "submitted_by": submission.submitted_by,
        "reopened_at": iso(submission.reopened_at),
        "reopened_because": submission.reopened_because,
        "excused_at": iso(submission.excused_at),
        "excused_because": submission.excused_because,
        "accepted_at": iso(submission.accepted_at),
        "accepted_by": submission.accepted_by,
        "extended_to": iso(submission.extended_to),
        "paused_until": iso(submission.paused_until),
        "calls": [
            {"said_by": call.said_by, "at": iso(call.at), "words": call.words}
            for call in db.scalars(select(Call).where(Call.submission_id == submission.id).order_by(Call.id))
        ],
        "contacts": _contacts(submission.agency),
        "remarks": [_remark(each) for each in remarks_of(db, submission)],
        "pleas": [_plea(submission, each) for each in pleas_of(db, submission)],
        "handovers": [_handover(db, each) for each in handovers_of(db, submission)],
        "threads": [thread_entry(each) for each in threads_of(db, [submission.id]).get(submission.id, ())],
        "reviews": [review_entry(each) for each in reviews_of(db, [submission.id]).get(submission.id, ())],
        "evidence": [file_entry(each) for each in files_of(current) if not each.question],
        "answers": standing_answers(template, current),
        "history": [history_entry(each, entries, tagged) | {"quotes": quotes[each.id]} for each in history],
    }


def _dropped(db: Session, submission: Submission) -> dict[str, Any]:
    """Which answers of last time it let go of, for a part, which brings no trail to say so."""
    wanted = select(Event).where(Event.submission_id == submission.id, Event.action == trail.DROPPED)
    told = db.scalars(wanted.order_by(Event.number))
    return {"dropped": [{"said_by": each.actor, "via": each.via, "at": iso(each.at), **each.facts} for each in told]}


def _is_ready(template: Template, submission: Submission, current: Sequence[Answer]) -> bool:
    return is_ready(template, submission.sector, cells(template, current))


def _remark(remark: Remark) -> dict[str, Any]:
    """Words of a letter that count nowhere: they answer no question, or met a colleague's answer, which stands."""
    return {
        "number": remark.number,
        "words": remark.words,
        "said_by": remark.said_by,
        "source": remark.source,
        "said_at": iso(remark.said_at),
        "question": remark.question,
        "prompt": remark.prompt,
        "value": remark.value,
        "not_applicable": remark.not_applicable,
        "met_source": remark.met_source,
        "met_prompt": remark.met_prompt,
    }


def _plea(submission: Submission, plea: Plea) -> dict[str, Any]:
    """What was asked of a manager and what was decided; no address where the asker speaks for the agency no longer."""
    addresses = {contact.id: contact.email for contact in submission.agency.contacts}
    return {
        "contact": addresses.get(plea.contact_id or 0),
        "source": plea.source,
        "wish": plea.wish,
        "words": plea.words,
        "said_by": plea.said_by,
        "asked_at": iso(plea.asked_at),
        "decided_at": iso(plea.decided_at),
        "decided_by": plea.decided_by,
        "outcome": plea.outcome,
    }


def _handover(db: Session, each: Handover) -> dict[str, Any]:
    """Who gave a question to whom, by address; nobody: back to everybody."""
    to = db.get_one(Contact, each.to_contact_id).email if each.to_contact_id else None
    return {
        "question": each.question,
        "by": db.get_one(Contact, each.by_contact_id).email,
        "to": to,
        "source": each.source,
        "at": iso(each.at),
    }


def _contacts(agency: Agency) -> list[dict[str, Any]]:
    return [
        {
            "name": contact.name,
            "email": contact.email,
            "slack_user": contact.slack_user,
            "role": contact.role,
            "left_on": iso(contact.left_on),
            "time_zone": contact.time_zone,
            "phone": contact.phone,
            "bounced_at": iso(contact.bounced_at),
            "slack_shut_at": iso(contact.slack_shut_at),
            "unreachable_by": contact.unreachable_by,
        }
        for contact in agency.contacts
    ]


def _event(event: Event, of: Submission | None) -> dict[str, Any]:
    """An entry of the audit's own trail, or of a return's, which is then named by its agency."""
    return ({"agency": of.agency.abbr} if of else {}) | {
        "number": event.number,
        "at": iso(event.at),
        "actor": event.actor,
        "via": event.via,
        "action": event.action,
        "about": event.about,
        "facts": dict(sorted(event.facts.items())),
        "salt": event.salt,
        "digest": event.digest,
        "hash": event.hash,
    }
