"""The form in files to fill in: the same questions as .xlsx and .docx."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from config.questionnaire import Kind, Prompt, Question, Template
from intake.forms import SHEET_HEADINGS, SHEET_WORDS, asks, choices, hint
from intake.mail.outward.layout import flat, guidance, scale_lines

_WIDTHS = (9, 46, 38, 30, 70)  # of the sheet's columns, in characters
_CM = (1.6, 7.9, 4.4, 12.8)  # of the document's
_HEAD, _ROOM, _LINE = "DDE3EA", "F2F7FC", "8A94A0"  # grey of a heading, blue of what is filled in, its border
_HEADINGS = ("Code", "Question", "What we ask", "Your answer")  # of the document
_FACE = "Calibri"  # a font without a name is another one in each program
_MARKS = ("S11TITLE", "S11AGENCY", "S11DUE")  # where the form of a sector has what only an agency's form has


class FormHead(NamedTuple):
    """What stands at the head of one agency's form."""

    title: str
    agency: str
    due: str

    @property
    def lines(self) -> tuple[str, ...]:
        """As the form prints them, a line each."""
        return self.title, f"{self.agency}: answers by {self.due}"

    def on(self, form: bytes) -> bytes:
        """The form of a sector with this agency's head: a hundredth of the time that making one takes."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(form)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as own:
            for member in made.infolist():
                content = made.read(member)
                for mark, words in zip(_MARKS, self, strict=True):
                    content = content.replace(mark.encode(), escape(words).encode())
                own.writestr(member, content, zipfile.ZIP_DEFLATED)
        return out.getvalue()


Lasts = tuple[tuple[str, str], ...]  # by question, lines that show last time's answers
_BLANK = FormHead(*_MARKS)


@lru_cache(64)  # nobody's name is in it: each sector has one, and each agency that answered last time
def workbook(template: Template, sector: str, last: Lasts = ()) -> bytes:
    """A sheet to fill in: one row a prompt, a drop-down where there is a choice, room where words belong.

    `FormHead.on` writes whose it is.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Form"
    for line in (*_BLANK.lines, *SHEET_WORDS):
        sheet.append([line])
    sheet["A1"].font, sheet["A2"].font = _font(14), _font()
    sheet.append([])
    sheet.append(list(SHEET_HEADINGS))
    top = sheet.max_row
    meanings = scale_lines(template, sector)
    _fill(sheet, _rows(template, sector, last), " / ".join(meanings))
    _dress(sheet, top)
    if meanings:
        _explain(book.create_sheet("Ratings"), meanings)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(sheet: Worksheet, meanings: Sequence[str]) -> None:
    for line in meanings:
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 110
    _on_paper(sheet)


def _fill(sheet: Worksheet, rows: Iterable[tuple[list[str], tuple[str, ...]]], meanings: str) -> None:
    lists: dict[tuple[str, ...], DataValidation] = {}
    for written, offered in rows:
        sheet.append([*written, None])
        row = sheet.max_row
        sheet.row_dimensions[row] = _Grows(sheet, index=row, ht=_height(written, 30 if offered else 75))
        if offered:
            check = lists.setdefault(offered, _drop_down(offered, meanings))
            check.add(f"E{row}")
    for check in lists.values():
        sheet.add_data_validation(check)


class _Grows(RowDimension):
    """A row with a height to begin with, which grows as somebody types: a fixed one would cut a long answer."""

    @property
    def customHeight(self) -> bool:
        return False


