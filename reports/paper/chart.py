"""Ratings as bars, a row each, as SVG that becomes a picture."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple
from xml.etree import ElementTree as Xml

from config.questionnaire import Scale
from reports.figures import clip, of, plain
from reports.paper.parts import Chart
from reports.report import ink

WIDE, ROW, BAR, SAID, MOST_LABEL = 680, 26, 20, 110, 300  # px
LEGEND = 20  # px
LETTER = 6.7  # px of a letter on average
SVG = "http://www.w3.org/2000/svg"


class BarRow(NamedTuple):
    """What a bar is of, its ratings by code, and how many of how many are met."""

    label: str
    ratings: Mapping[str, int]
    met: int
    rated: int


def bars(name: str, scale: Scale, rows: Sequence[BarRow]) -> Chart | None:
    """A bar a row, with its legend; none where nothing is rated."""
    drawn = [each for each in rows if each.rated]
    if not drawn:
        return None
    left = min(MOST_LABEL, max(len(each.label) for each in drawn) * LETTER + 12)
    lines = list(_legend(scale, drawn))
    labels = [_label(each.label, int((left - 6) / LETTER)) for each in drawn]
    high = ROW * len(drawn) + LEGEND * len(lines) + 6
    svg = Xml.Element("svg", xmlns=SVG, width=str(WIDE), height=str(high), viewBox=f"0 0 {WIDE} {high}")
    svg.attrib |= {"font-family": "DejaVu Sans", "font-size": "11"}
    for number, row in enumerate(drawn):
        _text_of(svg, labels[number], number * ROW)
        _row(svg, scale, row, number * ROW, left)
    for number, line in enumerate(lines):
        _draw_legend(svg, line, len(drawn) * ROW + 6 + number * LEGEND)
    told = "; ".join(f"{each.label}: {of(each.met, each.rated)} met" for each in drawn[:6])
    more = f"; and {len(drawn) - 6} more" if len(drawn) > 6 else ""
    says = f"{clip(name, 200)}. A bar each, parted by rating. {told}{more}. The table beside it has every figure."
    return Chart(plain(Xml.tostring(svg, encoding="unicode")), clip(says, 1500))


def _label(words: str, most: int) -> list[str]:
    """The label in one line, or in two: standards often begin alike and differ where one line would be cut."""
    first, *rest = wrap(words, most) or [""]
    return [first, clip(" ".join(rest), most)] if rest else [first]


def _text_of(svg: Xml.Element, lines: Sequence[str], y: float) -> None:
    first = y + (14 if len(lines) == 1 else 9)
    for number, words in enumerate(lines):
        _text(svg, words, 0, first + 11 * number)


def _row(svg: Xml.Element, scale: Scale, row: BarRow, y: float, left: float) -> None:
    at, room = left, WIDE - left - SAID
    for rating in scale.given:
        number = row.ratings.get(rating.code, 0)
        wide = room * number / row.rated
        if number:
            Xml.SubElement(
                svg, "rect", x=f"{at:.1f}", y=f"{y:g}", width=f"{wide:.1f}", height=str(BAR), fill=rating.colour
            )
            if len(str(number)) * LETTER + 4 < wide:
                _text(svg, str(number), at + wide / 2, y + 14, ink(rating.colour), middle=True)
        at += wide
    _text(svg, of(row.met, row.rated), WIDE - SAID + 8, y + 14)


def _legend(scale: Scale, drawn: Sequence[BarRow]) -> Iterator[list[tuple[str, str]]]:
    """The names and colours of the ratings that were given, as many on a line as fit."""
    line: list[tuple[str, str]] = []
    wide = 0.0
    for rating in scale.given:
        if any(each.ratings.get(rating.code) for each in drawn):
            words = clip(rating.name, 60)
            wide += 34 + len(words) * LETTER
            if line and wide > WIDE:
                yield line
                line, wide = [], 34 + len(words) * LETTER
            line.append((words, rating.colour))
    yield line


def _draw_legend(svg: Xml.Element, line: Sequence[tuple[str, str]], y: float) -> None:
    at = 0.0
    for words, colour in line:
        Xml.SubElement(svg, "rect", x=f"{at:.1f}", y=f"{y:g}", width="12", height="12", fill=colour)
        _text(svg, words, at + 16, y + 10)
        at += 34 + len(words) * LETTER


def _text(svg: Xml.Element, words: str, x: float, y: float, fill: str = "#0b0c0c", *, middle: bool = False) -> None:
    look = {"text-anchor": "middle"} if middle else {}
    Xml.SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:g}", "fill": fill, **look}).text = words
