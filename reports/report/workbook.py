"""The report as a workbook. Data is written as what it is, and never as a formula."""

import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from config.questionnaire import Template
from reports.figures import Aside, Exhibit, Figures, Standing, ThemeFigures, Wrote, cell_words, plain
from reports.report.colours import PLAIN, ink
from reports.report.sheets import (
    EVIDENCE,
    RETURNS,
    STANDARDS,
    THEMES,
    Value,
    answer_rows,
    evidence_rows,
    outstanding_rows,
    prompt_keys,
    return_rows,
    sentence_rows,
    standard_rows,
    summary_rows,
    theme_rows,
)

LONGEST = 32767  # UTF-16 units a cell can hold
NARROW, WIDE = 8, 60
STILL = (1980, 1, 1, 0, 0, 0)  # the time in the file, so that the same figures are the same bytes
_PROPERTIES = "docProps/core.xml"
_NOBODY = (
    b'<?xml version="1.0"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def workbook(
    found: Figures,
    heading: str,
    themes: Sequence[ThemeFigures] = (),
    wrote: Sequence[Wrote] = (),
    *,
    exhibits: Iterable[Exhibit] = (),
    remarks: Sequence[Aside] = (),
) -> bytes:
    """An .xlsx file for the manager: Summary (under the heading), Matrix, Returns, Standards, Answers, Outstanding,
    Evidence; and if any, words kept but not counted, Themes, Sentences."""
    book = _counted(found, heading)
    _table(book.create_sheet("Returns"), RETURNS, return_rows(found))
    _table(book.create_sheet("Standards"), STANDARDS, standard_rows(found))
    keys = prompt_keys(found.template)
    head = ("agency", "name", "return", "question", "by", "rating", "yes_no", "not_applicable", *keys, "reason")
    _table(book.create_sheet("Answers"), head, answer_rows(found, keys))
    _table(
        book.create_sheet("Outstanding"),
        ("agency", "name", "return", "question", "text", "why"),
        outstanding_rows(found),
    )
    _table(book.create_sheet("Evidence"), EVIDENCE, evidence_rows(found, exhibits))
    if remarks:
        kept = ((each.agency, each.words, each.said_by, each.on, each.question) for each in remarks)
        _table(book.create_sheet("Kept, not counted"), ("agency", "words", "said_by", "on", "question"), kept)
    if themes:
        _table(book.create_sheet("Themes"), THEMES, theme_rows(themes))
    if any(each.mentions for each in wrote):
        head = ("theme", "agency", "question", "prompt", "sentence", "words", "why", "score", "decision", "tag")
        _table(book.create_sheet("Sentences"), head, sentence_rows(wrote))
    return _saved(book)


def counts(found: Figures, heading: str, themes: Sequence[ThemeFigures] = ()) -> bytes:
    """An .xlsx file that may be sent: Summary, Matrix and Themes, in none of which anybody's words stand."""
    book = _counted(found, heading)
    _table(book.create_sheet("Themes"), THEMES, theme_rows(themes))
    return _saved(book)


def _counted(found: Figures, heading: str) -> Workbook:
    """What both begin with. Only signed returns have a place in it."""
    book = Workbook()
    del book["Sheet"]
    summary = book.create_sheet("Summary")
    _write(_cell(summary, 1, 1), heading).font = Font(bold=True, size=14)
    _table(summary, ("About", "Which", "What", "Count", "Of", "Share"), summary_rows(found), top=3)
    for row in summary.iter_rows(min_row=4, min_col=6, max_col=6):
        row[0].number_format = "0.0%"
    _matrix(book.create_sheet("Matrix"), found)
    return book


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return _still(out.getvalue())


def _matrix(sheet: Worksheet, found: Figures) -> None:
    template, agencies = found.template, [each.abbr for each in found.submitted]
    rows = (
        [question.ref, *(cell_words(template, found.standings.get((abbr, question.ref))) or None for abbr in agencies)]
        for question in template.reported
    )
    _table(sheet, ("question", *agencies), rows)
    sheet.freeze_panes = "B2"
    for down, question in enumerate(template.reported, start=2):
        for across, abbr in enumerate(agencies, start=2):
            _paint(_cell(sheet, down, across), _fill(template, found.standings.get((abbr, question.ref))))


def _fill(template: Template, standing: Standing | None) -> str | None:
    if standing is None or standing.state in ("unanswered", "unrated"):
        return PLAIN if standing and standing.yes_no else None
    if standing.rating is not None:
        return template.scale.by_code[standing.rating].colour
    missing = template.scale.missing
    return missing.colour if standing.state == "missing" and missing else PLAIN


def _table(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Value]], top: int = 1) -> None:
    widths = [len(each) + 4 for each in head]
    last = top
    for last, row in enumerate([head, *rows], start=top):
        for across, value in enumerate(row, start=1):
            cell = _write(_cell(sheet, last, across), value)
            if last == top:
                cell.font = Font(bold=True)
            elif isinstance(value, str) and len(value) > WIDE:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
            widths[across - 1] = max(widths[across - 1], len(str(value or "")) + 2)
    for across, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(across)].width = min(max(width, NARROW), WIDE)
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(head))}{last}"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("No cell of these sheets is merged.")
    return cell


def _write(cell: Cell, value: Value) -> Cell:
    if isinstance(value, str):
        cell.value = _fitting(plain(value))
        cell.data_type = "s"  # whatever openpyxl made of it: "=1+1" a formula, "#N/A" an error
        cell.quotePrefix = True  # stays words even when somebody edits the cell
    else:
        cell.value = value
    return cell


def _fitting(words: str) -> str:
    units = words.encode("utf-16-le")
    return words if len(units) <= 2 * LONGEST else units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def _paint(cell: Cell, fill: str | None) -> None:
    cell.alignment = Alignment(horizontal="center")
    if fill is not None:
        cell.fill = PatternFill("solid", fgColor=fill[1:])
        cell.font = Font(color=ink(fill)[1:])


def _still(data: bytes) -> bytes:
    """The same file without the time it was made and who made it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = _NOBODY if name == _PROPERTIES else old.read(name)
            new.writestr(zipfile.ZipInfo(name, STILL), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