def _height(written: Sequence[str], least: int) -> int:
    """Points, so that the longest cell is shown whole."""
    lines = max(len(words) // (width - 2) + 1 for words, width in zip(written, _WIDTHS, strict=False))
    return min(400, max(least, 15 * lines))


def _dress(sheet: Worksheet, top: int) -> None:
    line = Side(style="thin", color=f"FF{_LINE}")
    for cells in sheet.iter_rows(min_row=top):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            cell.border = Border(line, line, line, line)
        cells[-1].fill = PatternFill("solid", start_color=f"FF{_ROOM}")
    for cell in sheet[top]:
        cell.font = _font()
        cell.fill = PatternFill("solid", start_color=f"FF{_HEAD}")
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    _on_paper(sheet)


def _font(size: float = 11) -> Font:
    return Font(name=_FACE, size=size, bold=True)


def _on_paper(sheet: Worksheet) -> None:
    """A4 on its side, as wide as the page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _drop_down(offered: Sequence[str], meanings: str) -> DataValidation:
    listed = ",".join(each.replace(",", " ") for each in offered)[:255]
    check = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    check.promptTitle, check.prompt = "Choose or type", _cut(meanings) or "Choose from the list."
    check.showInputMessage = True
    return check


def _cut(words: str) -> str:
    return words if len(words) <= 255 else f"{words[:254]}…"  # what Excel shows beside a cell


def _rows(template: Template, sector: str, last: Lasts) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    for question, asked in _asked(template, sector):
        for number, prompt in enumerate(asked):
            offered = choices(template, question, prompt) if prompt.kind is not Kind.TEXT else ()
            helps = "" if number else "\n".join((*guidance(question), *_of(last, question)))
            yield [f"[{question.ref}]", flat(question.text), helps, _label(template, question, prompt)], offered


def _asked(template: Template, sector: str) -> Iterator[tuple[Question, list[Prompt]]]:
    for ref, keys in asks(template, sector):
        question = template.by_ref[ref]
        yield question, [prompt for key in keys if (prompt := question.prompt(key)) is not None]


def _of(last: Lasts, question: Question) -> tuple[str, ...]:
    """The lines that show what was said of this question last time."""
    return tuple(line for ref, line in last if ref == question.ref)


def _label(template: Template, question: Question, prompt: Prompt) -> str:
    return f"{prompt.text} {hint(template, question, prompt)}".strip()


@lru_cache(64)
def document(template: Template, sector: str, last: Lasts = ()) -> bytes:
    """The same form for a word processor: one row a question, with room to type beside each thing that is asked."""
    paper = Document()
    _on_a4(paper)
    first, *rest = _BLANK.lines
    _bold(paper.add_paragraph(), first, 16)
    for line in rest:
        _bold(paper.add_paragraph(), line, 12)
    for line in SHEET_WORDS:
        paper.add_paragraph(line)
    if meanings := scale_lines(template, sector):
        _bold(paper.add_paragraph(), "The ratings", 12)
    for line in meanings:
        paper.add_paragraph(line)
    table = paper.add_table(rows=1, cols=4)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _CM, strict=True):
        column.width = Cm(width)
    for cell, words, width in zip(table.rows[0].cells, _HEADINGS, _CM, strict=True):
        _bold(cell.paragraphs[0], words, 10.5)
        _dressed(cell, width, _HEAD)
    _of_row(table.rows[0], "w:tblHeader")
    for question, asked in _asked(template, sector):
        for number, prompt in enumerate(asked):
            _add_row(table, template, question, prompt, (number, len(asked)), _of(last, question))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _on_a4(paper: Any) -> None:
    page = paper.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.5)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10.5)
    style.paragraph_format.space_after = Pt(3)


def _add_row(
    table: Any, template: Template, question: Question, prompt: Prompt, at: tuple[int, int], last: Sequence[str]
) -> None:
    """What is asked and room to type; beside the first the code and the question, which stand beside all of them."""
    number, of = at
    row = table.add_row()
    cells = code, text, asked, answer = row.cells
    _of_row(row, "w:cantSplit")
    if not number:
        code.text, text.text = f"[{question.ref}]", flat(question.text)
        for line in (*guidance(question), *last):
            _grey(text.add_paragraph(), line)
    asked.text = _label(template, question, prompt)
    if not choices(template, question, prompt):
        answer.add_paragraph()
    if number + 1 < of:
        _with_next(cells)
    merged = ("restart" if not number else "continue") if of > 1 else ""
    for cell, width in zip(cells, _CM, strict=True):
        _dressed(cell, width, _ROOM if cell is answer else "", merged if cell in (code, text) else "")


def _of_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _with_next(cells: Iterable[Any]) -> None:
    """On one page with the row below: a box on the next would stand beside no question."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _bold(paragraph: Any, words: str, size: float) -> None:
    run = paragraph.add_run(words)
    run.font.bold, run.font.size = True, Pt(size)


def _grey(paragraph: Any, words: str) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9.5), RGBColor(0x50, 0x5A, 0x5F)


def _dressed(cell: Any, width: float, colour: str = "", merged: str = "") -> None:
    """A cell so many cm wide; merged with the one above it where it continues that."""
    cell.width = Cm(width)
    properties = cell._tc.get_or_add_tcPr()
    if merged:
        _add(properties, "w:vMerge", val=merged)
    if colour:
        _add(properties, "w:shd", val="clear", color="auto", fill=colour)


def _add(properties: Any, name: str, **values: str) -> None:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    properties.append(made)
