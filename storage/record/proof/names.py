"""What a row that was sealed is called, so that a manager can look it up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.dates import uk_moment
from storage.nouns import Agency, Audit, Contact, Submission
from storage.nouns.metadata import RECORD
from storage.record.which import among

_CALLED = {
    "audits": "audit {key}",
    "partnerships": "partnership {key} ({name})",
    "agencies": "agency {abbr} ({name})",
    "contacts": "contact {email}",
    "evidence": "file {name}",
    "events": "entry {number} of {of_audit} ({action}, {about})",
    "remarks": "remark of {said_by} of {said_at}",
    "sent": "form for {of_contact} of {sent_at}",
    "calls": "call to {of_agency} of {at}",
    "handovers": "handover of {question} by {by_contact} of {at}",
    "pleas": "plea of {said_by} of {asked_at}",
    "threads": "question back to {of_agency} of {opened_at}",
    "thread_entries": "word of {said_by} of {said_at}",
    "reviews": "review by {said_by} of {said_at}",
    "actions": "action {number} of {of_audit}",
    "action_entries": "word of {said_by} on an action of {said_at}",
    "recommendations": "recommendation {number} of {of_audit}",
    "meetings": "meeting {number} of {of_audit}",
    "meeting_entries": "word of {said_by} on a meeting of {said_at}",
    "quotes": "quotation that {approved_by} approved, of {approved_at}",
    "receipts": "letter of {sender} of {received_at}",
    "held": "letter of {sender} of {received_at}, which was held,",
    "messages": "message to {recipient} of {sent_at}",
    "holds": "legal hold of {held_at}",
    "turns": "turn in the conversation with {of_contact} of {at}",
}
_SEALED_APART = {"held": "receipts"}  # what is sealed of some rows of a table besides, and of which table
_BESIDE: dict[str, tuple[str, Any, Any]] = {  # what is known of a row by another: its column, where to look, what for
    "of_audit": ("audit_id", Audit.id, Audit.key),
    "of_contact": ("contact_id", Contact.id, Contact.email),
    "by_contact": ("by_contact_id", Contact.id, Contact.email),
    "of_agency": ("submission_id", Submission.id, Agency.abbr),
}


def names_of(db: Session, what: str, ids: Sequence[int]) -> dict[int, str]:
    """What each of these rows of a table is called, such as: agency GP1 (Example Surgery)."""
    table, called = table_of(what), _CALLED[what]
    beside = {name: each for name, each in _BESIDE.items() if f"{{{name}}}" in called}
    columns = [
        _found(found, own == "submission_id").where(key == table.c[own]).scalar_subquery().label(name)
        for name, (own, key, found) in beside.items()
    ]
    rows = db.execute(sa.select(table, *columns).where(among(db, table.c.id, ids))).mappings()
    return {row["id"]: called.format(**{name: _plain(name, value) for name, value in row.items()}) for row in rows}


def table_of(what: str) -> sa.Table:
    """The table of what is sealed by this name."""
    return RECORD.tables[_SEALED_APART.get(what, what)]


def _found(found: Any, is_through_return: bool) -> sa.Select[Any]:
    wanted = sa.select(found)
    return wanted.join(Submission, Submission.agency_id == Agency.id) if is_through_return else wanted


def _plain(name: str, value: Any) -> Any:
    """As a person reads it; what a row does not say is somebody who is not known, or a day that has not come."""
    if isinstance(value, datetime):
        return uk_moment(value)
    if value in (None, ""):
        return "a day to come" if name == "at" or name.endswith("_at") else "nobody known"
    return value
