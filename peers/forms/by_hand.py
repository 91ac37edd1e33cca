"""Fills a form inside LibreOffice, cell by cell as a person would, and has it saved there. Needs its UNO bridge only.

python3 by_hand.py PIPE IN OUT, with the answers as JSON on stdin: [["[4]", "Your rating", "2 Good"], …]
"""

import importlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".docx": "MS Word 2007 XML"}
SECONDS = 120


def desktop(uno: Any, pipe: str) -> Any:
    """The running LibreOffice, as soon as it listens."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    refused = uno.getClass("com.sun.star.connection.NoConnectException")
    for _ in range(SECONDS * 5):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except refused:
            time.sleep(0.2)
        else:
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    raise SystemExit("LibreOffice did not listen in time.")


def rows(form: Any) -> Iterator[tuple[str, str, Any]]:
    """Of each row: its code, what is asked, and the cell for the answer, of a sheet or of a document's table."""
    if form.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
        sheet = form.Sheets.getByIndex(0)
        end = sheet.createCursor()
        end.gotoEndOfUsedArea(False)
        for row in range(end.RangeAddress.EndRow + 1):
            code, asked, answer = (sheet.getCellByPosition(column, row) for column in (0, 3, 4))
            yield code.String, asked.String, answer
        return
    table, last = form.TextTables.getByIndex(0), ""
    for row in range(1, table.Rows.Count + 1):
        code, asked, answer = (table.getCellByName(f"{column}{row}") for column in "ACD")
        last = code.String if code is not None and code.String else last  # one code stands beside several rows
        yield last, asked.String, answer


def fill(form: Any, answers: list[list[str]]) -> int:
    """How many answers found their place."""
    placed = 0
    for code, asked, answer in rows(form):
        for ref, begins, words in answers:
            if code == ref and asked.startswith(begins):
                if words.isdigit() and hasattr(answer, "Formula"):
                    answer.Formula = words  # as typed: a number
                else:
                    answer.String = words
                placed += 1
    return placed


def main(pipe: str, source: str, target: str) -> None:
    uno: Any = importlib.import_module("uno")

    def named(name: str, value: object) -> Any:
        made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        made.Name, made.Value = name, value
        return made

    office = desktop(uno, pipe)
    form = office.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (named("Hidden", True),))
    answers = json.load(sys.stdin)
    placed = fill(form, answers)
    form.storeToURL(Path(target).as_uri(), (named("FilterName", FILTERS[Path(target).suffix]),))
    form.close(True)
    if placed != len(answers):
        raise SystemExit(f"{placed} of {len(answers)} answers found their place.")


if __name__ == "__main__":
    main(*sys.argv[1:4])
