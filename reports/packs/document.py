"""A pack as a Word document that can be written into at the meeting."""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Page
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from config.letters import one_line
from config.words import listing
from reports.actions import TrackedAction
from reports.figures import clip, plain
from reports.packs.pack import Pack, PackRow
from reports.packs.worth import WorthAsking

ASKED = ("Question", "Ask", "Why", "What was said")
RATED = ("No", "Question", "Agency", "Partnership", "Last time", "Files")
WIDTHS = (1.4, 6.4, 3.0, 3.0, 2.4, 1.4)  # cm
MOST = 6  # questions for one reason in the table: more is no meeting
LONGEST = 160  # characters of a question in a table


def pack_document(pack: Pack) -> bytes:
    """The .docx file: at a glance, what is worth asking and why, both ratings, themes, actions, room for notes."""
    title = f"Meeting with {fit(pack.agency)}"
    made = f"{pack.title}. Made on {pack.made_on} from the return as it stood. For the partnership's panel."
    page = begun(title, made, pack.glance)
    _asked(page, pack)
    _rated(page, pack)
    if pack.themes:
        page.add_heading("What it writes about", level=1)
        told = ", ".join(f"{title} ({number})" for title, number in pack.themes)
        page.add_paragraph(f"Themes, with the answers that mention each: {told}.")
    _agreed(page, pack)
    return ended(page, title)


def begun(title: str, made: str, glance: Iterable[str]) -> Page:
    """A document with its title, when it was made and from what, and what stands at a glance."""
    page = Document()
    _dressed(page)
    page.add_heading(title, level=0)
    page.add_paragraph(made)
    page.add_heading("At a glance", level=1)
    for line in glance:
        page.add_paragraph(fit(line), style="List Bullet")
    return page


def ended(page: Page, title: str) -> bytes:
    """The .docx file; its author is nobody."""
    out = io.BytesIO()
    page.core_properties.author, page.core_properties.title = "", title
    page.save(out)
    return out.getvalue()


def _asked(page: Page, pack: Pack) -> None:
    page.add_heading("Questions worth asking", level=1)
    if not pack.worth:
        page.add_paragraph("Nothing in the figures asks for a question. Ask what the panel wants to hear.")
    for reason, questions in pack.worth.items():
        page.add_heading(reason, level=2)
        _drawn(page, pack, questions)
        if more := [each.ref for each in questions[MOST:] if each.ref]:
            page.add_paragraph(f"The same at {listing(more)}.")


def _drawn(page: Page, pack: Pack, questions: Sequence[WorthAsking]) -> None:
    """A table with room to write; what is the same in every row stands above it once."""
    same_ask, same_why = (len({each[at] for each in questions}) == 1 < len(questions) for at in (1, 2))
    if same_ask:
        page.add_paragraph(fit(f"{questions[0].ask} {questions[0].why}" if same_why else questions[0].ask))
    rows = [
        (_named(pack, each.ref), *(() if same_ask else (fit(each.ask),)), *(() if both else (fit(each.why),)), "")
        for both in [same_ask and same_why]
        for each in questions[:MOST]
    ]
    widths = (4.4, 4.2, 4.6, 4.4) if not same_ask else (6.6, 11.0) if same_why else (6.0, 5.0, 6.6)
    head = [each for each in ASKED if not ((each == "Ask" and same_ask) or (each == "Why" and same_ask and same_why))]
    drawn_table(page, head, rows, widths)


def _rated(page: Page, pack: Pack) -> None:
    page.add_heading("Every answer, as both sides rate it", level=1)
    if any(each.is_apart for each in pack.rows):
        page.add_paragraph("A star marks where the ratings part.")
    rows = [
        (f"{each.ref}{' *' if each.is_apart else ''}", clip(fit(each.text), LONGEST), *_said(each))
        for each in pack.rows
    ]
    used = [across for across in range(len(RATED)) if across < 2 or any(row[across] for row in rows)]
    widths = [WIDTHS[across] for across in used]
    widths[1] += sum(WIDTHS) - sum(widths)  # what nobody fills gives its room to the questions
    drawn_table(page, [RATED[across] for across in used], [[row[across] for across in used] for row in rows], widths)


def _said(each: PackRow) -> tuple[str, str, str, str]:
    return each.own, each.partnership, each.last_time, str(each.files or "")


def _met(page: Page, pack: Pack) -> None:
    """What came of the meetings before this one."""
    for each in pack.meetings:
        page.add_heading(f"Met on {each.on}", level=2)
        there = [f"There: {each.present}."] if each.present else []
        numbers = [f"Actions that came of it: {listing(list(map(str, each.actions)))}."] if each.actions else []
        for line in (*there, *each.notes, *(f"Outcome: {one}" for one in each.outcomes), *numbers):
            page.add_paragraph(fit(line), style="List Bullet")


def _agreed(page: Page, pack: Pack) -> None:
    page.add_heading("Agreed", level=1)
    _met(page, pack)
    if pack.actions:
        rows = [(str(each.number), _what(each), each.owner, each.timescale, each.state) for each in pack.actions]
        drawn_table(page, ("", "Action", "Who", "By when", "State"), rows, (1.2, 7.6, 3.2, 3.0, 2.6))
    page.add_paragraph("New actions from this meeting. s11 action add keeps each.")
    drawn_table(page, ("What", "Who", "By when", "How it will be known"), [("", "", "", "")] * 4, (6.6, 3.4, 2.8, 4.8))


def _what(each: TrackedAction) -> str:
    """The action, what was said of it last, and the names of the files that came with it."""
    said = [f"Said last: {each.last_word}"] if each.last_word else []
    return "\n".join(map(fit, (each.what, *said, *([f"Files: {', '.join(each.files)}"] if each.files else []))))


def drawn_table(page: Page, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    table = page.add_table(rows=1, cols=len(head), style="Table Grid")
    table.autofit = False
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    _sized(table, widths)
    page.add_paragraph()


def _sized(table: Table, widths: Sequence[float]) -> None:
    """Each column as wide as it needs; the head again on every page, and no row parted by one."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)  # Writer heeds the grid, Word the cells
    for row in table.rows:
        rule = row._tr.get_or_add_trPr()
        rule.append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)


def _dressed(page: Page) -> None:
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style = page.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    style.paragraph_format.space_after = Pt(4)


def _named(pack: Pack, ref: str) -> str:
    text = pack.texts.get(ref, "")
    return clip(f"{ref} {fit(text)}".strip(), LONGEST) if ref else "The whole return"


def fit(words: str) -> str:
    """On one line, and without what no document can hold."""
    return plain(one_line(words))
