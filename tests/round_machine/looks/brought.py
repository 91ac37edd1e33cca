"""What an export brings to another home: every row of the record that is about its audit, as it is here."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Answer, Audit, Submission
from storage.nouns.answers import answer_evidence
from storage.nouns.base import Base
from storage.nouns.people import agency_contacts
from tests.round_machine.people import KEY

OF_THIS_HOME = {  # what was sent, came and was seen here, and the tags, which a home makes anew
    "messages", "receipts", "sent", "turns", "shown", "sightings", "tagged", "tags", "agency_contacts",
    "agency_partnerships",
}  # fmt: skip
FOUND_ANEW = {"trail_from", "trail_length", "trail_head", "away_until"}  # each entry of a trail is a row of its own

Rows = dict[str, "Counter[tuple[Any, ...]]"]


def rows_of(db: Session, key: str = KEY) -> Rows:
    """The rows of each table that belong to an audit, without the numbers by which they hang together."""
    audit = db.scalar(sa.select(Audit.id).where(Audit.key == key))
    of: dict[str, set[Any]] = {"audits": {audit}}
    for name, own in _beside(audit).items():
        of[name] = set(db.scalars(own))
    found: Rows = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in OF_THIS_HOME and (rows := list(_rows(db, table, of))):
            of[table.name] = {each.get("id") for each in rows}
            told = [each.name for each in table.columns if not (each.primary_key or each.foreign_keys)]
            told = [each for each in told if each not in FOUND_ANEW]
            found[table.name] = Counter(tuple(_told(each[name]) for name in told) for each in rows)
    return found


def _beside(audit: int | None) -> dict[str, sa.Select[Any]]:
    """The rows (ids) that name no audit, and on which something of it hangs: its people, and its files."""
    own = sa.select(Submission.id).where(Submission.audit_id == audit)
    agencies = sa.select(Submission.agency_id).where(Submission.audit_id == audit)
    people = sa.select(agency_contacts.c.contacts_id).where(agency_contacts.c.agencies_id.in_(agencies))
    said = sa.select(Answer.id).where(Answer.submission_id.in_(own))
    files = sa.select(answer_evidence.c.evidence_id).where(answer_evidence.c.answers_id.in_(said))
    return {"contacts": people, "evidence": files}


def _told(value: object) -> str:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else repr(value)


def _rows(db: Session, table: sa.Table, of: dict[str, set[Any]]) -> Iterator[dict[str, Any]]:
    """Of the audit itself, or of a row that is."""
    ties = [(each, next(iter(each.foreign_keys)).column.table.name) for each in table.columns if each.foreign_keys]
    for row in db.execute(sa.select(table)).mappings():
        own = [row[column.name] in of[name] for column, name in ties if name in of and row[column.name] is not None]
        if any(own) or (table.name in ("audits", "contacts", "evidence") and row["id"] in of[table.name]):
            yield dict(row)
