"""A Word document as its reader sees it: what was deleted, moved away or hidden is not there."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

from intake.letters.lines.files import lines_of_file

NAMES = {
    "w": nsmap["w"],
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
SPACES = " ".join(f'xmlns:{name}="{url}"' for name, url in NAMES.items())
BOX = "<w:txbxContent><w:p><w:r><w:t>Blue</w:t></w:r></w:p></w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{0}</w:ffData></w:fldChar></w:r>'
LISTED = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/><w:listEntry w:val="Blue"/></w:ddList>'
FIRST = '<w:ddList><w:listEntry w:val="Red"/><w:listEntry w:val="Blue"/></w:ddList>'
TICKED, BLANK = '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "<w:checkBox/>"
CHOSEN = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Blue</w:t></w:r></w:sdtContent></w:sdt>"
BOTH = f"<mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
SHAPES = f"<w:r><mc:AlternateContent>{BOTH}</mc:AlternateContent></w:r>"


def told(inside: str, *, in_table: bool = False) -> list[str]:
    """The lines of a document with this in a paragraph behind "1.1"."""
    document, out = Document(), io.BytesIO()
    place = document.add_table(1, 1).cell(0, 0).paragraphs[0] if in_table else document.add_paragraph()
    place.add_run("1.1 ")
    for each in parse_xml(f"<w:p {SPACES}>{inside}</w:p>"):
        place._p.append(each)
    document.save(out)
    return [line.text for line in lines_of_file(out.getvalue())]


@pytest.mark.parametrize("in_table", [False, True], ids=["in a paragraph", "in a cell"])
@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<w:r><w:t>Blue</w:t></w:r>", "1.1 Blue"),
        (CHOSEN, "1.1 Blue"),
        ("<w:ins><w:r><w:t>Blue</w:t></w:r></w:ins><w:del><w:r><w:delText>Red</w:delText></w:r></w:del>", "1.1 Blue"),
        ("<w:moveFrom><w:r><w:t>Red</w:t></w:r></w:moveFrom>", "1.1"),
        ("<w:moveTo><w:r><w:t>Blue</w:t></w:r></w:moveTo>", "1.1 Blue"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>Red</w:t></w:r>", "1.1"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Blue</w:t></w:r>', "1.1 Blue"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>Red</w:t></w:r>", "1.1"),
        (FIELD.format(LISTED), "1.1 Blue"),
        (FIELD.format(FIRST), "1.1 Red"),
        (FIELD.format(TICKED), "1.1 ☒"),
        (FIELD.format(BLANK), "1.1 ☐"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "1.1 ☒"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "1.1 ☐"),
    ],
)
def test_words_are_read_as_they_are_seen(inside: str, seen: str, in_table: bool) -> None:
    assert told(inside, in_table=in_table) == [seen]


@pytest.mark.parametrize("in_table", [False, True])
def test_a_text_box_is_read_once_on_lines_of_its_own(in_table: bool) -> None:
    assert told(SHAPES, in_table=in_table) == ["1.1", "Blue"]


def test_a_row_that_was_deleted_is_not_read_and_one_in_a_control_is() -> None:
    document, out = Document(), io.BytesIO()
    table = document.add_table(3, 2)
    for row, words in zip(table.rows, ("1.1 Green", "1.2 Red", "2.1 Blue"), strict=True):
        for cell, word in zip(row.cells, words.split(), strict=True):
            cell.text = word
    _, deleted, held = (row._tr for row in table.rows)
    deleted.insert(0, parse_xml(f'<w:trPr {SPACES}><w:del w:id="1" w:author="Jo"/></w:trPr>'))
    control = parse_xml(f"<w:sdt {SPACES}><w:sdtPr/><w:sdtContent/></w:sdt>")
    held.addprevious(control)
    control[1].append(held)
    document.save(out)
    assert [line.text for line in lines_of_file(out.getvalue())] == ["1.1", "Green", "2.1", "Blue"]
