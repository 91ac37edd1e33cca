"""The pictures of a report: the heat map and the bars, as SVG that serves page and PNG alike."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as Xml

from config.questionnaire import Rating, Standard
from config.words import listing
from reports.both import both_ratings
from reports.figures import (
    NOT_APPLICABLE,
    NOT_ASKED,
    UNANSWERED,
    UNRATED,
    Figures,
    Standing,
    Tally,
    clip,
    of,
    plain,
    shown,
)
from reports.report.colours import PLAIN, ink

SVG = "http://www.w3.org/2000/svg"
FONTS = Path(__file__).parents[1] / "fonts"
ROW, BAND, HEAD, LEGEND = 22, 34, 20, 24
SIZE, LETTER, THIN = 12, 7.6, 6.9  # px; the width of a letter on average, in DejaVu Sans Bold and DejaVu Sans
LABEL, NAME, TITLE = 44, 14, 100  # the most characters of a question, an agency and a standard that are drawn
SHORT = 5  # letters that fit over a column; longer names are turned
ASIDE = round(LABEL * THIN)  # px of question text, which a narrow screen leaves out
ZOOM, MOST_PIXELS = 2, 8_000_000  # four bytes each while it is drawn
_SIZE = re.compile(r'<svg[^>]* width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)"')
CORNER = 8  # px
NARROWEST = 240  # px a bar has on the narrowest screen


def heat_map(found: Figures) -> str:
    """Every agency's standing on every question, written in its cell, as one SVG with its legend."""
    return plain(Xml.tostring(_HeatMap(found).draw(), encoding="unicode"))


def bar(tally: Tally, name: str) -> str:
    """The ratings of a tally as one bar, as wide as its place; empty where nothing is rated."""
    if not tally.rated:
        return ""
    parts = listing(f"{tally.ratings[each.code]} {each.name}" for each in _used(tally))
    svg = Xml.Element("svg", xmlns=SVG, width="100%", height="28", role="img")
    svg.attrib |= {"class": "bar", "aria-label": f"{clip(name, TITLE)}: {parts}, of {tally.rated} rated."}
    at = 0.0
    for rating in _used(tally):
        wide = 100 * tally.ratings[rating.code] / tally.rated
        Xml.SubElement(svg, "rect", x=f"{at:.3f}%", width=f"{wide:.3f}%", height="28", fill=rating.colour)
        words = f"{rating.code} {tally.ratings[rating.code]}"
        if len(words) * THIN + 8 < NARROWEST * wide / 100:
            _text(svg, words, f"{at + wide / 2:.3f}%", 18.5, ink(rating.colour), middle=True)
        at += wide
    return plain(Xml.tostring(svg, encoding="unicode"))


def png(svg: str) -> bytes:
    """The picture as PNG, the same on every machine: only our own fonts are used.

    At twice its size, or as large as a mailbox, a browser and this machine's memory can take.
    """
    import resvg_py  # the page draws its own

    drawn = _SIZE.match(svg)
    pixels = float(drawn["width"]) * float(drawn["height"]) if drawn else 0.0
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        zoom=min(ZOOM, (MOST_PIXELS / max(pixels, 1.0)) ** 0.5),
        skip_system_fonts=True,
        font_files=[str(FONTS / "DejaVuSans.ttf"), str(FONTS / "DejaVuSans-Bold.ttf")],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )


