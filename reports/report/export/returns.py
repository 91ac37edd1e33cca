"""A return as an export tells it: how it stands, who speaks for it, and all that was said. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from config.questionnaire import Template
from intake.ledger import files_of
from intake.returns import cells, is_ready, state, status
from reports.report.export.entries import (
    file_entry,
    history_entry,
    iso,
    review_entry,
    standing_answers,
    thread_entry,
)
from reports.report.export.rows import KeptAnswer, ReturnRows
from storage.nouns import Submission


def return_entry(template: Template, submission: Submission, rows: ReturnRows) -> dict[str, Any]:
    """Everything of one return, in the order of an export."""
    said, people = rows.said.get(submission.id, ()), rows.contacts.get(submission.agency_id, ())
    current = _current(said)
    addresses = {each.id: each.email for each in people}
    return {
        **_stands(template, submission, current),
        "calls": [_call(each) for each in rows.calls.get(submission.id, ())],
        "contacts": [_contact(each) for each in people],
        "remarks": [_remark(each) for each in rows.remarks.get(submission.id, ())],
        "pleas": [_plea(each, addresses) for each in rows.pleas.get(submission.id, ())],
        "handovers": _handovers(rows.handovers.get(submission.id, ()), addresses),
        "threads": [thread_entry(each) for each in rows.threads.get(submission.id, ())],
        "reviews": [review_entry(each) for each in rows.reviews.get(submission.id, ())],
        "evidence": [file_entry(each) for each in files_of(current) if not each.question],
        "answers": standing_answers(template, current),
        "history": [history_entry(each) for each in said],
    }


def _current(said: Iterable[KeptAnswer]) -> list[KeptAnswer]:
    """What nothing supersedes: of each prompt by each side the last."""
    latest: dict[tuple[str, str, str], KeptAnswer] = {}
    for each in said:
        place = (each.question, each.by, each.prompt)
        if (before := latest.get(place)) is None or (before.said_at, before.id) < (each.said_at, each.id):
            latest[place] = each
    return [latest[place] for place in sorted(latest)]


def _stands(template: Template, submission: Submission, current: Sequence[KeptAnswer]) -> dict[str, Any]:
    has_answers = bool(current)
    ready = is_ready(template, submission.sector, cells(template, current))
    return {
        "abbr": submission.agency.abbr,
        "name": submission.agency.name,
        "sector": submission.sector,
        "partnerships": [each.key for each in submission.partnerships],
        "status": status(submission, has_answers=has_answers),
        "state": state(submission, has_answers=has_answers, is_ready=ready),
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
    }


def _call(call: Any) -> dict[str, Any]:
    return {"said_by": call.said_by, "at": iso(call.at), "words": call.words}


def _remark(remark: Any) -> dict[str, Any]:
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


def _plea(plea: Any, addresses: dict[int, str]) -> dict[str, Any]:
    """What was asked of a manager and what was decided; no address where the asker speaks for the agency no longer."""
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


def _handovers(found: Iterable[Any], addresses: dict[int, str]) -> list[dict[str, Any]]:
    """Who gave a question to whom, by address, among people who speak for the agency yet; nobody: to everybody."""
    return [
        {
            "question": each.question,
            "by": addresses[each.by_contact_id],
            "to": addresses[each.to_contact_id] if each.to_contact_id else None,
            "source": each.source,
            "at": iso(each.at),
        }
        for each in found
        if each.by_contact_id in addresses and (each.to_contact_id or each.by_contact_id) in addresses
    ]


def _contact(contact: Any) -> dict[str, Any]:
    return {
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
