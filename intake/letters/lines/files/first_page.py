"""The words of a file's first page, with what stands above and below it: where a policy says how old it is."""

import io
import re
import zipfile
import zlib
from html import unescape
from typing import BinaryIO

from config.notation import LatePattern

MOST = 4_000  # characters
_READ = 400_000  # bytes of one part
_PARTS = LatePattern(r"word/(?:document|header\d|footer\d)\.xml")
_PARAGRAPH = LatePattern(r"</w:p>|<w:br/>|<w:tab/>")
_MARK = LatePattern(r"<[^<>]*>")


def first_page(file: BinaryIO, media_type: str) -> str:
    """The first words of a PDF, a Word document or a text; nothing of what is damaged."""
    if media_type == "application/pdf":
        from intake.letters.lines.files.pdf import words_of_first_page  # no other file needs what reads a PDF

        return words_of_first_page(file)[:MOST]
    data = file.read(_READ if media_type == "text/plain" else -1)
    return data.decode("utf-8", "replace")[:MOST] if media_type == "text/plain" else _of_document(data)


def _of_document(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = sorted(filter(_PARTS.fullmatch, box.namelist()))[:6]
            return "\n".join(_words(box, name) for name in names)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, RuntimeError):
        return ""


def _words(box: zipfile.ZipFile, name: str) -> str:
    with box.open(name) as part:
        text = part.read(_READ).decode("utf-8", "replace")
    lines = (unescape(_MARK.sub("", each)) for each in _PARAGRAPH.split(text))
    return re.sub(r"\n{2,}", "\n", "\n".join(" ".join(each.split()) for each in lines))[: MOST // 2]
