"""The words of a .docx as whoever opens it sees them: nothing deleted, moved away, hidden or struck out."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from config.notation import LatePattern
from intake.letters.lines.line import Line, TableCell, seen

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SAID = (*(f"{_W}{name}" for name in ("t", "br", "cr", "tab", "p", "sym", "ffData")),)
_MARK = "{urn:schemas-microsoft-com:vml}textpath"  # a watermark
_AGAINST = LatePattern(r"\b(?:draft|sample|specimen|example|superseded|not (?:yet )?(?:final|approved|agreed))\b", re.I)
_BOXES = {"F0FE": "☒", "F0FD": "☒", "F0FC": "✓", "F0FB": "☒", "F0A8": "☐", "F06F": "☐", "F0A3": "☐"}  # of Wingdings


def lines_of_document(content: bytes) -> Iterator[Line]:
    """Its paragraphs and tables from top to bottom."""
    from docx import Document  # most letters bring none: nobody waits for it

    whole = Document(io.BytesIO(content))
    body = whole.element.body
    _take_out(body)
    yield from (Line(said) for said in _marked(whole))
    table = 0
    for block in body.iter(f"{_W}tbl", f"{_W}p"):
        if next(block.iterancestors(f"{_W}tbl", f"{_W}p"), None) is not None:
            continue  # a table within a cell is of its words, and a text box of its paragraph's
        if block.tag == f"{_W}tbl":
            table += 1
            yield from _of_table(block, table)
        else:
            for text in _text(block).split("\n"):
                yield Line(text.strip())


def _marked(whole: Any) -> Iterator[str]:
    """What the head, the foot or the watermark of its pages says against it: "DRAFT"; a letterhead says nothing."""
    pages = {id(part): part for page in whole.sections for part in (page.header, page.first_page_header, page.footer)}
    for part in pages.values():
        if part.is_linked_to_previous:
            continue
        marks = [each.get("string", "") for each in part._element.iter(_MARK)]
        told = dict.fromkeys(" ".join(each.split()) for each in [*marks, *(line.text for line in part.paragraphs)])
        yield from (said for said in told if _AGAINST.search(said))


def _take_out(body: Any) -> None:
    """What is there and is not seen: the old place of what was moved, rows that were deleted, older Word's copies."""
    gone = [*body.iter(f"{_W}moveFrom", _FALLBACK)]
    gone += [
        row
        for row in body.iter(f"{_W}tr")
        if (properties := row.find(f"{_W}trPr")) is not None and properties.find(f"{_W}del") is not None
    ]
    for each in gone:
        each.getparent().remove(each)


def _of_table(table: Any, number: int) -> Iterator[Line]:
    for row, line in enumerate(_own(table, "tr", "tbl")):
        column = 0
        for cell in _own(line, "tc", "tr"):
            paragraphs = list(_paragraphs(cell))
            for text in "\n".join(paragraphs).split("\n"):
                if text.strip():
                    yield Line(text.strip(), cell=TableCell(number, row, column))
            spans = [each.get(f"{_W}val", "1") for each in cell.iter(f"{_W}gridSpan")]
            column += int(spans[0]) if spans and spans[0].isdigit() else 1


def _own(whole: Any, name: str, within: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also within a control, but not those of a table in a cell."""
    return (each for each in whole.iter(f"{_W}{name}") if next(each.iterancestors(f"{_W}{within}")) is whole)


def _paragraphs(cell: Any) -> Iterator[str]:
    """The paragraphs of a cell; of a table within it a row each, what stands below a heading behind it."""
    for block in cell.iterchildren(f"{_W}p", f"{_W}tbl", f"{_W}sdt"):
        if block.tag != f"{_W}tbl":
            yield from (_text(each) for each in ([block] if block.tag == f"{_W}p" else block.iter(f"{_W}p")))
            continue
        rows = [[" ".join(_paragraphs(each)) for each in row.iter(f"{_W}tc")] for row in block.iterchildren(f"{_W}tr")]
        head = rows[0] if len(rows) > 1 else []
        for row in rows[1:] or rows:
            named = [*head, *[""] * (len(row) - len(head))]
            yield "; ".join(f"{name}: {said}" if name else said for name, said in zip(named, row, strict=False) if said)


def _text(paragraph: Any) -> str:
    """The words of a paragraph, those of its text boxes a line each."""
    return seen("".join(_words(node) for node in paragraph.iter(*_SAID) if node is not paragraph)).strip("\n")


def _words(node: Any) -> str:
    if node.tag == f"{_W}p":
        return "\n"
    if not _is_seen(node.getparent()):
        return ""
    if node.tag == f"{_W}t":
        return node.text or ""
    if node.tag == f"{_W}sym":
        return _BOXES.get(node.get(f"{_W}char", "").upper(), "") if "dings" in node.get(f"{_W}font", "") else ""
    if node.tag == f"{_W}ffData":
        return _chosen(node)
    return " " if node.tag == f"{_W}tab" else "\n"


def _chosen(field: Any) -> str:
    """What was chosen in a field of an older form, whose words are nowhere else."""
    listed, box = field.find(f"{_W}ddList"), field.find(f"{_W}checkBox")
    if listed is not None:
        entries = [each.get(f"{_W}val", "") for each in listed.iterchildren(f"{_W}listEntry")]
        result = listed.find(f"{_W}result")
        at = int(result.get(f"{_W}val", "0")) if result is not None else 0
        return entries[at] if at < len(entries) else ""
    if box is None:
        return ""
    return "☒" if _is_on(box, ("checked",)) or (box.find(f"{_W}checked") is None and _is_on(box, ("default",))) else "☐"


def _is_seen(run: Any) -> bool:
    """Whether the run is neither crossed out nor hidden."""
    properties = run.find(f"{_W}rPr")
    return properties is None or not _is_on(properties, ("strike", "dstrike", "vanish"))


def _is_on(properties: Any, names: Iterable[str]) -> bool:
    found = (properties.find(f"{_W}{name}") for name in names)
    return any(each is not None and each.get(f"{_W}val", "1") not in ("0", "false", "off") for each in found)
