"""The trail of an export: the entries as they were, the audit's own and each return's."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from intake.audits.exported.answers import AnswersOfEntries
from intake.audits.exported.put import blocks, put, row, table_of
from intake.audits.exported.schema import TrailEntry
from intake.ledger import Refused
from storage.nouns import Event

AT_ONCE = 2_000


def add_entries(
    db: Session, audit: int, entries: Iterable[TrailEntry], returns: dict[str, int], answers: AnswersOfEntries
) -> None:
    """Add the entries; raises Refused for one of a return that the export does not have."""
    for some in blocks(entries, AT_ONCE):
        rows = []
        for entry in some:
            if entry.agency is not None and entry.agency not in returns:
                raise Refused(f"The trail names the return of {entry.agency}, which the export does not have.")
            whose = {"audit_id": audit, "submission_id": returns.get(entry.agency or "")}
            rows.append(row(entry, "agency", **whose, answer_id=answers.find(entry.agency, entry.number)))
        put(db, table_of(Event), rows)
