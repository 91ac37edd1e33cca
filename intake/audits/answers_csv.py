"""A filled table of answers, matrix or long rows, to what each agency said. Pure: nothing is recorded here."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from config.questionnaire import RATING, Question, Side, Template, Unclear
from intake.audits.csv_table import FaultyTable, Row, TableFault, ragged_fault, read_rows, table
from intake.returns import FILE, Given, is_file, storable, understand, understand_cell

LONG = ("agency", "question", "prompt", "value")
FILE_COLUMN = "file"
AS_EXPORTED = ("by", "said_by", "via", "said_at")  # `by` is heeded; the others tell of the first time it was said


FileFault = Callable[[str], str | None]


class TableAnswer(NamedTuple):
    """One thing the table says: for which agency, by which side, and what; or a file as the table names it."""

    agency: str
    by: Side
    given: Given
    file: str = ""
    row: int = 0


def read_filled(
    data: bytes, template: Template, sectors: Mapping[str, str], file_fault: FileFault = lambda _: None
) -> list[TableAnswer]:
    """What a table says; `sectors` are the agencies asked, by abbreviation. Raises FaultyTable with every fault.

    `file_fault` says what is wrong with a file the table names, or None where it can be had.

    A matrix has `question` first and an agency a column; long rows have the columns of LONG.
    """
    rows = read_rows(data)
    first = rows[0][0].strip().casefold() if rows[0] else ""
    long = {cell.strip().casefold() for cell in rows[0]} >= set(LONG)
    if first != "question" and not long:
        told = f"Head the columns {', '.join(LONG)}, or question and then one agency a column."
        raise FaultyTable([TableFault(1, "", ",".join(rows[0]), told)])
    reader = _Reader(template, sectors, file_fault)
    filled = list(reader.long(rows) if long else reader.matrix(rows))
    if reader.faults:
        raise FaultyTable(reader.faults)
    return filled


class _Reader:
    """Reads on past a fault, so that all of them are told at once."""

    def __init__(self, template: Template, sectors: Mapping[str, str], file_fault: FileFault) -> None:
        self.file_fault = file_fault
        self.template = template
        self.sectors = sectors
        self.agencies = {abbr.casefold(): abbr for abbr in sectors}
        self.questions = {ref.casefold(): question for ref, question in template.by_ref.items()}
        self.said: set[tuple[str, Side, str, str]] = set()
        self.faults: list[TableFault] = []

    def matrix(self, rows: Sequence[Sequence[str]]) -> Iterator[TableAnswer]:
        header = [cell.strip() for cell in rows[0]]
        for name in header[1:]:
            self._agency(1, name, name)
            if [each.casefold() for each in header].count(name.casefold()) > 1:
                self._fault(1, name, name, "This agency stands twice. Keep one column.")
        seen: set[str] = set()
        for number, row in enumerate(rows[1:], start=2):
            if not any(cell.strip() for cell in row):
                continue
            if (ragged := ragged_fault(number, row, len(header))) is not None:
                self.faults.append(ragged)
                continue
            question = self._question(number, row[0], seen)
            for name, cell in zip(header[1:], row[1:], strict=True):
                agency = self.agencies.get(name.casefold())
                if question and agency and cell.strip():
                    yield from self._cell(number, agency, question, cell)

    def _cell(self, number: int, agency: str, question: Question, cell: str) -> Iterator[TableAnswer]:
        if not self._asked(number, agency, agency, question):
            return
        try:
            for given in understand_cell(self.template, question, cell):
                yield TableAnswer(agency, self.template.rated_by, given)
        except Unclear as unclear:
            self._fault(number, agency, cell, f"Question {question.ref}: {unclear}")

    def long(self, rows: Sequence[Sequence[str]]) -> Iterator[TableAnswer]:
        found, faults = table(rows, LONG, (*AS_EXPORTED, FILE_COLUMN))
        self.faults += faults
        seen: set[tuple[str, ...]] = set()
        for row in found if not any(fault.row == 1 for fault in faults) else ():
            agency = self._agency(row.number, "agency", row.cells["agency"].strip())
            if agency and (row.cells.get(FILE_COLUMN, "").strip() or is_file(row.cells["prompt"].strip())):
                yield from self._file(row, agency)
            if agency and not is_file(row.cells["prompt"].strip()) and not self._is_bare_file(row):
                yield from self._answer(row, agency, seen)

    def _is_bare_file(self, row: Row) -> bool:
        return bool(row.cells.get(FILE_COLUMN, "").strip()) and not row.cells["value"].strip()

    def _answer(self, row: Row, agency: str, seen: set[tuple[str, ...]]) -> Iterator[TableAnswer]:
        cells = row.cells
        question = self._question(row.number, cells["question"], None)
        prompt = cells["prompt"].strip().casefold()
        if not question or not self._asked(row.number, "question", agency, question):
            return
        key = (agency, question.ref, prompt, cells.get("by", "").strip().casefold())
        if key in seen:
            told = f"{agency} answers {prompt} of question {question.ref} in an earlier row too. Keep one."
            self._fault(row.number, "prompt", prompt, told)
        seen.add(key)
        if cells["value"].strip():
            said = self._value(row.number, question, prompt, cells["value"])
            by = self._side(row.number, prompt, cells.get("by", ""))
            yield from self._once(row.number, agency, by, said)

    def _file(self, row: Row, agency: str) -> Iterator[TableAnswer]:
        """A file that supports a question, or the whole return where none is named."""
        ref, prompt, path = (row.cells.get(name, "").strip() for name in ("question", "prompt", FILE_COLUMN))
        question = self._question(row.number, ref, None) if ref else None
        if ref and (not question or not self._asked(row.number, "question", agency, question)):
            return
        by = self._side(row.number, FILE, row.cells.get("by", ""))
        if told := path and self.file_fault(path):
            self._fault(row.number, FILE_COLUMN, path, told)
        about = question.ref if question else ""
        if path:
            yield TableAnswer(agency, by, Given(about, "", ""), path, row.number)
        elif name := row.cells["value"].strip():  # as an export names a file that the record has
            yield TableAnswer(agency, by, Given(about, prompt.casefold(), storable(name)), "", row.number)

    def _once(self, number: int, agency: str, by: Side, said: Iterator[Given]) -> Iterator[TableAnswer]:
        """N/A at any prompt is said of the whole question, and so can meet a rating in another row."""
        for given in said:
            if (agency, by, given.question, given.prompt) in self.said:
                told = f"{agency} says something else of question {given.question} in an earlier row. Keep one."
                self._fault(number, "value", given.value or "N/A", told)
            self.said.add((agency, by, given.question, given.prompt))
            yield TableAnswer(agency, by, given)

    def _value(self, number: int, question: Question, prompt: str, value: str) -> Iterator[Given]:
        try:
            yield understand(self.template, question, prompt, value)
        except Unclear as unclear:
            column = "value" if question.prompt(prompt) or prompt == RATING else "prompt"
            self._fault(number, column, value if column == "value" else prompt, str(unclear))

    def _side(self, number: int, prompt: str, by: str) -> Side:
        rater = self.template.rated_by
        match by.strip().casefold():
            case "":
                if rater == "partnership" and prompt not in (RATING, FILE):
                    told = "The partnership rates in this audit. Say who wrote this: agency or partnership."
                    self._fault(number, "by", "", told)
                return rater if prompt == RATING else "agency"
            case "agency":
                side: Side = "agency"
            case "partnership":
                side = "partnership"
            case _:
                self._fault(number, "by", by, "Write agency or partnership, or leave it empty.")
                return rater
        if prompt == RATING and side == "agency" and rater == "partnership":
            self._fault(number, "by", by, "The partnership gives the ratings in this audit.")
        return side

    def _agency(self, number: int, column: str, name: str) -> str | None:
        agency = self.agencies.get(name.casefold())
        if agency is None:
            known = _some(self.sectors)
            self._fault(number, column, name, f"The agency {name!r} is not in this audit. Agencies: {known}.")
        return agency

    def _question(self, number: int, ref: str, seen: set[str] | None) -> Question | None:
        question = self.questions.get(ref.strip().casefold())
        if question is None:
            known = _some(self.template.by_ref)
            told = f"There is no question {ref.strip()!r} in this audit. Questions: {known}."
            self._fault(number, "question", ref, told)
        elif seen is not None:
            if question.ref in seen:
                self._fault(number, "question", ref, "This question stands twice. Keep one row.")
            seen.add(question.ref)
        return question

    def _asked(self, number: int, column: str, agency: str, question: Question) -> bool:
        if question.asked_of(self.sectors[agency]):
            return True
        told = f"Question {question.ref} is not asked of {agency} ({self.sectors[agency]}). Leave it empty."
        self._fault(number, column, question.ref, told)
        return False

    def _fault(self, row: int, column: str, value: str, expected: str) -> None:
        self.faults.append(TableFault(row, column, value, expected))


def _some(names: Collection[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:12]) + (f" and {len(listed) - 12} more" if len(listed) > 12 else "")
