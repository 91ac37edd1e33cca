"""The report as a workbook. Data is written as what it is, and never as a formula."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from config.audit import RATING, YES_NO, Kind, Question, Template
from intake.cells import Cell as Answer
from reports.colours import PLAIN, ink
from reports.evidence import Exhibit, absent
from reports.remarks import Beside
from reports.rows import STATUS, gaps
from reports.summary import Figures, Return
from reports.tally import Standing, State, Tally
from reports.themes import ThemeFigures, Wrote
from reports.words import cell_words, plain

Value = str | int | float | date | None
LONGEST = 32767  # UTF-16 units a cell can hold
NARROW, WIDE = 8, 60
STILL = (1980, 1, 1, 0, 0, 0)  # the time in the file, so that the same figures are the same bytes
_STATES: tuple[State, ...] = ("unrated", "missing", "not_applicable", "unanswered")
_EVIDENCE = (
    "agency", "name", "question", "by", "state", "file", "bytes", "type", "flags", "scan", "given_by", "on", "sha256"
)  # fmt: skip
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
    remarks: Sequence[Beside] = (),
) -> bytes:
    """An .xlsx file: Summary (under the heading), Matrix, Answers, Outstanding, Evidence; and if any, words kept but
    not counted, Themes, Sentences."""
    book = Workbook()
    del book["Sheet"]
    summary = book.create_sheet("Summary")
    _write(_cell(summary, 1, 1), heading).font = Font(bold=True, size=14)
    _table(summary, ("About", "Which", "What", "Count", "Of", "Share"), _summary(found), top=3)
    for row in summary.iter_rows(min_row=4, min_col=6, max_col=6):
        row[0].number_format = "0.0%"
    _matrix(book.create_sheet("Matrix"), found)
    keys = _prompt_keys(found.template)
    head = ("agency", "name", "return", "question", "by", "rating", "yes_no", "not_applicable", *keys, "reason")
    _table(book.create_sheet("Answers"), head, _answers(found, keys))
    _table(
        book.create_sheet("Outstanding"), ("agency", "name", "return", "question", "text", "why"), _outstanding(found)
    )
    _table(book.create_sheet("Evidence"), _EVIDENCE, _evidence(found, exhibits))
    if remarks:
        kept = ((each.agency, each.words, each.said_by, each.on) for each in remarks)
        _table(book.create_sheet("Kept, not counted"), ("agency", "words", "said_by", "on"), kept)
    if any(each.mentions for each in wrote):
        head = ("theme", "title", "agencies", "of_agencies", "answers", "of_answers", "not_mentioned_by")
        _table(book.create_sheet("Themes"), head, _themes(themes))
        head = ("theme", "agency", "question", "prompt", "sentence", "words", "why", "score", "decision", "tag")
        _table(book.create_sheet("Sentences"), head, _sentences(wrote))
    out = io.BytesIO()
    book.save(out)
    return _still(out.getvalue())


def _summary(found: Figures) -> Iterator[Sequence[Value]]:
    returns, invited = len(found.submitted), len(found.invited)
    yield "Audit", found.template.key, "Returns submitted", returns, invited, found.response_rate
    yield from _counted("Audit", found.template.key, found.total)
    for abbr, tally in found.by_agency.items():
        if found.standards:
            met, applicable = found.counts(abbr)
            yield "Agency", abbr, "Applicable standards met", met, applicable, found.met_share(abbr)
        yield from _counted("Agency", abbr, tally)
        if tally.points is not None and tally.rated:
            yield "Agency", abbr, "Points", tally.points, tally.points_max, tally.points / (tally.points_max or 1)
    for ref, tally in found.by_standard.items():
        yield from _counted("Standard", ref, tally)
    for ref, tally in found.by_question.items():
        yield from _counted("Question", ref, tally)


def _counted(about: str, which: str, tally: Tally) -> Iterator[Sequence[Value]]:
    yield about, which, "Rated answers met", tally.met, tally.rated, tally.met_share
    for rating in tally.scale.values():
        if rating.counts_as != "missing":
            given = tally.ratings[rating.code]
            yield about, which, rating.name, given, tally.rated, given / tally.rated if tally.rated else None
    for state in _STATES:
        number = tally.states[state]
        yield about, which, state.replace("_", " "), number, tally.cells, number / tally.cells if tally.cells else None
    for word, number in sorted(tally.yes_no.items()):
        yield about, which, f"answered {word}", number, tally.yes_no.total(), number / tally.yes_no.total()


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


def _answers(found: Figures, keys: Sequence[str]) -> Iterator[Sequence[Value]]:
    for each in found.invited:
        for question in found.template.questions:
            for side in ("agency", "partnership"):
                said = each.said.get((question.ref, side))
                if said is not None and not said.is_empty:
                    given = (side, said.rating, said.yes_no, "yes" if said.not_applicable else None)
                    yield *_of(each), question.ref, *given, *_words(question, said, keys)


def _words(question: Question, said: Answer, keys: Sequence[str]) -> Iterator[Value]:
    for key in keys:
        prompt = question.prompt(key)
        yield _typed(prompt.kind if prompt else Kind.TEXT, said.words.get(key))
    yield said.words.get("reason") if said.not_applicable else None


def _typed(kind: Kind, words: str | None) -> Value:
    if words and kind is Kind.NUMBER:
        return float(words) if "." in words else int(words)
    return date.fromisoformat(words) if words and kind is Kind.DATE else words


def _themes(themes: Iterable[ThemeFigures]) -> Iterator[Sequence[Value]]:
    for each in themes:
        total = each.total
        counts = (len(total.agencies), len(total.of_agencies), total.answers, total.of_answers)
        yield each.key, each.title, *counts, ", ".join(each.silent)


def _sentences(wrote: Iterable[Wrote]) -> Iterator[Sequence[Value]]:
    for each in wrote:
        for one in each.mentions:
            told = (one.sentence, one.words, one.why, one.score, one.decision or None, one.id)
            yield one.theme, each.agency, each.question, each.prompt, *told


def _outstanding(found: Figures) -> Iterator[Sequence[Value]]:
    missing = found.template.scale.missing
    told = missing.name if missing else "missing"
    for gap in gaps(found):
        for refs, why in ((gap.missing, told), (gap.unanswered, "not answered")):
            for ref in refs:
                yield *_of(gap.agency), ref, found.template.by_ref[ref].text, why


def _evidence(found: Figures, exhibits: Iterable[Exhibit]) -> Iterator[Sequence[Value]]:
    names = {each.abbr: each.name for each in found.invited}
    for abbr, file in exhibits:
        state = "given" if file.is_latest else "given, replaced since"
        about = (file.name, file.size, file.media_type, file.flags or None, file.scan)
        given = (file.said_by, file.said_at.date(), file.sha256)
        yield abbr, names.get(abbr), file.question or None, file.by, state, *about, *given
    for each, questions in absent(found):
        for ref in questions:
            yield each.abbr, each.name, ref, "agency", "required and absent"


def _of(each: Return) -> tuple[str, str, str]:
    return each.abbr, each.name, STATUS[each.status]


def _prompt_keys(template: Template) -> list[str]:
    keys = (prompt.key for question in template.questions for prompt in question.prompts)
    return [key for key in dict.fromkeys(keys) if key not in (RATING, YES_NO)]


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
