"""The partnership's ratings from a sheet: a matrix, or a row a rating with its reason."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.questionnaire import Template, Unclear
from intake.after.rate import WHY, question_of, rating_in, refuse_unsent, review, understand_rating
from intake.audits import FaultyTable, TableFault, ragged_fault, read_rows, table
from intake.ledger import Refused, Saying, reason, record
from intake.returns import EMPTY, Given, cells, storable
from storage.nouns import Audit, Event, Review, Submission
from storage.record import RATED, AnswerRow, current_rows, insert_new, trail

LONG = ("agency", "question", "rating")
BECAUSE = "because"


class RatedCell(NamedTuple):
    """One cell of a sheet: whose answer to which question is rated how, and why."""

    agency: str
    given: Sequence[Given]
    because: str


class _Cut(NamedTuple):
    """One cell of a sheet before it is read."""

    row: int
    column: str
    agency: str
    question: str
    words: str
    because: str


def rate_by_sheet(
    db: Session, audit: Audit, template: Template, data: bytes, because: str, speaker: trail.Speaker,
    own: Sequence[Submission] | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Record a sheet of ratings, of the returns `own` where given: how many were new, and how many stood already.

    A sheet is a matrix (question, then an agency a column) or rows of agency, question, rating and because; `because`
    is the reason where the sheet gives none. Raises FaultyTable, with nothing recorded, with every fault.
    """
    trail.hold(db, audit)
    returns = {each.agency.abbr.casefold(): each for each in (audit.submissions if own is None else own)}
    trail.hold_returns(db, returns.values())
    faults: list[TableFault] = []
    found = list(_cells(template, returns, read_rows(data), because, faults))
    if faults:
        raise FaultyTable(faults)
    source = _source(db, audit, data)
    new = 0
    stands = _standing(db, template, [each.id for each in returns.values()])
    for each in found:
        submission = returns[each.agency.casefold()]
        said = [given for given in each.given if not stands(submission.id, given)]
        saying = Saying(speaker, source, "partnership")
        new += bool(said)
        if said:
            record(db, template, submission, said, saying)
            row = review(submission, saying, said[0].question, RATED, storable(each.because), rating_in(said))
            insert_new(db, Review, [row])
    if new:
        facts = {"file": hashlib.sha256(data).hexdigest(), "recorded": new}
        trail.note(db, audit, speaker, "ratings imported", source, facts)
    return new, len(found) - new


def _cells(
    template: Template, returns: Mapping[str, Submission], rows: list[list[str]], because: str, faults: list[TableFault]
) -> Iterator[RatedCell]:
    seen: set[tuple[str, str]] = set()
    for cut in _long(rows, faults) if _is_long(rows[0]) else _matrix(rows, faults):
        try:
            yield _cell(template, returns, cut, because, seen)
        except (Refused, Unclear) as fault:
            faults.append(TableFault(cut.row, cut.column, cut.words, str(fault)))


def _cell(
    template: Template, returns: Mapping[str, Submission], cut: _Cut, because: str, seen: set[tuple[str, str]]
) -> RatedCell:
    """What a cell says; raises Refused or Unclear."""
    submission = returns.get(cut.agency.casefold())
    if submission is None:
        raise Refused(f"{cut.agency} is not asked in this audit.")
    refuse_unsent(template, submission)
    question = question_of(template, submission, cut.question)
    if (submission.agency.abbr, question.ref) in seen:
        raise Refused(f"{cut.agency} is rated at {question.ref} twice. Keep one.")
    seen.add((submission.agency.abbr, question.ref))
    told = reason(cut.because or because, f"{WHY} Fill the column {BECAUSE}, or give one reason for the whole sheet.")
    return RatedCell(submission.agency.abbr, understand_rating(template, question, cut.words), told)


def _is_long(header: Sequence[str]) -> bool:
    return {cell.strip().casefold() for cell in header} >= set(LONG)


def _long(rows: list[list[str]], faults: list[TableFault]) -> Iterator[_Cut]:
    found, wrong = table(rows, LONG, (BECAUSE,))
    faults += wrong
    for row in found:
        cells_ = {name: cell.strip() for name, cell in row.cells.items()}
        if cells_["rating"]:
            said = (cells_["agency"], cells_["question"], cells_["rating"], cells_.get(BECAUSE, ""))
            yield _Cut(row.number, "rating", *said)


def _matrix(rows: list[list[str]], faults: list[TableFault]) -> Iterator[_Cut]:
    header = [cell.strip() for cell in rows[0]]
    if header[0].casefold() != "question":
        told = f"Head the columns {', '.join(LONG)} and {BECAUSE}, or question and then one agency a column."
        faults.append(TableFault(1, "", ",".join(rows[0]), told))
        return
    for number, row in enumerate(rows[1:], start=2):
        if (ragged := ragged_fault(number, row, len(header))) is not None:
            faults.append(ragged)
            continue
        for name, cell in zip(header[1:], row[1:], strict=True):
            if cell.strip():
                yield _Cut(number, name, name, row[0], cell.strip(), "")


def _source(db: Session, audit: Audit, data: bytes) -> str:
    """A name of its own for each sheet, so that one given again after another counts again."""
    earlier = select(func.count()).where(Event.audit_id == audit.id, Event.action == "ratings imported")
    return f"sheet:{(db.scalar(earlier) or 0) + 1}:{hashlib.sha256(data).hexdigest()[:12]}"


def _standing(db: Session, template: Template, ids: Sequence[int]) -> Callable[[int, Given], bool]:
    """Whether the partnership has said this of a return (id) already; read of all returns at once."""
    said: dict[int, list[AnswerRow]] = defaultdict(list)
    for row in current_rows(db, ids):
        said[row.submission_id].append(row)
    found = {number: cells(template, own) for number, own in said.items()}
    return lambda number, given: found.get(number, {}).get((given.question, "partnership"), EMPTY).has(*given[1:])
