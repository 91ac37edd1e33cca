"""The paper in Word: what a screen reader, a printer and Word itself look for in it."""

import io
import itertools
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from config.letters import open_letters
from config.questionnaire import Template
from reports.paper import PaperLook, paper
from reports.paper.word import docx
from reports.report.picture import png
from tests.reports.figures.test_summary import counted
from tests.reports.made import HOSTILE, small_audit
from tests.reports.paper.test_paper import source

A4 = {(7560310, 10692130), (10692130, 7560310)}


def opened(words: str | None, small: Template) -> Any:
    found = counted("city-hackney")[0] if words is None else small_audit(small, words)
    made = docx(
        "The title" if words is None else words, ["For the board"], "The East", paper(source(found), open_letters())
    )
    return Document(io.BytesIO(made))


@pytest.fixture(scope="module")
def made(small: Template) -> Any:
    return opened(None, small)


def test_it_is_a4_in_the_partnerships_name_with_page_numbers(made: Any) -> None:
    sizes = {(each.page_width, each.page_height) for each in made.sections}
    assert all(min(abs(w - a) + abs(h - b) for a, b in A4) < 2000 for w, h in sizes)
    assert len(sizes) == 2  # the matrix lies on its side
    assert (made.core_properties.title, made.core_properties.author) == ("The title", "The East")
    foot = made.sections[0].footer._element.xml
    assert "The East" in foot
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_it_wears_the_partnerships_colour_and_logo(small: Template) -> None:
    parts = list(paper(source(small_audit(small)), open_letters()))
    logo = png('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>')
    for colour, heading in (("#00594f", "00594F"), ("#ffdd00", "0B0C0C")):  # yellow words are not read on white
        made = Document(io.BytesIO(docx("The title", [], "The East", parts, look=PaperLook(colour, logo))))
        assert str(made.styles["Heading 1"].font.color.rgb) == heading
        assert next(each.get("descr") for each in made.element.iter(qn("wp:docPr"))) == "Logo of The East"


def test_headings_step_down_one_level_at_a_time(made: Any) -> None:
    names = [each.style.name for each in made.paragraphs]
    levels = [int(name[-1]) for name in names if name.startswith("Heading ")]
    assert levels[0] == 1
    assert [(one, after) for one, after in itertools.pairwise(levels) if after > one + 1] == []


def test_the_contents_are_a_field_with_an_entry_for_every_heading_of_two_levels(made: Any) -> None:
    fields = [each.text for each in made.element.iter(qn("w:instrText"))]
    assert any(each.strip().startswith("TOC ") for each in fields)
    marks = {each.get(qn("w:name")) for each in made.element.iter(qn("w:bookmarkStart"))}
    links = {each.get(qn("w:anchor")) for each in made.element.iter(qn("w:hyperlink"))}
    assert links == marks
    headings = [each for each in made.paragraphs if each.style.name in ("Heading 1", "Heading 2")]
    assert len(marks) == len(headings)


def test_every_picture_and_table_has_words_and_every_table_repeats_its_head(made: Any) -> None:
    pictures = [each.get("descr") for each in made.element.iter(qn("wp:docPr"))]
    assert len(pictures) > 8
    assert all(each and "The table beside it has every figure." in each for each in pictures)
    for table in made.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words)[:20])
def test_no_name_becomes_more_than_words(words: str, small: Template) -> None:
    opened(words, small)
