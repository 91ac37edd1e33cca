"""The witness: a line on each audit's trail, kept where whoever changes the record cannot change it."""

import re
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.dates import today, uk_date
from config.words import count
from storage.nouns import Audit, Event, Seal
from storage.record.proof.seals import newest

_SHOWN = 32  # hexadecimal digits of a hash, as many as a letter can carry and nobody can meet by trying
_LINE = re.compile(
    r"(?<![\w.-])(?P<key>[\w.-]++): (?P<entries>\d+) entries in \d+ chains?, "
    r"seal (?P<seal>\d+), (?P<hash>[0-9a-f]{32})"
)
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\+\d\d:\d\d) $")
_LONGEST_AT = 26  # characters of a moment before a line in the home's own file


def witness_of(db: Session, audit: Audit) -> str:
    """How the audit's trails and the record's seals end now; empty before anything was sealed."""
    last = newest(db)
    if last is None:
        return ""
    ends = sa.select(sa.func.count(), sa.func.count(sa.distinct(sa.func.coalesce(Event.submission_id, 0))))
    entries, chains = db.execute(ends.where(Event.audit_id == audit.id)).one()
    counted = f"{count(entries, 'entry', 'entries')} in {count(chains, 'chain')}"
    return f"{audit.key}: {counted}, seal {last.number}, {last.hash[:_SHOWN]}"


def is_witness(words: str) -> bool:
    """Whether there is a line of ours among the words, however a letter has broken it."""
    return _LINE.search(_on_one_line(words)) is not None


def compared_with(db: Session, words: str) -> str:
    """Which witness these lines are: of what moment, where they tell it, of how many entries, and up to which seal."""
    text = _on_one_line(words)
    entries: dict[str, int] = {}
    at = ""
    for found in _LINE.finditer(text):
        entries[found["key"]] = max(int(found["entries"]), entries.get(found["key"], 0))
        told = _AT.search(text, max(0, found.start() - _LONGEST_AT), found.start())
        at = max(at, told[0].strip()) if told else at
    seals = max(int(found["seal"]) for found in _LINE.finditer(text))
    last, number = newest(db), sum(entries.values())
    when = f" of {uk_date(today(datetime.fromisoformat(at)))}" if at else ""
    behind = f" It ends at seal {seals}; the record has {last.number}." if last and last.number > seals else ""
    return f"Compared with the witness{when}, {number} {'entry' if number == 1 else 'entries'}.{behind}"


def witness_faults(db: Session, words: str) -> Iterator[str]:
    """Where the record has less than these lines witness, or something else in its place: each audit and seal once."""
    seals: dict[int, str] = {}
    entries: dict[str, int] = {}
    for found in _LINE.finditer(_on_one_line(words)):
        entries[found["key"]] = max(int(found["entries"]), entries.get(found["key"], 0))
        number = int(found["seal"])
        if seals.setdefault(number, found["hash"]) != found["hash"]:
            yield f"Two witnesses differ about seal {number}."
    kept = sa.select(Audit.key, sa.func.count(Event.id)).outerjoin(Event, Event.audit_id == Audit.id)
    there = {key: entries for key, entries in db.execute(kept.group_by(Audit.key))}
    for key, least in sorted(entries.items()):
        if key not in there:
            yield f"The audit {key} is gone. It had {count(least, 'entry', 'entries')}."
        elif there[key] < least:
            left = count(there[key], "entry", "entries")
            yield f"The trail of {key} was cut: it has {left}, and {count(least, 'was', 'were')} witnessed."
    yield from _seal_faults(db, seals)


def _seal_faults(db: Session, witnessed: dict[int, str]) -> Iterator[str]:
    wanted = sa.select(Seal.number, Seal.hash).where(Seal.number.is_not(None)).order_by(Seal.number)
    with db.execute(wanted.execution_options(yield_per=500)) as rows:
        for number, sealed in rows:
            said = witnessed.pop(number or 0, None)
            if said is not None and not sealed.startswith(said):
                yield f"The record was sealed anew: seal {number} is not the one that was witnessed."
                return
    if witnessed:
        yield f"The seals of the record were cut: seal {max(witnessed)} was witnessed and is gone."


def _on_one_line(words: str) -> str:
    return " ".join(words.replace(">", " ").split())
