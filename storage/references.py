"""Files in the store that no row of the record speaks of any more, and letting go of them."""

from datetime import datetime, timedelta

from storage.backup import snapshot
from storage.database import Database
from storage.evidence import EvidenceStore, Missing, Stored
from storage.rows import dump, record_tables

KEPT_FOR = timedelta(days=30)  # a file is put before the row that speaks of it, and people change their minds


def unused(record: Database, evidence: EvidenceStore, now: datetime) -> list[Stored]:
    """Files of ours, older than 30 days by the store's own date, whose key is in no row outside the trail."""
    found = {each.key: each for each in evidence.stored() if each.is_ours and _is_old(each, now)}
    with snapshot(record) as connection:
        for table in record_tables(connection):
            for part in dump(connection, table):
                for key in part.mentioned:
                    found.pop(key, None)
    return list(found.values())


def let_go(evidence: EvidenceStore, unused: Stored, now: datetime) -> bool:
    """Delete an unused file, unless somebody gave it again since it was found."""
    try:
        is_old = _is_old(evidence.stat(unused.key), now)
    except Missing:
        return False
    if is_old:
        evidence.delete(unused.key)
    return is_old


def _is_old(stored: Stored, now: datetime) -> bool:
    return stored.modified < now - KEPT_FOR
