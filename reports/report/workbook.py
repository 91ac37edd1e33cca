"""The report as a workbook. Data is written as what it is, and never as a formula."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from config.questionnaire import Template
from reports.actions import (
    ACTIONS,
    MEETINGS,
    NOTHING,
    PRIORITIES,
    Afterwards,
    Recommended,
    action_rows,
    meeting_rows,
    priority_rows,
)
from reports.both import both_ratings
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
    after: Afterwards = NOTHING,
) -> bytes:
    """An .xlsx file for the manager: Summary (under the heading), Matrix, Returns, Standards, Answers, Outstanding,
    Evidence; and if any, both ratings, what is to be done, words kept but not counted, Themes, Sentences."""
    book = _counted(found, heading)
    if both := both_ratings(found):
        told = ((each.agency, each.question, each.own, each.judged, "yes" if each.is_apart else None) for each in both)
        book.table("Both ratings", ("agency", "question", "own", "partnership", "apart"), told)
    book.table("Returns", RETURNS, return_rows(found))
    book.table("Standards", STANDARDS, standard_rows(found))
    keys = prompt_keys(found.template)
    head = ("agency", "name", "return", "question", "by", "rating", "yes_no", "not_applicable", *keys, "reason")
    book.table("Answers", head, answer_rows(found, keys))
    book.table(
        "Outstanding",
        ("agency", "name", "return", "question", "text", "why"),
        outstanding_rows(found),
    )
    book.table("Evidence", EVIDENCE, evidence_rows(found, exhibits))
    _after(book, after)
    if remarks:
        kept = ((each.agency, each.words, each.said_by, each.on, each.question) for each in remarks)
        book.table("Kept, not counted", ("agency", "words", "said_by", "on", "question"), kept)
    if themes:
        book.table("Themes", THEMES, theme_rows(found, themes), look=_theme_look)
    if any(each.mentions for each in wrote):
        head = ("theme", "agency", "question", "prompt", "sentence", "words", "why", "score", "decision", "tag")
        book.table("Sentences", head, sentence_rows(wrote))
    return book.saved()


def _after(book: "_Book", after: Afterwards) -> None:
    if after.actions:
        book.table("Actions", ACTIONS, action_rows(after.actions))
    if after.recommendations:
        head = ("number", "recommendation", "owner", "questions", "priorities")
        told = ((each.number, each.words, each.owner or None, *_listed(each)) for each in after.recommendations)
        book.table("Recommendations", head, told)
    if after.meetings:
        book.table("Meetings", MEETINGS, meeting_rows(after.meetings))
    if after.priorities:
        book.table("Priorities", PRIORITIES, priority_rows(after.priorities))


def _listed(each: Recommended) -> tuple[str | None, str | None]:
    return ", ".join(each.refs) or None, ", ".join(each.priorities) or None


def counts(found: Figures, heading: str, themes: Sequence[ThemeFigures] = ()) -> bytes:
    """An .xlsx file that may be sent: Summary, Matrix and Themes, in none of which anybody's words stand."""
    book = _counted(found, heading)
    book.table("Themes", THEMES, theme_rows(found, themes), look=_theme_look)
    return book.saved()


def _counted(found: Figures, heading: str) -> "_Book":
    """What both begin with. Only signed returns have a place in it."""
    book = _Book()
    about = ("About", "Which", "What", "Count", "Of", "Share")
    book.table(
        "Summary", about, summary_rows(found), above=heading, look=lambda _, across: _SHARE if across == 5 else None
    )
    _matrix(book, found)
    return book


def _matrix(book: "_Book", found: Figures) -> None:
    template, agencies = found.template, [each.abbr for each in found.submitted]
    rows = (
        [question.ref, *(cell_words(template, found.standings.get((abbr, question.ref))) or None for abbr in agencies)]
        for question in template.reported
    )
    painted = {fill: _painted(fill) for fill in (None, PLAIN, *(each.colour for each in template.scale.ratings))}

    def look(down: int, across: int) -> _Look | None:
        if not across:
            return None
        return painted[_fill(template, found.standings.get((agencies[across - 1], template.reported[down].ref)))]

    book.table("Matrix", ("question", *agencies), rows, freeze="B2", look=look)


