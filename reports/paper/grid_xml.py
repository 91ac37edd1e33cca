"""A table as Word keeps it: a heading row that comes again on each page, rows that stay whole, and words for it."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from config.words import count
from reports.figures import plain
from reports.paper.parts import Grid, GridCell
from reports.report import ink

_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD, _LINE = "DDE3EA", "B1B4B6"
LONG = 24  # characters: more of them are read as words, from the left
_SIDES = "top", "left", "bottom", "right", "insideH", "insideV"


def grid_xml(grid: Grid, wide: int) -> str:
    """The table, so many twentieths of a point wide."""
    widths = [round(each * wide) for each in grid.widths]
    return "".join(_table(grid, widths))


def _table(grid: Grid, widths: list[int]) -> Iterator[str]:
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{_LINE}"/>' for side in _SIDES)
    yield f'<w:tbl {_SPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
    yield '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
    yield '</w:tblCellMar><w:tblLook w:val="0480" w:firstRow="1" w:firstColumn="1"/>'
    yield f"<w:tblCaption w:val={quoteattr(plain(grid.name))}/>"
    told = count(len(grid.rows), "row")
    yield f"<w:tblDescription w:val={quoteattr(plain(f'{grid.name}. {told}.'))}/>"
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    yield f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    rows = [[each if isinstance(each, GridCell) else GridCell(each) for each in row] for row in grid.rows]
    is_left = [not number or any(_is_long(row[number]) for row in rows) for number in range(len(grid.head))]
    for number, words in enumerate(grid.head):
        yield _cell(GridCell(words, f"#{_HEAD}"), widths[number], is_bold=True, is_left=is_left[number])
    yield "</w:tr>"
    for row in rows:
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        for number, cell in enumerate(row):
            yield _cell(cell, widths[number], is_bold=False, is_left=is_left[number])
        yield "</w:tr>"
    yield "</w:tbl>"


def _is_long(cell: GridCell) -> bool:
    """Whether it is words to be read; a column with such a cell begins at its left throughout."""
    return len(cell.words) > LONG and not cell.fill


def _cell(cell: GridCell, wide: int, *, is_bold: bool, is_left: bool) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill.lstrip("#").upper()}"/>' if cell.fill else ""
    colour = f'<w:color w:val="{ink(cell.fill).lstrip("#").upper()}"/>' if cell.fill else ""
    side = "" if is_left else '<w:jc w:val="center"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{side}</w:pPr><w:r><w:rPr>{"<w:b/>" * is_bold}{colour}'
        f'<w:sz w:val="17"/></w:rPr><w:t xml:space="preserve">{escape(plain(cell.words))}</w:t></w:r></w:p></w:tc>'
    )
