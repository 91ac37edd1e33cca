"""The form as we send it: a personal letter in text and HTML, and the same questions as .xlsx and .docx."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.shared import Cm
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from config.audit import Kind, Question, Template
from config.dates import uk_date
from config.letters import Letters
from intake.asking import SHEET_HEADINGS, SHEET_WORDS, asks, choices, hint, prompts
from intake.forms import SentForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WIDTHS = (9, 60, 40, 30, 60)


@dataclass(frozen=True)
class Shown:
    """One prompt as a letter prints it."""

    key: str
    label: str


@dataclass(frozen=True)
class Block:
    """One question as a letter prints it; `heading` where a standard begins."""

    ref: str
    text: str
    guidance: tuple[str, ...]
    prompts: tuple[Shown, ...]
    heading: str = ""


@dataclass(frozen=True)
class Attached:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Invited:
    """Who is asked, by whom, until when, and whom they may ask. `ask`: a person's name and address."""

    name: str
    agency: str
    sector: str
    partnership: str
    due: date
    at_risk: str
    ask: str = ""


@dataclass(frozen=True)
class Invitation:
    """A letter ready to be put in an envelope. `sent.as_stored()` is what `Sent.form` keeps."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attached, ...]
    sent: SentForm


def invitation(letters: Letters, template: Template, invited: Invited, token: str) -> Invitation:
    """The letter that asks one contact everything their agency is asked."""
    facts: dict[str, object] = {
        "name": invited.name,
        "agency": invited.agency,
        "partnership": invited.partnership,
        "title": template.title,
        "due": uk_date(invited.due),
        "at_risk": invited.at_risk,
        "ask": invited.ask,
        "scale": scale_lines(template, invited.sector),
        "questions": blocks(template, invited.sector),
        "reference": token,
    }
    text = letters.render("invitation", **facts)
    sent = SentForm(token, template.key, text, asks(template, invited.sector))
    files = (
        Attached(f"{template.key}.xlsx", XLSX, workbook(template, invited.sector)),
        Attached(f"{template.key}.docx", DOCX, document(template, invited.sector)),
    )
    subject = f"{template.title}: {invited.agency}, by {uk_date(invited.due)}"
    return Invitation(subject, text, letters.render("invitation.html", **facts), files, sent)


def questions(letters: Letters, template: Template, sector: str, refs: Iterable[str]) -> tuple[str, str]:
    """The text and HTML of a few questions, to stand in a nudge or an acknowledgement so that a reply answers them."""
    shown = blocks(template, sector, refs)
    return letters.render("questions", questions=shown), letters.render("questions.html", questions=shown)


def sent_form(template: Template, sector: str, token: str, text: str, refs: Iterable[str]) -> SentForm:
    """What to keep of any letter of ours that may be answered: its whole text, and the questions it asks."""
    return SentForm(token, template.key, text, asks(template, sector, refs))


def scale_lines(template: Template, sector: str) -> tuple[str, ...]:
    """The scale in words, where this agency gives ratings."""
    rates = template.rated_by == "agency" and any(q.is_rated for q in template.questions if q.asked_of(sector))
    aside = ("N/A: this does not apply to us. Say why.",) if template.scale.not_applicable else ()
    return (*(f"{each.name}: {each.meaning}" for each in template.scale.given), *aside) if rates else ()


def blocks(template: Template, sector: str, refs: Iterable[str] | None = None) -> tuple[Block, ...]:
    """What a letter prints of each question, in the audit's order."""
    return tuple(_blocks(template, asks(template, sector, refs), with_headings=refs is None))


def _blocks(template: Template, asked: Sequence[tuple[str, object]], *, with_headings: bool) -> Iterator[Block]:
    titles = {standard.ref: standard.title for standard in template.standards}
    before = ""
    for ref, _ in asked:
        question = template.by_ref[ref]
        heading = titles[question.standard] if with_headings and question.standard != before else ""
        before = question.standard
        shown = tuple(
            Shown(
                prompt.key, f"{prompt.text} {hint(template, question, prompt)}".strip().rstrip(":") + _mark(prompt.text)
            )
            for prompt in prompts(template, question)
        )
        yield Block(ref, _flat(question.text), guidance(question), shown, heading)


def _mark(label: str) -> str:
    return "" if label.endswith("?") else ":"


def guidance(question: Question) -> tuple[str, ...]:
    """What helps to answer: the guidance, and the files asked for."""
    files = question.evidence_text
    return tuple(_flat(line) for line in (question.guidance, files) if line)


def _flat(words: str) -> str:
    return " ".join(words.split())


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
                yield [f"[{ref}]", _flat(question.text), helps, label], offered


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