def _theme_look(_down: int, across: int) -> "_Look | None":
    return _SHARE if across == THEMES.index("share") else None


def _fill(template: Template, standing: Standing | None) -> str | None:
    if standing is None or standing.state in ("unanswered", "unrated"):
        return PLAIN if standing and standing.yes_no else None
    if standing.rating is not None:
        return template.scale.by_code[standing.rating].colour
    missing = template.scale.missing
    return missing.colour if standing.state == "missing" and missing else PLAIN


class _Look(NamedTuple):
    """How a cell looks; words are marked as such in each, and stay words even when somebody edits the cell."""

    font: Font | None = None
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    number_format: str | None = None


_WORDS, _HEAD, _TITLE = _Look(), _Look(font=Font(bold=True)), _Look(font=Font(bold=True, size=14))
_LONG, _SHARE = _Look(alignment=Alignment(vertical="top", wrap_text=True)), _Look(number_format="0.0%")


def _painted(fill: str | None) -> _Look:
    centred = Alignment(horizontal="center")
    if fill is None:
        return _Look(alignment=centred)
    return _Look(Font(color=ink(fill)[1:]), PatternFill("solid", fgColor=fill[1:]), centred)


class _Book:
    """A workbook written row by row, which holds no cell once it is written; each look is worked out once."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._styles: dict[tuple[int, bool], Any] = {}
        self._kept: list[_Look] = []  # so that no other look gets the id of one that is known

    def table(
        self,
        name: str,
        head: Sequence[str],
        rows: Iterable[Sequence[Value]],
        *,
        above: str | None = None,
        freeze: str = "",
        look: Callable[[int, int], _Look | None] = lambda _down, _across: None,
    ) -> None:
        """A sheet with a head that stays in sight and filters; `above` stands over it, `look` is that of a cell."""
        sheet, body, top = self._book.create_sheet(name), list(rows), 3 if above else 1
        for across, width in enumerate(_widths(head, body), start=1):
            sheet.column_dimensions[get_column_letter(across)].width = width
        sheet.freeze_panes = freeze or f"A{top + 1}"
        if above:
            sheet.append([self._cell(sheet, above, _TITLE)])
            sheet.append([])
        sheet.append([self._cell(sheet, each, _HEAD) for each in head])
        for down, row in enumerate(body):
            sheet.append([self._cell(sheet, value, look(down, across)) for across, value in enumerate(row)])
        sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(head))}{top + len(body)}"

    def saved(self) -> bytes:
        out = io.BytesIO()
        self._book.save(out)
        return _still(out.getvalue())

    def _cell(self, sheet: Any, value: Value, look: _Look | None) -> Cell | Value:
        if not isinstance(value, str):
            return value if look is None else self._dressed(sheet, value, look, is_words=False)
        chosen = look or (_LONG if len(value) > WIDE else _WORDS)
        return self._dressed(sheet, _fitting(plain(value)), chosen, is_words=True)

    def _dressed(self, sheet: Any, value: Value, look: _Look, *, is_words: bool) -> Cell:
        """To work a style out for every cell takes three quarters of the time."""
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        if is_words:
            cell.data_type = "s"  # whatever openpyxl made of it: "=1+1" a formula, "#N/A" an error
        style = self._styles.get((id(look), is_words))
        if style is None:
            for name, part in look._asdict().items():
                if part is not None:
                    setattr(cell, name, part)
            cell.quotePrefix = is_words
            style = self._styles[id(look), is_words] = copy(cell._style)
            self._kept.append(look)
        cell._style = style
        made: Cell = cell
        return made


def _widths(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> list[int]:
    widths = [len(each) + 4 for each in head]
    for row in [head, *rows]:
        for across, value in enumerate(row):
            widths[across] = max(widths[across], len(str(value or "")) + 2)
    return [min(max(width, NARROW), WIDE) for width in widths]


def _fitting(words: str) -> str:
    units = words.encode("utf-16-le")
    return words if len(units) <= 2 * LONGEST else units[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def _still(data: bytes) -> bytes:
    """The same file without the time it was made and who made it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = _NOBODY if name == _PROPERTIES else old.read(name)
            new.writestr(zipfile.ZipInfo(name, STILL), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
