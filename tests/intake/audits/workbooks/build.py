"""Workbooks as pictures in text: `= Sheet name`, a row a line with | between its cells, and below it what Excel can do.

`merge A2:A4`, `list E2:E9 Red, Amber, Green` and `hide` stand on lines of their own; `-` is an empty row, a bare number
is a number, and words after an apostrophe are words.
"""

import io
import re

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet


def workbook(picture: str) -> bytes:
    """The bytes of the workbook that the picture shows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet, row = None, 0
    for line in picture.splitlines():
        if line.startswith("= "):
            sheet, row = book.create_sheet(line[2:]), 0
        elif sheet is not None and line and not _deed(sheet, line):
            row += 1
            for column, said in enumerate(line.split("|"), start=1):
                if (value := _value(said.strip())) is not None:
                    sheet.cell(row, column, value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _value(said: str) -> str | float | None:
    if said in ("", "-"):
        return None
    if re.fullmatch(r"\d+(\.\d+)?", said):
        return float(said) if "." in said else int(said)
    return said.removeprefix("'")


def _deed(sheet: Worksheet, line: str) -> bool:
    word, _, rest = line.partition(" ")
    if word == "merge":
        sheet.merge_cells(rest)
    elif word == "list":
        where, _, choices = rest.partition(" ")
        rule = DataValidation(type="list", formula1=f'"{choices.replace(", ", ",")}"')
        rule.add(where)
        sheet.add_data_validation(rule)
    elif line == "hide":
        sheet.sheet_state = "hidden"
    else:
        return False
    return True
