"""What was said in the returns of an export, with files, themes and approved sentences; and the trail that seals it."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.audits.exported.put import AT_ONCE, blocks, put, put_numbered, row, table_of
from intake.audits.exported.returns import RestoredReturn
from intake.audits.exported.schema import SaidAnswer, SaidEvidence, TrailEntry
from intake.ledger import Refused
from storage.nouns import Answer, Event, Evidence, Quote, Tag, Tagged, answer_evidence

_APART = ("entry", "evidence", "themes", "tagged", "quotes")


ENTRIES = 2_000  # written at once


class RestoredAnswer(NamedTuple):
    """An answer of the export, and its number in this record."""

    said: SaidAnswer
    number: int


def add_answers(db: Session, kept: Sequence[RestoredReturn]) -> list[list[RestoredAnswer]]:
    """Add all that was said in these returns, return by return."""
    rows = [row(said, *_APART, submission_id=each.number) for each in kept for said in each.said.history]
    numbers = iter(put_numbered(db, Answer, rows))
    found = [[RestoredAnswer(said, next(numbers)) for said in each.said.history] for each in kept]
    every = [answer for own in found for answer in own]
    _add_files(db, every)
    put(db, table_of(Tag), [row(tag, answer_id=each.number) for each in every for tag in each.said.themes])
    looked_at = [
        {"answer_id": each.number, "version": each.said.tagged} for each in every if each.said.tagged is not None
    ]
    put(db, table_of(Tagged), looked_at)
    put(db, table_of(Quote), [row(one, answer_id=each.number) for each in every for one in each.said.quotes])
    return found


def _add_files(db: Session, answers: Sequence[RestoredAnswer]) -> None:
    files = evidence_of(db, (file for each in answers for file in each.said.evidence))
    pairs = [
        {"answers_id": each.number, "evidence_id": files[file.sha256, file.name]}
        for each in answers
        for file in each.said.evidence
    ]
    put(db, answer_evidence, pairs)


def evidence_of(db: Session, files: Iterable[SaidEvidence]) -> dict[tuple[str, str], int]:
    """The rows of these files, by SHA-256 and name; each has one, however often it came."""
    named = dict[tuple[str, str], SaidEvidence]()
    for each in files:
        named.setdefault((each.sha256, each.name), each)
    known = dict(_known(db, {sha256 for sha256, _ in named}))
    new = [key for key in named if key not in known]
    return known | dict(zip(new, put_numbered(db, Evidence, [row(named[key]) for key in new]), strict=True))


def _known(db: Session, keys: Iterable[str]) -> Iterator[tuple[tuple[str, str], int]]:
    table = table_of(Evidence)
    for some in blocks(keys, AT_ONCE):
        wanted = sa.select(table.c.sha256, table.c.name, table.c.id).where(table.c.sha256.in_(some))
        yield from (((sha256, name), number) for sha256, name, number in db.connection().execute(wanted))


class AnswersOfEntries:
    """Which answer an entry of the trail is of. Eight bytes each: they wait for the trail, which comes last."""

    def __init__(self) -> None:
        self._own: dict[str, tuple[array[int], array[int]]] = {}
        self._of_audit: dict[int, int] = {}  # of audits older than the returns' own trails
        self._last: tuple[str, dict[int, int]] = ("", {})

    def note(self, abbr: str, said: Sequence[RestoredAnswer], first: int, last: int) -> None:
        """The answers of a return, whose own trail goes from this entry to that."""
        own: list[Any] = []
        for each in said:
            if each.said.entry is not None and first <= each.said.entry <= last:
                own.append(each)
            elif each.said.entry is not None:
                self._of_audit[each.said.entry] = each.number
        self._own[abbr] = (array("q", (each.said.entry for each in own)), array("q", (each.number for each in own)))

    def find(self, abbr: str | None, entry: int) -> int | None:
        """The answer that this entry is of, if any."""
        if abbr is None:
            return self._of_audit.get(entry)
        if self._last[0] != abbr:
            entries, numbers = self._own.get(abbr, (array("q"), array("q")))
            self._last = (abbr, dict(zip(entries, numbers, strict=True)))
        return self._last[1].get(entry)


def add_entries(
    db: Session, audit: int, entries: Iterable[TrailEntry], returns: dict[str, int], answers: AnswersOfEntries
) -> None:
    """Add the entries; raises Refused for one of a return that the export does not have."""
    for some in blocks(entries, ENTRIES):
        rows = []
        for entry in some:
            if entry.agency is not None and entry.agency not in returns:
                raise Refused(f"The trail names the return of {entry.agency}, which the export does not have.")
            whose = {"audit_id": audit, "submission_id": returns.get(entry.agency or "")}
            rows.append(row(entry, "agency", **whose, answer_id=answers.find(entry.agency, entry.number)))
        put(db, table_of(Event), rows)
