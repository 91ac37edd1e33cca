"""Files in the store that no row of the record speaks of any more, and letting go of them by way of the trash."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from storage.evidence import EvidenceStore, Missing, Stored, Trashed
from storage.record import Database, dump, record_tables

KEPT_FOR = timedelta(days=30)  # a file is put before the row that speaks of it, and people change their minds


def unused(record: Database, evidence: EvidenceStore, now: datetime) -> list[Stored]:
    """Files of ours, older than 30 days by the store's own date, whose key is in no row outside the trail."""
    found = {each.key: each for each in evidence.stored() if each.is_ours and _is_old(each, now)}
    for key in _mentioned(record):
        found.pop(key, None)
    return list(found.values())


def is_strange(record: Database, evidence: EvidenceStore) -> bool:
    """Whether the store or its trash holds files and the record speaks of none: one of the two is another's."""
    files = {each.key for each in evidence.stored() if each.is_ours} | {each.key for each in evidence.trash.listed()}
    return bool(files) and all(key not in files for key in _mentioned(record))


def let_go(evidence: EvidenceStore, unused: Stored, now: datetime, today: date) -> bool:
    """Move an unused file to the trash, unless somebody gave it again since it was found."""
    try:
        is_old = _is_old(evidence.stat(unused.key), now)
        if is_old:
            evidence.trash.take(unused.key, today)
    except Missing:
        return False
    return is_old


def needed_again(record: Database, evidence: EvidenceStore) -> list[Trashed]:
    """Put back whatever of the trash the record speaks of and the store lacks: its row came after the prune looked."""
    lying = {each.key: each for each in evidence.trash.listed()}
    wanted = [lying.pop(key) for key in _mentioned(record) if key in lying]
    return [each for each in wanted if restored(evidence, each)]


def restored(evidence: EvidenceStore, trashed: Trashed) -> bool:
    """Put one file back; False where the same came in again meanwhile, which stands."""
    try:
        evidence.stat(trashed.key)
    except Missing:
        evidence.trash.give_back(trashed)
        return True
    return False


def _mentioned(record: Database) -> Iterator[str]:
    with record.snapshot() as connection:
        for table in record_tables(connection):
            for part in dump(connection, table):
                yield from part.mentioned


def _is_old(stored: Stored, now: datetime) -> bool:
    return stored.modified < now - KEPT_FOR
