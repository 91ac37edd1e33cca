"""Slides as a PowerPoint file: native charts and tables, a title on each, words for each picture, notes."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Cm, Emu, Pt

from reports.figures import count, plain
from reports.paper.parts import PLAIN_LOOK, Grid, GridCell, PaperLook, Prose, for_words
from reports.paper.slides.parts import Slide, SlideBars
from reports.report import ink

WIDE, HIGH, EDGE = Cm(33.87), Cm(19.05), Cm(1.6)
TOP, FOOT = Cm(3.7), Cm(17.9)  # where the body begins, and where the line at the foot stands
ROOM = WIDE - 2 * EDGE
INK, PALE = "#0b0c0c", "#dee4ec"
TITLE_SLIDE, TITLE_ONLY = 0, 5  # of the layouts that python-pptx brings
BARS = {
    "shares": XL_CHART_TYPE.BAR_STACKED_100,
    "counts": XL_CHART_TYPE.BAR_STACKED,
    "beside": XL_CHART_TYPE.BAR_CLUSTERED,
}
_FIELD = (
    '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'id="{{4A8C3F52-0001-4000-8000-000000000001}}" type="slidenum"><a:rPr lang="en-GB" sz="1100"/><a:t>{}</a:t></a:fld>'
)


def pptx(
    title: str, lines: Sequence[str], whose: str, made: Iterable[Slide], look: PaperLook = PLAIN_LOOK
) -> bytes:  # fmt: skip
    """The slides behind one with the title and the lines under it; as the partnership's papers look."""
    return _Deck(title, whose, look).written(lines, made)


class _Deck:
    def __init__(self, title: str, whose: str, look: PaperLook) -> None:
        self.file: Any = Presentation()
        self.file.slide_width, self.file.slide_height = WIDE, HIGH
        self.title, self.whose, self.look = plain(title), plain(whose), look
        facts = self.file.core_properties
        facts.title, facts.author, facts.language = self.title[:255], self.whose[:255], "en-GB"

    def written(self, lines: Sequence[str], made: Iterable[Slide]) -> bytes:
        self._first(lines)
        for number, each in enumerate(made, start=2):
            self._slide(each, number)
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _first(self, lines: Sequence[str]) -> None:
        page = self.file.slides.add_slide(self.file.slide_layouts[TITLE_SLIDE])
        _place(page.shapes.title, EDGE, Cm(5), ROOM, Cm(4))
        self._words(page.shapes.title.text_frame, [(self.title, 36, True)], for_words(self.look.colour))
        under = page.placeholders[1]
        _place(under, EDGE, Cm(9.4), ROOM, Cm(5))
        self._words(under.text_frame, [(plain(line), 20, False) for line in lines], INK)
        if self.look.logo:
            logo = page.shapes.add_picture(io.BytesIO(self.look.logo), EDGE, Cm(1.6), height=Cm(2.2))
            _name(logo, f"Logo of {self.whose}")

    def _slide(self, slide: Slide, number: int) -> None:
        page = self.file.slides.add_slide(self.file.slide_layouts[TITLE_ONLY])
        _place(page.shapes.title, EDGE, Cm(0.9), ROOM, Cm(2.5))
        self._words(page.shapes.title.text_frame, [(plain(slide.title), 28, True)], for_words(self.look.colour))
        page.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        if isinstance(slide.body, SlideBars):
            self._bars(page, slide.body)
        elif isinstance(slide.body, Grid):
            _grid(page, slide.body, self._words)
        else:
            self._points(page, slide.body)
        self._foot(page, number)
        page.notes_slide.notes_text_frame.text = plain("\n".join(slide.notes) or slide.title)

    def _bars(self, page: Any, bars: SlideBars) -> None:
        data = CategoryChartData()
        data.categories = [plain(each) for each in bars.rows]
        for each in bars.series:
            data.add_series(plain(each.name), each.numbers)
        high = min(FOOT - TOP, Cm(3) + Cm(1.9) * len(bars.rows))
        frame = page.shapes.add_chart(BARS[bars.drawn], EDGE, TOP, ROOM, high, data)
        _name(frame, plain(bars.says))
        chart = frame.chart
        chart.font.size, chart.font.name = Pt(14 if len(bars.rows) < 9 else 12), "Arial"
        chart.has_title = False
        chart.has_legend = len(bars.series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.category_axis.reverse_order = True
        chart.category_axis.has_major_gridlines = chart.value_axis.has_major_gridlines = False
        chart.value_axis.visible = False
        chart.value_axis.minimum_scale = 0
        plot = chart.plots[0]
        plot.gap_width = 45
        for drawn, each in zip(plot.series, bars.series, strict=True):
            _paint(drawn, each.colour, is_inside=bars.drawn != "beside")

    def _points(self, page: Any, body: Sequence[Prose]) -> None:
        box = page.shapes.add_textbox(EDGE, TOP, ROOM, FOOT - TOP)
        box.text_frame.word_wrap = True
        size = 22 if len(body) <= 5 else 18 if len(body) <= 9 else 15
        marks = {"point": "•  ", "quote": "", "plain": ""}
        self._words(box.text_frame, [(marks[each.kind] + plain(each.words), size, False) for each in body], INK)

    def _foot(self, page: Any, number: int) -> None:
        box = page.shapes.add_textbox(EDGE, FOOT, ROOM, Cm(0.9))
        self._words(box.text_frame, [(f"{self.whose} · {self.title} · ", 11, False)], "#505a5f")
        box.text_frame.paragraphs[0]._p.append(parse_xml(_FIELD.format(number)))

    def _words(self, frame: Any, lines: Sequence[tuple[str, int, bool]], colour: str) -> None:
        frame.word_wrap = True
        for number, (words, size, is_bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(size // 3)
            paragraph.alignment = 1  # left
            run = paragraph.add_run()
            run.text = words
            run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Arial"
            run.font.color.rgb = RGBColor.from_string(colour[1:].upper())
            run._r.get_or_add_rPr().set("lang", "en-GB")


def _grid(page: Any, grid: Grid, words: Any) -> None:
    rows = len(grid.rows) + 1
    frame = page.shapes.add_table(rows, len(grid.head), EDGE, TOP, ROOM, Cm(1.1) * rows)
    _name(frame, plain(f"Table: {grid.name}, {count(len(grid.rows), 'row')} under its head."))
    table = frame.table
    table.first_row, table.horz_banding = True, False
    whole = sum(grid.widths)
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = Emu(int(ROOM * share / whole))
    size = 16 if len(grid.head) <= 4 else 13
    for at, row in enumerate([grid.head, *grid.rows]):
        for cell, said in zip(table.rows[at].cells, row, strict=True):
            told = said if isinstance(said, GridCell) else GridCell(said, PALE if at == 0 else "#ffffff")
            fill = told.fill or "#ffffff"
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:].upper())
            words(cell.text_frame, [(plain(told.words), size, at == 0)], ink(fill))


def _paint(drawn: Any, colour: str, *, is_inside: bool) -> None:
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = "0;;;", False  # a bar of none says nothing
    labels.position = XL_LABEL_POSITION.CENTER if is_inside else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.color.rgb = RGBColor.from_string((ink(colour) if is_inside else INK)[1:].upper())


def _place(shape: Any, left: int, top: int, wide: int, high: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, wide, high


def _name(shape: Any, says: str) -> None:
    """Words for whoever cannot see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", says)