class _HeatMap:
    """Draws from the top down; `y` is how far it has got."""

    def __init__(self, found: Figures) -> None:
        self.found, self.template = found, found.template
        self.names = [clip(each.abbr, NAME) for each in found.submitted]
        self.turned = any(len(name) > SHORT for name in self.names)
        self.apart = {(each.agency, each.question): each for each in both_ratings(found) if each.is_apart}
        refs = [question.ref for question in self.template.reported]
        words = [shown(self.template, each) for each in found.standings.values()]
        self.column = max([40.0, *(len(each) * THIN + 8 for each in words)])
        self.indent = max((len(ref) for ref in refs), default=0) * LETTER + 8
        self.left = self.indent + ASIDE
        self.y, self.wide = 0.0, 480.0
        self.svg = Xml.Element("svg", xmlns=SVG, role="img")
        self._named()
        self.cells = Xml.SubElement(self.svg, "g", {"class": "cells"})

    def draw(self) -> Xml.Element:
        if self.turned:
            self.y = max(len(name) for name in self.names) * LETTER + 4
            for at, name in enumerate(self.names):
                self._turned(name, self._middle(at) + 4)
        for standard in self.template.standards:
            if any(question.reported for question in self.template.of_standard(standard.ref)):
                self._standard(standard)
        self._legend()
        wide = max(self.left + len(self.names) * self.column + 2, self.wide)
        size = {"width": f"{wide:.0f}", "height": f"{self.y + 4:.0f}", "viewBox": f"0 0 {wide:.0f} {self.y + 4:.0f}"}
        self.svg.attrib |= {**size, "font-family": "DejaVu Sans, sans-serif", "font-size": str(SIZE)}
        return self.svg

    def _named(self) -> None:
        self.svg.attrib |= {"class": "heat", "aria-labelledby": "heat-title heat-desc"}
        Xml.SubElement(self.svg, "title", id="heat-title").text = "Heat map of ratings"
        total = self.found.total
        each = listing(f"{total.ratings[rating.code]} {rating.name}" for rating in _used(total))
        Xml.SubElement(
            self.svg, "desc", id="heat-desc"
        ).text = (
            f"Questions down, agencies across; each cell holds the code of its rating. {each or 'Nothing is rated'}."
        )

    def _standard(self, standard: Standard) -> None:
        room = int((self.left + len(self.names) * self.column) / LETTER)
        self.y += BAND
        _text(self.svg, clip(f"{standard.ref} {standard.title}", min(max(room, 60), TITLE)), 0, self.y - 12, bold=True)
        if self.turned:
            self.y -= 4
        else:
            self.y += HEAD
            for at, name in enumerate(self.names):
                _text(self.cells, name, self._middle(at), self.y - 10, middle=True)
            self.y -= 4
        for question in self.template.of_standard(standard.ref):
            if question.reported:
                self._row(question.ref, question.text)

    def _row(self, ref: str, words: str) -> None:
        _text(self.svg, ref, 0, self.y + 15, bold=True)
        _text(self.svg, clip(words, LABEL), self.indent, self.y + 15).set("class", "aside")
        row: dict[str | None, list[tuple[float, str]]] = {}
        for at, each in enumerate(self.found.submitted):
            standing = self.found.standings.get((each.abbr, ref))
            x = self.left + at * self.column
            row.setdefault(self._fill(standing), []).append((x, shown(self.template, standing)))
        for fill, cells in row.items():
            self._cells(self.cells, cells, fill)
        for at, each in enumerate(self.found.submitted):
            if (each.abbr, ref) in self.apart:
                fill = self._fill(self.found.standings.get((each.abbr, ref)))
                self._corner(self.cells, self.left + at * self.column, fill)
        self.y += ROW

    def _cells(self, within: Xml.Element, cells: Sequence[tuple[float, str]], fill: str | None) -> None:
        """Cells of a row in one colour, by where they begin: two elements, as 36,000 of each took 300 MB to draw."""
        box = f"h{self.column - 2:g}v{ROW - 2}h-{self.column - 2:g}z"
        edge = {} if fill else {"stroke": "currentColor", "stroke-opacity": ".35"}
        path = "".join(f"M{x:g} {self.y:g}{box}" for x, _ in cells)
        Xml.SubElement(within, "path", {"d": path, "fill": fill or "none", **edge})
        said = Xml.SubElement(within, "text", {"y": f"{self.y + 15:g}", "text-anchor": "middle"})
        said.attrib |= {"fill": ink(fill) if fill else "currentColor"}
        for x, words in cells:
            Xml.SubElement(said, "tspan", x=f"{x + self.column / 2 - 1:g}").text = words

    def _corner(self, within: Xml.Element, x: float, fill: str | None) -> None:
        """The mark of a cell where the other side rates otherwise."""
        right, top = x + self.column - 2, self.y
        points = f"{right - CORNER:g},{top:g} {right:g},{top:g} {right:g},{top + CORNER:g}"
        Xml.SubElement(within, "polygon", points=points, fill=ink(fill) if fill else "currentColor")

    def _fill(self, standing: Standing | None) -> str | None:
        if standing is None or standing.state == "unanswered":
            return None
        if standing.state == "missing" and (missing := self.template.scale.missing):
            return missing.colour
        return self.template.scale.by_code[standing.rating].colour if standing.rating else PLAIN

    def _legend(self) -> None:
        self.y += LEGEND
        if self.apart:
            self._cells(self.svg, [(0, "")], None)
            self._corner(self.svg, 0, None)
            _text(self.svg, f"the two sides rate otherwise: {len(self.apart)}", self.column + 6, self.y + 15)
            self.y += LEGEND
        for code, words, fill in _legend(self.found):
            self._cells(self.svg, [(0, code)], fill)
            _text(self.svg, clip(words, TITLE), self.column + 6, self.y + 15)
            self.wide = max(self.wide, self.column + 6 + len(clip(words, TITLE)) * THIN)
            self.y += LEGEND

    def _middle(self, at: int) -> float:
        return self.left + at * self.column + self.column / 2 - 1

    def _turned(self, name: str, x: float) -> None:
        text = _text(self.cells, name, 0, 0)
        text.attrib |= {"transform": f"translate({x:g} {self.y:g}) rotate(-90)"}


def _legend(found: Figures) -> Iterator[tuple[str, str, str | None]]:
    for rating in found.template.scale.ratings:
        words = of(found.total.ratings[rating.code], found.total.rated)
        if rating.counts_as == "missing":
            yield rating.code, f"{rating.label}: {found.total.states['missing']}", rating.colour
        else:
            yield rating.code, f"{rating.label}: {words} rated", rating.colour
    seen = {shown(found.template, each) for each in found.standings.values()}
    if seen & {"Yes", "No"} or any("-" in each for each in seen):
        yield "Yes", "the answer to a yes/no question; beside a rating where both were given", PLAIN
    told = {UNRATED: "answered, without a rating", NOT_APPLICABLE: "not applicable", UNANSWERED: "not answered"}
    for code, words in told.items():
        if code in seen:
            yield code, words, None if code == UNANSWERED else PLAIN
    if len(found.standings) < len(found.submitted) * len(found.template.reported):
        yield NOT_ASKED, "not asked of this agency", None


def _used(tally: Tally) -> list[Rating]:
    return [rating for rating in tally.scale.values() if tally.ratings[rating.code]]


def _text(
    svg: Xml.Element,
    words: str,
    x: float | str,
    y: float,
    fill: str | None = None,
    *,
    middle: bool = False,
    bold: bool = False,
) -> Xml.Element:
    place = {"x": x if isinstance(x, str) else f"{x:g}", "y": f"{y:g}", "fill": fill or "currentColor"}
    look = ({"text-anchor": "middle"} if middle else {}) | ({"font-weight": "bold"} if bold else {})
    text = Xml.SubElement(svg, "text", {**place, **look})
    text.text = words
    return text
