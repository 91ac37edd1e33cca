"""What a file is, found from its bytes and not from what its sender says: type, and what to be wary of."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from config.notation import LatePattern
from storage.evidence.look import archives, ole
from storage.evidence.look.kept import CHUNK

OVERSIZED = 200_000_000  # bytes
FLAGS = ("archive", "encrypted", "macros", "active content", "oversized", "not looked into")
_HEAD = 64 << 10
_SCANNED = 64 << 20  # of a PDF
_PACKED = (
    (0, b"Rar!\x1a\x07"), (0, b"7z\xbc\xaf\x27\x1c"), (0, b"\x1f\x8b"), (0, b"BZh"), (0, b"\xfd7zXZ\x00"),
    (0, b"\x28\xb5\x2f\xfd"), (0, b"MSCF"), (0, b"\x60\xea"), (257, b"ustar"), (7, b"**ACE**"), (2, b"-lh"),
    (32769, b"CD001"),
)  # fmt: skip
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02",
)
_RUN_BY_NAME = LatePattern(
    r"\.(html?|xhtml|shtml|mht|mhtml|svgz?|xml|xslt?|hta|js|jse|mjs|vbs|vbe|wsf|wsh|ps1|bat|cmd|com|exe|msi|scr|pif|lnk"
    r"|url|jar|chm|reg|sct|iqy|slk|app|sh)$",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|script|iframe|img|svg|object|embed|form|meta|link|a\s+href|\?xml-stylesheet)"
    rb"|javascript:",
    re.IGNORECASE,
)
_DDE_CELL = re.compile(rb"(^|[,;\t\"'\n])[ \r\f\v]*+[=+@-][^,;\t\n|]{1,64}\|[^\n!]{0,200}!", re.MULTILINE)
_RTF_OBJECT = re.compile(rb"\\obj(data|emb|link|auto|update)|\bDDE(AUTO)?\b|\\template")
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_PDF_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


_ZIP = "application/zip"
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z-]+)")


class Description(NamedTuple):
    """The type found in the bytes, and flags out of FLAGS, in that order; the words of its first page, where read."""

    media_type: str
    flags: tuple[str, ...]
    first_page: str = ""


UNSEEN = Description("application/octet-stream", FLAGS[-1:])  # of what breaks whoever looks into it
Describe = Callable[[BinaryIO, str, int], Description]  # a file, its name and its size


def describe(file: BinaryIO, name: str, size: int) -> Description:
    """Look at a file that can be wound back; nothing in it is run, and memory and time are bounded."""
    file.seek(0)
    head = file.read(_HEAD)
    zipped = archives.directory(file, size)
    found = set(_flags(file, head, zipped))
    if _RUN_BY_NAME.search(name):
        found.add("active content")
    if size > OVERSIZED:
        found.add("oversized")
    return Description(_media_type(file, head, zipped), tuple(flag for flag in FLAGS if flag in found))


def _flags(file: BinaryIO, head: bytes, zipped: archives.Directory | None) -> Iterator[str]:
    if zipped is not None:
        yield from archives.flags(file, zipped)
    if head.startswith(ole.MAGIC):
        yield from ole.flags(file)
    if any(head[at:].startswith(magic) for at, magic in _PACKED):
        yield "archive"
    if b"%PDF-" in head[:1024]:
        yield from _pdf(file)
    if head.startswith(_PROGRAMS) or _is_active(head):
        yield "active content"


def _is_active(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"{\\rt"):
        return _RTF_OBJECT.search(head) is not None
    return _is_text(head) and (_MARKUP.search(head) or _DDE_CELL.search(head)) is not None


def _pdf(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    before, read = b"", 0
    while read < _SCANNED and (chunk := file.read(CHUNK)):
        read += len(chunk)
        window = before + chunk
        if _PDF_ENCRYPTED.search(window):
            yield "encrypted"
        if _PDF_ACTIVE.search(window):
            yield "active content"
        before = chunk[-64:]


def _media_type(file: BinaryIO, head: bytes, zipped: archives.Directory | None) -> str:
    if zipped is not None and head.startswith(b"PK"):
        names = {each.name for each in zipped.members}
        if "[Content_Types].xml" in names:
            return next((known for start, known in _OFFICE.items() if any(n.startswith(start) for n in names)), _ZIP)
        open_document = _OPEN_DOCUMENT.search(head[:200])
        return open_document[1].decode() if open_document else _ZIP
    if not head:
        return "application/octet-stream"
    import puremagic  # its table of signatures, which no command waits for that opens no file

    file.seek(0)
    try:
        best = puremagic.magic_stream(file)[0]
    except (puremagic.PureError, ValueError):
        best = None
    if best is not None and best.mime_type and (best.confidence >= 0.4 or not _is_text(head)):
        return str(best.mime_type)
    if not _is_text(head):
        return "application/octet-stream"
    return "text/html" if _MARKUP.search(head) else "text/plain"


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head
