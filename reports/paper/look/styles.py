"""The styles of a paper in Word: its type, and the colour of its headings."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.paper.parts import for_words

_SIZES = {"Title": 24, "Heading 1": 20, "Heading 2": 14, "Heading 3": 11.5}


def dress(paper: Any, colour: str, wide: Any) -> None:
    """One type in the partnership's colour, and the styles of the contents, which are as `wide` as the page."""
    shade = RGBColor.from_string(for_words(colour)[1:].upper())
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    normal.element.get_or_add_rPr().append(made("w:lang", val="en-GB"))
    for each in paper.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), "en-GB")  # python-docx's own page is American
    for name, size in _SIZES.items():
        style = paper.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), shade, True
        fonts = style.element.rPr.rFonts
        for each in list(fonts.attrib):
            del fonts.attrib[each]
        style.font.name = "Arial"
    for line in paper.styles["Title"].element.iter(qn("w:bottom")):
        line.set(qn("w:color"), str(shade))
        line.attrib.pop(qn("w:themeColor"), None)
    for level in (1, 2):
        style = paper.styles.add_style(f"toc {level}", 1)
        style.base_style = normal
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.font.size = Pt(9.5)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.tab_stops.add_tab_stop(wide, 2, 1)
    heading = paper.styles["TOC Heading"] if "TOC Heading" in paper.styles else paper.styles.add_style("TOC Heading", 1)
    heading.base_style = normal
    heading.font.size, heading.font.color.rgb, heading.font.bold, heading.font.name = Pt(14), shade, True, "Arial"


def made(name: str, **values: str) -> Any:
    """An element of Word's, with these values."""
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element
