"""A paper as a Word document: A4, headings, contents, page numbers, native tables, pictures with words for them."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.figures import plain
from reports.paper.grid_xml import grid_xml
from reports.paper.look import dress, made
from reports.paper.parts import PLAIN_LOOK, Chart, Grid, PaperHeading, PaperLook, PaperPart, Prose, Turned
from reports.report.picture import png

MARGIN, SHORT, LONG = 2.0, 21.0, 29.7  # cm
_TWENTIETHS = 567  # of a point in a cm
_STYLES = {"plain": "Normal", "point": "List Bullet", "quote": "Quote"}


def docx(
    title: str, lines: Sequence[str], whose: str, parts: Iterable[PaperPart], *, is_for_print: bool = False,
    look: PaperLook = PLAIN_LOOK,
) -> bytes:  # fmt: skip
    """The paper with its title, the lines under it, in whose name it is, and how that partnership's papers look.

    Contents are a field that Word counts anew when it opens the file; for print each entry looks its page up itself,
    because LibreOffice leaves such a field as it finds it.
    """
    return _Writer(title, whose, look, is_for_print=is_for_print).written(lines, list(parts))


class _Writer:
    """Writes from the top down; `wide` is the room between the margins, in cm."""

    def __init__(self, title: str, whose: str, look: PaperLook, *, is_for_print: bool) -> None:
        self.title, self.whose = plain(title), plain(whose)
        self.look = look
        self.paper: Any = Document()
        self.wide = SHORT - 2 * MARGIN
        self.marks, self.is_for_print = 0, is_for_print
        self.since_heading: list[Any] = []  # which a picture may not leave behind on the page before
        facts = self.paper.core_properties
        facts.title, facts.author, facts.comments, facts.language = self.title[:255], self.whose[:255], "", "en-GB"
        dress(self.paper, look.colour, Cm(self.wide))
        _lay(self.paper.sections[0], is_wide=False)
        self._foot(self.paper.sections[0])

    def written(self, lines: Sequence[str], parts: Sequence[PaperPart]) -> bytes:
        if self.look.logo:
            drawn = self.paper.add_picture(io.BytesIO(self.look.logo), height=Cm(1.6))
            drawn._inline.docPr.set("descr", f"Logo of {self.whose}")
            self.paper.paragraphs[-1].paragraph_format.space_after = Pt(6)
        self.paper.add_paragraph(self.title, style="Title")
        for line in lines:
            self.paper.add_paragraph(plain(line))
        self._contents([each for each in parts if isinstance(each, PaperHeading) and each.level < 3])
        for each in parts:
            self._part(each)
        out = io.BytesIO()
        self.paper.save(out)
        return out.getvalue()

    def _part(self, part: PaperPart) -> None:
        match part:
            case PaperHeading():
                self._heading(part)
            case Prose():
                self.since_heading.append(self.paper.add_paragraph(plain(part.words), style=_STYLES[part.kind]))
            case Grid():
                self._grid(part)
            case Chart():
                self._chart(part)
            case Turned():
                _lay(self.paper.add_section(WD_SECTION.NEW_PAGE), is_wide=part.is_wide)
                self.wide = (LONG if part.is_wide else SHORT) - 2 * MARGIN

    def _heading(self, part: PaperHeading) -> None:
        paragraph = self.paper.add_heading("", part.level)
        paragraph.paragraph_format.page_break_before = part.on_new_page
        self.since_heading = []
        if part.level < 3:
            self.marks += 1
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for each in (start, end):
                each.set(qn("w:id"), str(self.marks))
            start.set(qn("w:name"), f"_Toc{self.marks}")
            paragraph._p.append(start)
            paragraph.add_run(plain(part.words))
            paragraph._p.append(end)
        else:
            paragraph.add_run(plain(part.words))

    def _grid(self, part: Grid) -> None:
        table = parse_xml(grid_xml(part, round(self.wide * _TWENTIETHS)))
        last = self.paper.element.body[-2] if len(self.paper.element.body) > 1 else None
        if last is not None and last.tag == qn("w:tbl"):
            self.paper.add_paragraph()  # two tables that touch are one to Word; elsewhere it might fill a page alone
        self.paper.element.body.insert(len(self.paper.element.body) - 1, table)

    def _chart(self, part: Chart) -> None:
        drawn = self.paper.add_picture(io.BytesIO(png(part.svg)), width=Cm(self.wide))
        drawn._inline.docPr.set("descr", part.says)
        for each in (*self.since_heading, self.paper.paragraphs[-1]):
            each.paragraph_format.keep_with_next = True

    def _contents(self, headings: Sequence[PaperHeading]) -> None:
        """Entries as Word would write them, each with its page; Word is asked to count the pages anew."""
        self.paper.add_paragraph("Contents", style="TOC Heading")
        for number, each in enumerate(headings, 1):
            line = self.paper.add_paragraph(style=f"toc {each.level}")
            if number == 1 and not self.is_for_print:
                _field_begins(line, r'TOC \o "1-2" \h \z \u', is_dirty=True)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Toc{number}")
            for words in (plain(each.words), "\t"):
                run = line.add_run(words)
                link.append(run._r)
            line._p.append(link)
            before = len(line._p)
            _field(line, f"PAGEREF _Toc{number} \\h")
            for run in list(line._p)[before:]:
                link.append(run)
            if number == len(headings) and not self.is_for_print:
                _mark(line, "end")

    def _foot(self, section: Any) -> None:
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.text = self.title
        foot.add_run(f"{self.whose} · page " if self.whose else "Page ")
        _field(foot, "PAGE")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES")
        for each in (*head.runs, *foot.runs):
            each.font.size, each.font.color.rgb = Pt(8.5), RGBColor(0x50, 0x5A, 0x5F)


def _lay(section: Any, *, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(LONG), Cm(SHORT)) if is_wide else (Cm(SHORT), Cm(LONG))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.header_distance = section.footer_distance = Cm(1)


def _field(paragraph: Any, what: str) -> None:
    _field_begins(paragraph, what)
    paragraph.add_run(" ")
    _mark(paragraph, "end")


def _field_begins(paragraph: Any, what: str, *, is_dirty: bool = False) -> None:
    begin = _mark(paragraph, "begin")
    if is_dirty:
        begin.set(qn("w:dirty"), "true")
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {what} "
    paragraph.add_run()._r.append(words)
    _mark(paragraph, "separate")


def _mark(paragraph: Any, kind: str) -> Any:
    mark = made("w:fldChar", fldCharType=kind)
    paragraph.add_run()._r.append(mark)
    return mark
