"""A filled .xlsx, .xlsm, .docx or .csv, row by row: the same lines a letter has, whatever became of its layout."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator

from intake.letters.lines.line import TAB, Line, TableCell, seen
from intake.letters.mime import decoded

MOST_BYTES = 50_000_000  # unpacked
MOST_MEMBERS = 1_000
MOST_TEXT = 600_000  # bytes of a .csv
MOST_RATIO = 100
MOST_ROWS, MOST_COLUMNS = 3_000, 60
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def lines_of_file(content: bytes) -> list[Line]:
    """The lines of a workbook or document; none where it is neither, or not safe to open."""
    kind = office_kind(content)
    try:
        if kind == "xlsx":
            return list(_of_workbook(content))
        if kind == "docx":
            return list(_of_document(content))
        if kind == "csv":
            return list(_of_csv(content))
    except office_faults():
        return []
    return []


def office_faults() -> tuple[type[Exception], ...]:
    """What a damaged file may raise, for it says so in many ways; looked up only now that something was raised."""
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    plain = (csv.Error, ValueError, LookupError, TypeError, AttributeError, OSError, SyntaxError, RuntimeError)
    return (*plain, zipfile.BadZipFile, zlib.error, LxmlError, PackageNotFoundError)


def office_kind(content: bytes) -> str:
    """xlsx, docx or csv, and "" for anything else: no bomb, nothing that only looks like one; macros are never run."""
    if not content.startswith(b"PK\x03\x04"):
        return "csv" if _is_csv(content) else ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            members = box.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    names = {member.filename for member in members}
    unpacked = sum(member.file_size for member in members)
    is_safe = unpacked <= MOST_BYTES and len(members) <= MOST_MEMBERS and unpacked <= MOST_RATIO * len(content)
    if not is_safe:
        return ""
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "docx" if "word/document.xml" in names else ""


def _is_csv(content: bytes) -> bool:
    """Words in rows of at least three cells, and no other format that is written as text."""
    head = content[:4_000]
    is_text = b"\0" not in head and not head.lstrip().startswith((b"{", b"<", b"%", b"From "))
    marks = max(head.count(b","), head.count(b";"), head.count(b"\t"))
    return is_text and len(content) <= MOST_TEXT and marks >= 2 * max(1, head.count(b"\n") // 2)


def _of_csv(content: bytes) -> Iterator[Line]:
    text = seen(decoded(content.removeprefix(b"\xef\xbb\xbf"), "utf-8"))
    mark = max(",;\t", key=text[:4_000].count)
    for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
        for column, value in enumerate(values[:MOST_COLUMNS]):
            for said in value.split("\n"):
                if said.strip():
                    yield Line(said.strip(), cell=TableCell(1, row, column))
        if row >= MOST_ROWS:
            return


def _of_workbook(content: bytes) -> Iterator[Line]:
    from intake.letters.lines.files.workbook import sheets_of  # most letters bring none: nobody waits for it

    for table, (title, rows) in enumerate(sheets_of(content, MOST_ROWS, MOST_COLUMNS), start=1):
        yield Line(title.strip(), label=TAB)
        for row, cells in rows:
            for column, said in cells:
                for text in seen(said).split("\n"):
                    if text.strip():
                        yield Line(text.strip(), cell=TableCell(table, row, column))
        yield Line("")


def _of_document(content: bytes) -> Iterator[Line]:
    from docx import Document

    body = Document(io.BytesIO(content)).element.body
    table = 0
    for block in body.iter(f"{_W}tbl", f"{_W}p"):
        if any(True for _ in block.iterancestors(f"{_W}tbl")):
            continue  # a table within a cell is of its words
        if block.tag == f"{_W}tbl":
            table += 1
            yield from _of_table(block, table)
        else:
            for text in _text(block).split("\n"):
                yield Line(text.strip())


def _of_table(table: object, number: int) -> Iterator[Line]:
    for row, line in enumerate(table.iterchildren(f"{_W}tr")):  # type: ignore[attr-defined]
        column = 0
        for cell in line.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not line:
                continue
            paragraphs = list(_paragraphs(cell))
            for text in "\n".join(paragraphs).split("\n"):
                if text.strip():
                    yield Line(text.strip(), cell=TableCell(number, row, column))
            spans = [each.get(f"{_W}val", "1") for each in cell.iter(f"{_W}gridSpan")]
            column += int(spans[0]) if spans and spans[0].isdigit() else 1


def _paragraphs(cell: object) -> Iterator[str]:
    """The paragraphs of a cell; of a table within it a row each, what stands below a heading behind it."""
    for block in cell.iterchildren(f"{_W}p", f"{_W}tbl", f"{_W}sdt"):  # type: ignore[attr-defined]
        if block.tag != f"{_W}tbl":
            yield from (_text(each) for each in ([block] if block.tag == f"{_W}p" else block.iter(f"{_W}p")))
            continue
        rows = [[" ".join(_paragraphs(each)) for each in row.iter(f"{_W}tc")] for row in block.iterchildren(f"{_W}tr")]
        head = rows[0] if len(rows) > 1 else []
        for row in rows[1:] or rows:
            named = [*head, *[""] * (len(row) - len(head))]
            yield "; ".join(f"{name}: {said}" if name else said for name, said in zip(named, row, strict=False) if said)


def _text(paragraph: object) -> str:
    said = []
    for node in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab", f"{_W}cr"):  # type: ignore[attr-defined]
        if _is_struck(node):
            continue
        said.append((node.text or "") if node.tag == f"{_W}t" else " " if node.tag == f"{_W}tab" else "\n")
    return seen("".join(said))


def _is_struck(node: object) -> bool:
    """Whether the run these words are of is crossed out."""
    properties = node.getparent().find(f"{_W}rPr")  # type: ignore[attr-defined]
    if properties is None:
        return False
    struck = [properties.find(f"{_W}{name}") for name in ("strike", "dstrike")]
    return any(each is not None and each.get(f"{_W}val", "1") not in ("0", "false", "off") for each in struck)
