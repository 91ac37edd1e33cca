"""The form in files to fill in: the same questions as .xlsx and .docx."""

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache

from docx import Document
from docx.shared import Cm
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from config.questionnaire import Kind, Template
from intake.forms import SHEET_HEADINGS, SHEET_WORDS, asks, choices, hint
from intake.mail.outward.layout import flat, guidance, scale_lines

_WIDTHS = (9, 60, 40, 30, 60)


@lru_cache(64)  # nobody's name is in it: each sector has one, and the store keeps it once
def workbook(template: Template, sector: str) -> bytes:
    """A sheet to fill in: one row a prompt, a drop-down where there is a choice, room where words belong."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Form"
    for line in SHEET_WORDS:
        sheet.append([line])
    sheet.append([])
    sheet.append(list(SHEET_HEADINGS))
    top = sheet.max_row
    lists: dict[tuple[str, ...], DataValidation] = {}
    for written, offered in _rows(template, sector):
        sheet.append([*written, None])
        row = sheet.max_row
        sheet.row_dimensions[row].height = 30 if offered else 75
        if offered:
            check = lists.setdefault(offered, _drop_down(offered))
            check.add(f"E{row}")
    for check in lists.values():
        sheet.add_data_validation(check)
    for cells in sheet.iter_rows(min_row=top):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    for cell in sheet[top]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="FFDDE3EA")
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{top + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _drop_down(offered: Sequence[str]) -> DataValidation:
    listed = ",".join(each.replace(",", " ") for each in offered)[:255]
    return DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)


def _rows(template: Template, sector: str) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    for ref, keys in asks(template, sector):
        question = template.by_ref[ref]
        for key in keys:
            prompt = question.prompt(key)
            if prompt is not None:
                helps = " ".join(guidance(question))
                offered = choices(template, question, prompt) if prompt.kind is not Kind.TEXT else ()
                label = f"{prompt.text} {hint(template, question, prompt)}".strip()
                yield [f"[{ref}]", flat(question.text), helps, label], offered


@lru_cache(64)
def document(template: Template, sector: str) -> bytes:
    """The same form for a word processor: plain table cells, read again by their codes."""
    paper = Document()
    for line in SHEET_WORDS:
        paper.add_paragraph(line)
    for line in scale_lines(template, sector):
        paper.add_paragraph(line)
    table = paper.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    heads = ("Code", "Question", "What we ask", "Your answer")
    rows = (
        (code, "\n".join(filter(None, (text, helps))), asked, "")
        for (code, text, helps, asked), _ in _rows(template, sector)
    )
    for row in (heads, *rows):
        for cell, words, width in zip(table.add_row().cells, row, (1.5, 6.5, 3.5, 6.0), strict=True):
            cell.text, cell.width = words, Cm(width)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
