"""CSV files as people save them: bytes to rows, and every fault with its row, column and value."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from config.words import count

LONGEST_CELL = 1_000_000  # characters
MARKS = ",;\t"  # the first of them where two part the heads alike
_SAID = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


class TableFault(NamedTuple):
    """One fault in a table; rows count from 1 with the header, columns are named by their heading."""

    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        where = f"Row {self.row}" + (f", column {self.column}" if self.column else "")
        return f"{where}: {self.value[:80]!r}. {self.expected}" if self.value else f"{where}: {self.expected}"


class FaultyTable(Exception):
    """A table that cannot be used, with every fault found in it; nothing of it was recorded."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.row)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Row(NamedTuple):
    """One row of a table: its number as a spreadsheet shows it, and its cells by heading."""

    number: int
    cells: dict[str, str]


def read_rows(data: bytes) -> list[list[str]]:
    """The rows of a CSV file as programs save it: parted by commas, semicolons or tabs; raises FaultyTable otherwise.

    Its letters are UTF-8, UTF-16 as Excel saves Unicode Text, or Windows-1252.
    """
    text, mark = _parted(_decode(data))
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            rows.append([unguarded(cell) for cell in row])
    except csv.Error as error:
        told = f"The file stops being a table here ({error}). Save it again as CSV."
        raise FaultyTable([TableFault(len(rows) + 1, "", "", told)]) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()  # spreadsheets leave empty rows at the end
    if not rows:
        raise FaultyTable([TableFault(1, "", "", "The file is empty. Save the table with its header row.")])
    return rows


def table(
    rows: Sequence[Sequence[str]], required: Sequence[str], optional: Sequence[str]
) -> tuple[list[Row], list[TableFault]]:
    """The rows by heading, with the faults of header and shape; empty rows are left out."""
    header = [cell.strip().casefold() for cell in rows[0]]
    known = [*required, *optional]
    faults = [
        TableFault(1, name, "", f"The column {name} is missing. Add it.") for name in required if name not in header
    ]
    for name in header:
        if name not in known:
            faults.append(TableFault(1, name, name, f"This column is not known. {_meant(name, known)}"))
        elif header.count(name) > 1:
            faults.append(TableFault(1, name, name, "This column stands twice. Keep one."))
    found: list[Row] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if (ragged := ragged_fault(number, row, len(header))) is not None:
            faults.append(ragged)
        else:
            found.append(Row(number, dict(zip(header, row, strict=True))))
    return found, faults


def _meant(name: str, known: Sequence[str]) -> str:
    """The one heading that holds the word or is written much like it; else all that are known."""
    inside = [each for each in known if len(name) > 2 and name in each.split("_")]
    near = inside if len(inside) == 1 else difflib.get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."


def ragged_fault(number: int, row: Sequence[str], width: int) -> TableFault | None:
    """The fault of a row with another number of cells than the header has, if it is one."""
    if len(row) == width:
        return None
    told = f"This row has {count(len(row), 'cell')} where the header has {width}. Put one cell under each heading."
    return TableFault(number, "", ",".join(row), told)


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it (see `guarded`)."""
    return cell[1:] if _GUARDED.match(cell) else cell


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _GUARDED.match(f"'{cell}") else cell


def _parted(text: str) -> tuple[str, str]:
    """The text and the mark between its cells: as its first line says (sep=;), or that which parts the heads best."""
    if said := _SAID.match(text):
        return text[said.end() :], said[1]
    return text, max(MARKS, key=lambda mark: _heads(text, mark))


def _heads(text: str, mark: str) -> int:
    """How many heads the first row has with this mark; none where it cannot be read so."""
    try:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), []))
    except csv.Error:
        return 0


def _decode(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FaultyTable([TableFault(1, "", "", "This is a workbook, not a CSV file. Save the sheet as CSV.")])
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # Windows-1252 would take it
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FaultyTable([TableFault(1, "", "", "The letters of this file cannot be read. Save it as CSV UTF-8.")])
