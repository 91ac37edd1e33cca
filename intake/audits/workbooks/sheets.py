"""The sheets of a workbook as rows of words: merged cells filled down, numbers as shown, lists to choose from."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from config.dates import as_shown
from intake.audits.csv_table import FaultyTable, TableFault, read_rows
from intake.letters import office_faults, office_kind

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS = 3_000, 60
LONGEST_CELL = 4_000
_OLE = b"\xd0\xcf\x11\xe0"
_RANGE = re.compile(r"=?(?:'?([^'!]+)'?!)?\$?([A-Z]{1,2})\$?(\d+):\$?([A-Z]{1,2})\$?(\d+)")
Spot = tuple[int, int]  # row and column, from 1
Present = Mapping[Spot, "Cell | MergedCell"]
_DECIMALS = re.compile(r"0\.(0+)")


class SheetRow(NamedTuple):
    """A row that holds something: its number, its cells by column from 1, and the columns filled from above."""

    number: int
    cells: dict[int, str]
    above: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()  # columns whose cell is merged with those to its right
    dates: frozenset[int] = frozenset()  # columns where the sheet holds a date
    lost: tuple[tuple[int, str], ...] = ()  # columns that cannot be read, with why

    @property
    def own(self) -> dict[int, str]:
        """The cells that were not filled from above."""
        return {column: said for column, said in self.cells.items() if column not in self.above}


class Sheet(NamedTuple):
    """One sheet: its name, its rows that hold something, and what its columns let people choose from."""

    name: str
    rows: list[SheetRow]
    choices: dict[int, tuple[str, ...]]
    is_hidden: bool = False


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are an Excel file, of whatever age, and no CSV."""
    return data.startswith((b"PK\x03\x04", _OLE))


