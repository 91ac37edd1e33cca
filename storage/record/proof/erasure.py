"""Erasures: an entry of a trail says by number and hash what was taken out by right, and the rest is proved."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.nouns import Audit, Event

ERASED = "words erased"
ENTRIES = "entries"  # what a tombstone is of where it is of an entry of its own trail; else the name of a table
_SALT = 16  # bytes


class Tombstone(NamedTuple):
    """What an entry of a trail, or a row, was sealed as before words of it were erased, and is sealed as since."""

    what: str
    row: int  # an entry's number in its own trail, or the row's id
    was: str
    salt: str
    digest: str

    @classmethod
    def over(cls, what: str, row: int, was: str, digest: Callable[[str], str]) -> "Tombstone":
        """A new one; `digest` seals what is there now with the salt that it is given."""
        salt = secrets.token_hex(_SALT)
        return cls(what, row, was, salt, digest(salt))


class Erasure(NamedTuple):
    """An entry that says that words were erased: of which audit, when, by whom, why, and of how many things."""

    audit: str
    at: datetime
    by: str
    because: str
    things: int


def erasure_facts(because: str, stones: Iterable[Tombstone], files: Iterable[str]) -> dict[str, Any]:
    """What the trail says of an erasure: by number and hash, never the words."""
    return {"because": because, "erased": [list(each) for each in stones], "files": sorted(files)}


def entry_stones(db: Session, audit: Audit) -> dict[tuple[int, int], list[Tombstone]]:
    """The tombstones of an audit's entries, by return (0 for the audit's own trail) and number."""
    found: dict[tuple[int, int], list[Tombstone]] = defaultdict(list)
    for event, stones in _erasures(db, Event.audit_id == audit.id):
        for each in stones:
            if each.what == ENTRIES:
                found[event.submission_id or 0, each.row].append(each)
    return found


def row_stones(db: Session) -> dict[tuple[str, int], list[Tombstone]]:
    """The tombstones of rows that are sealed in bulk, by table and id."""
    found: dict[tuple[str, int], list[Tombstone]] = defaultdict(list)
    for _, stones in _erasures(db, sa.true()):
        for each in stones:
            if each.what != ENTRIES:
                found[each.what, each.row].append(each)
    return found


def erasures(db: Session) -> list[Erasure]:
    """Every erasure that a trail tells of, oldest first."""
    keys = {number: key for number, key in db.execute(sa.select(Audit.id, Audit.key))}
    return [
        Erasure(keys[event.audit_id], event.at, event.actor, str(event.facts.get("because", "")), len(stones))
        for event, stones in _erasures(db, sa.true())
    ]


def ends_at(stones: Sequence[Tombstone], sealed: str) -> Tombstone | None:
    """The last tombstone over what was sealed so; None where nothing of it was erased."""
    last = None
    for each in stones:
        if each.was == (last.digest if last else sealed):
            last = each
    return last


def is_erased(stones: Sequence[Tombstone], sealed: str, digest: Callable[[str], str]) -> bool:
    """Whether what is there now is what the last erasure of it left."""
    last = ends_at(stones, sealed)
    return last is not None and digest(last.salt) == last.digest


def _erasures(db: Session, where: sa.ColumnElement[bool]) -> Iterator[tuple[Any, list[Tombstone]]]:
    columns = (Event.audit_id, Event.submission_id, Event.at, Event.actor, Event.facts)
    for event in db.execute(sa.select(*columns).where(Event.action == ERASED, where).order_by(Event.id)):
        listed = event.facts.get("erased", ()) if isinstance(event.facts, dict) else ()
        yield event, [Tombstone(*each) for each in listed if isinstance(each, list) and len(each) == 5]
