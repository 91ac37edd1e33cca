"""A filled .xlsx, .xlsm, .docx or .csv, row by row: the same lines a letter has, whatever became of its layout."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator

from intake.letters.lines.files.document import lines_of_document
from intake.letters.lines.line import TAB, UNSEEN, Line, TableCell, seen
from intake.letters.mime import decoded

MOST_BYTES = 50_000_000  # unpacked
MOST_MEMBERS = 1_000
MOST_TEXT = 600_000  # bytes of a .csv
MOST_RATIO = 100
MOST_ROWS, MOST_COLUMNS = 3_000, 60


def lines_of_file(content: bytes) -> list[Line]:
    """The lines of a workbook or document; none where it is neither, or not safe to open."""
    kind = office_kind(content)
    try:
        if kind == "xlsx":
            return list(_of_workbook(content))
        if kind == "docx":
            return list(lines_of_document(content))
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
            for column, said, is_hidden in cells:
                for text in seen(said).split("\n"):
                    if text.strip():
                        yield Line(text.strip(), 0, TableCell(table, row, column), UNSEEN if is_hidden else "")
        yield Line("")