def read_sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file; raises FaultyTable where it cannot be opened."""
    if not is_workbook(data):
        rows = enumerate(read_rows(data), start=1)
        return [Sheet("", [row for number, cells in rows if (row := _csv_row(number, cells)).cells], {})]
    if data.startswith(_OLE):
        raise _unusable("This is an old workbook, or one with a password. Save it as .xlsx without a password.")
    if office_kind(data) != "xlsx":
        raise _unusable("This is no .xlsx workbook, or not one that is safe to open. Save it again from Excel.")
    return [_sheet(shown, formulas, book) for shown, formulas, book in _worksheets(data)]


def column_letter(column: int) -> str:
    """The letter a spreadsheet shows above the column: 1 is A, 27 is AA."""
    more, last = divmod(column - 1, 26)
    return (column_letter(more) if more else "") + chr(ord("A") + last)


def _unusable(told: str) -> FaultyTable:
    return FaultyTable([TableFault(1, "", "", told)])


def _csv_row(number: int, cells: list[str]) -> SheetRow:
    return SheetRow(number, {at: said for at, cell in enumerate(cells, start=1) if (said := cell.strip())})


def _worksheets(data: bytes) -> Iterator[tuple["Worksheet", "Worksheet", "Workbook"]]:
    from openpyxl import load_workbook  # a third of a second that other commands need not wait

    try:
        values = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        formulas = load_workbook(io.BytesIO(data), keep_links=False)
    except office_faults() as error:
        raise _unusable(f"The workbook cannot be read ({type(error).__name__}). Save it again from Excel.") from None
    for shown in values.worksheets:
        yield shown, formulas[shown.title], values


def _sheet(shown: "Worksheet", formulas: "Worksheet", book: "Workbook") -> Sheet:
    present = {at: cell for at, cell in shown._cells.items() if cell.value is not None}
    empty = {at: cell for at, cell in formulas._cells.items() if cell.data_type == "f" and at not in present}
    if any(row > MOST_ROWS for row, _ in present):
        raise _unusable(f"The sheet {shown.title} has more than {MOST_ROWS} rows. Take out what is no question.")
    filled, wide = _merged(shown)
    columns: dict[int, set[int]] = defaultdict(set)
    for row, column in (*present, *empty, *filled):
        columns[row].add(column)
    found = {}
    for number in sorted({row for row, _ in present} | {row for row, _ in empty}):
        reaches = frozenset(column for column in columns[number] if (number, column) in wide)
        found[number] = _row(present, number, sorted(columns[number]), filled)._replace(wide=reaches)
    rows = [row for row in found.values() if row.own or row.lost]
    return Sheet(shown.title, rows, _choices(shown, book), shown.sheet_state != "visible")


def _merged(sheet: "Worksheet") -> tuple[dict[Spot, Spot], set[Spot]]:
    """Where a cell below the first of its merged block gets its words, and which blocks reach to the right."""
    filled: dict[Spot, Spot] = {}
    wide: set[Spot] = set()
    for block in sheet.merged_cells.ranges:
        for row in range(block.min_row + 1, min(block.max_row, MOST_ROWS) + 1):
            filled[row, block.min_col] = (block.min_row, block.min_col)
        if block.max_col > block.min_col:
            wide.add((block.min_row, block.min_col))
    return filled, wide


def _row(present: Present, number: int, columns: Iterable[int], filled: dict[Spot, Spot]) -> SheetRow:
    cells: dict[int, str] = {}
    above, dates, lost = set(), set(), []
    for column in columns:
        cell = present.get(filled.get((number, column), (number, column)))
        said = _shown(cell) if cell is not None else ""
        if cell is None and (number, column) not in filled:
            lost.append((column, "A formula whose result the file does not hold. Save it once in Excel."))
        elif said and column > MOST_COLUMNS:
            lost.append((column, f"It stands beyond the {MOST_COLUMNS} columns that are read. Move it to the left."))
        elif len(said) > LONGEST_CELL:
            lost.append((column, f"It has more than {LONGEST_CELL} characters. Make it shorter."))
        elif said and cell is not None:
            cells[column] = said
            above |= {column} if (number, column) in filled else set()
            dates |= {column} if isinstance(cell.value, datetime | date) else set()
    return SheetRow(number, cells, frozenset(above), dates=frozenset(dates), lost=tuple(lost))


def _shown(cell: "Cell | MergedCell") -> str:
    """A cell's value as its sheet shows it: 2 and not 2.0, 1.10 where two decimals are shown, a date without hours."""
    value = cell.value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        places = _DECIMALS.fullmatch(cell.number_format or "")
        return f"{value:.{len(places[1])}f}" if places else f"{value:g}" if abs(value) < 1e6 else str(int(value))
    if isinstance(value, datetime | date):
        return as_shown(value, cell.number_format or "")
    words = "" if value is None else str(value)
    words = "".join(
        mark for mark in words.replace("\r\n", "\n").replace("\r", "\n") if mark.isprintable() or mark == "\n"
    )
    return "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()


def _choices(sheet: "Worksheet", book: "Workbook") -> dict[int, tuple[str, ...]]:
    """What each column lets people choose from, by its list; the longest where there are several."""
    found: dict[int, tuple[str, ...]] = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type != "list" or not rule.formula1:
            continue
        choices = _listed(str(rule.formula1), sheet, book)
        for block in rule.sqref.ranges:
            for column in range(block.min_col, min(block.max_col, MOST_COLUMNS) + 1):
                if len(choices) > len(found.get(column, ())):
                    found[column] = choices
    return found


def _listed(formula: str, sheet: "Worksheet", book: "Workbook") -> tuple[str, ...]:
    if formula.startswith('"'):
        return tuple(said for each in formula.strip('"').split(",") if (said := each.strip()))
    named = book.defined_names.get(formula.removeprefix("="))
    where = _RANGE.fullmatch(str(named.attr_text) if named is not None else formula)
    if where is None or (where[1] and where[1] not in book.sheetnames) or int(where[5]) > MOST_ROWS:
        return ()
    source = book[where[1]] if where[1] else sheet
    cells = source[f"{where[2]}{where[3]}:{where[4]}{where[5]}"]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return tuple(said for row in rows for cell in row if (said := _shown(cell)))
