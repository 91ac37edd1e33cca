"""The cells of a workbook row by row, as openpyxl reads them; words without formats are taken as they stand."""

import io
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import INLINE_STRING, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from config.dates import as_shown

_SHARED, _T = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
_Row = tuple[
    int, list[tuple[int, str, bool]]
]  # its number, and of each cell its column, words, and whether it is hidden; both numbers from 0


def sheets_of(content: bytes, most_rows: int, most_columns: int) -> Iterator[tuple[str, Iterator[_Row]]]:
    """The title and rows of each sheet that is seen, in order; a row that stands below a later one is left out.

    What is struck out is not read.
    """
    reader = _Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read()
    for sheet in reader.wb.worksheets:
        if sheet.sheet_state == "visible":  # nobody sees another who opens the file
            yield sheet.title, _rows(sheet, reader.shared_strings, most_rows, most_columns)
    reader.archive.close()


def _rows(sheet: Any, shared: list[str], most_rows: int, most_columns: int) -> Iterator[_Row]:
    book, last = sheet.parent, 0
    columns: Collection[int] = ()
    struck = {number for number, style in enumerate(book._cell_styles) if book._fonts[style.fontId].strike}
    formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    with sheet._get_source() as source:
        whole = _Sheet(source, shared, data_only=True, epoch=book.epoch, **formats)
        for row, cells in whole.parse():
            if row > most_rows:
                return
            if row > last:
                columns = _hidden_columns(whole, most_columns) if last == 0 else columns
                last = row
                kept = {each["column"]: each for each in cells if each["column"] <= most_columns}
                found = ((column - 1, kept[column]) for column in sorted(kept))
                hidden = range(most_columns) if _is_hidden(whole.row_dimensions.get(str(row), {}), "ht") else columns
                shown = ((at, _shown(sheet, each)) for at, each in found if _is_read(each, struck))
                yield row - 1, [(at, said, at in hidden) for at, said in shown]


def _is_read(cell: dict[str, Any], struck: Collection[int]) -> bool:
    return cell["value"] is not None and cell.get("style_id") not in struck


def _hidden_columns(whole: WorkSheetParser, most: int) -> frozenset[int]:
    """The columns that are hidden, from 0; a sheet says it of several at once, before its first row."""
    spans = [each for each in whole.column_dimensions.values() if _is_hidden(each, "width")]
    return frozenset(at - 1 for each in spans for at in range(int(each["min"]), min(int(each["max"]), most) + 1))


def _is_hidden(said: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or as good as: drawn shut until nothing of it is seen."""
    return said.get("hidden") in ("1", "true") or said.get(size) in ("0", "0.0")


def _shown(sheet: Any, cell: dict[str, Any]) -> str:
    """A cell's value as its sheet shows it: 2 and not 2.0, a date without its midnight, a month without a day."""
    value = cell["value"]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return as_shown(value, ReadOnlyCell(sheet, **cell).number_format)
    return str(value)


class _Sheet(WorkSheetParser):
    """A sheet whose cells of plain words are read without an object for each part of them."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        words = element.find(INLINE_STRING) if element.get("t") == "inlineStr" else None
        if words is not None and (said := _plain(words)) is not None:
            words.tag, words.text = VALUE_TAG, said
            element.set("t", "str")
        found: dict[str, Any] = super().parse_cell(element)
        return found


class _Reader(ExcelReader):
    """A workbook whose shared words are read in the same way."""

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):  # noqa: S314  (openpyxl reads all else of it so)
                if node.tag == _SHARED:
                    said = _plain(node)
                    words = _formatted(node) if said is None else said
                    self.shared_strings.append(words.replace("x005F_", ""))
                    node.clear()


def _formatted(words: Any) -> str:
    """The words of all runs of an element that are not struck out, without how they are to be spoken."""
    text: Any = Text.from_tree(words)
    runs = (run.t for run in text.formatted if not (run.font and run.font.strike))
    return "".join([text.plain or "", *(said for said in runs if said)])


def _plain(words: Element) -> str | None:
    """What an element holds that is one run of words and nothing beside; None for any other."""
    only = words[0] if len(words) == 1 else None
    return only.text or "" if only is not None and only.tag == _T and not len(only) else None
