"""Words in files as they are kept: found in text, letters and office documents, and said where nobody can search."""

import hashlib
import html
import io
import quopri
import re
import secrets
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from intake.letters import Late, Limits, PdfWords, Reader, Unreadable
from intake.rights.letters import LETTER, erased_letter, words_of_letter
from intake.rights.sought import MARK, Sought

_PDF = b"%PDF-"
_ZIP = (b"PK\3\4", b"PK\5\6")
TRIES = 3  # of a busy machine
DEEPEST = 8  # letters and archives in each other
LARGEST = 100_000_000  # bytes of a file that is looked into, and of what it opens to
_ENDS = re.compile(
    r"</(?:w:p|a:p|row|si|c|p|text:p|text:h|div|td|li|h\d)>|<(?:w:br|w:tab|br|text:s|text:tab|text:line-break)\b[^>]*>"
)
_TAGS = re.compile(r"<[^<>]*>")
_RTF = re.compile(
    r"\\'(?P<byte>[0-9a-fA-F]{2})|\\u(?P<code>-?\d{1,5}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?"
    r"|\\(?P<end>par|line|tab|cell|row|sect|page)\b ?|\\(?P<mark>[{}\\~_])|\\[a-zA-Z]+-?\d* ?|\\[^a-zA-Z]|[{}\r\n]"
)
_HIDDEN = re.compile(r"^\{\\rtf.*?\\(?:pict|objdata|bin)\b", re.DOTALL)  # a picture or a file in rich text
_CARD = re.compile(r"^BEGIN:V(?:CARD|CALENDAR)", re.MULTILINE)
_FOLD = re.compile(r"\r?\n[ \t]")
_QUOTED = re.compile(r"=(?:\r?\n|[0-9A-F]{2})")
_WORDS = re.compile(r"\.(?:xml|rels|txt|csv|html?|json|vml)$", re.IGNORECASE)
_GONE = f"{MARK} This file named a person. It was erased."
_OF_A_PDF = Limits(seconds=60)  # of the processor: nobody waits for its words
OpenPdf = Callable[[bytes], PdfWords | None]  # None of what cannot be opened


class Look(NamedTuple):
    """How often somebody is named in a file, and whether all of its words could be searched."""

    times: int
    is_whole: bool


@contextmanager
def opened_pdfs() -> Iterator[OpenPdf]:
    """Opens PDFs in a child of the reader's kind, under limits, and each of them once."""
    known: dict[str, PdfWords | None] = {}

    def opened(content: bytes) -> PdfWords | None:
        key = hashlib.sha256(content).hexdigest()
        if key not in known:
            known[key] = _words_of_pdf(reader, content)
        return known[key]

    with Reader(_OF_A_PDF) as reader:
        yield opened


def _words_of_pdf(reader: Reader, content: bytes) -> PdfWords | None:
    for _ in range(TRIES):
        try:
            return reader.pdf(content)
        except Late:
            continue
        except Unreadable:
            break
    return None


@dataclass(frozen=True)
class FileSearch:
    """Somebody sought in files, and who opens the formats that are read in a child."""

    sought: Sought
    pdf: OpenPdf

    def look(self, content: bytes, depth: int = 0) -> Look:
        """Raises nothing: what cannot be opened cannot be searched, and that is told."""
        sought = self.sought
        if len(content) > LARGEST or depth > DEEPEST:
            return Look(0, is_whole=False)
        if LETTER.match(content) and (words := words_of_letter(content)) is not None:
            inside = [self.look(each, depth + 1) for each in words.files]
            inside += [self.look(each.encode("utf-8", "replace"), depth + 1) for each in words.texts]
            return _together(inside)
        if content.startswith(_ZIP):
            return self._in_archive(content, depth)
        if _PDF in content[:1024] and (pdf := self.pdf(content)) is not None:
            return Look(max(map(sought.times, (content.decode("latin-1"), *pdf.readings))), pdf.is_whole)
        if (text := text_of(content)) is not None:
            return Look(max(map(sought.times, _read(text))), is_whole=_HIDDEN.search(text) is None)
        seen = max(sought.times(content.decode(code, "ignore")) for code in ("utf-8", "utf-16-le", "latin-1"))
        return Look(seen, is_whole=False)

    def named(self, content: bytes) -> bool:
        return self.look(content).times > 0

    def without(self, content: bytes) -> bytes:
        """The letter or the text without their name; of any other file nothing is left but a sentence."""
        if LETTER.match(content) and (letter := erased_letter(content, self.sought, self.named)) is not None:
            return letter
        text = text_of(content)
        if text is not None:
            kept = self.sought.erased(text).encode()
            if not self.named(kept):
                return kept
        return tombstone()

    def _in_archive(self, content: bytes, depth: int) -> Look:
        looks = []
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name, member in _members(archive):
                    looks.append(Look(self.sought.times(name), is_whole=member is not None))
                    if member is not None and not name.endswith("/"):
                        looks.append(self._member(name, member, depth))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
            looks.append(Look(0, is_whole=False))
        return _together(looks)

    def _member(self, name: str, member: bytes, depth: int) -> Look:
        if _WORDS.search(name):
            return Look(max(map(self.sought.times, _read(member.decode("utf-8", "replace")))), is_whole=True)
        return self.look(member, depth + 1) if not member.startswith(_ZIP) else Look(0, is_whole=False)


def _together(looks: Iterable[Look]) -> Look:
    found = list(looks)
    return Look(sum(each.times for each in found), all(each.is_whole for each in found))


def told_apart(content: bytes) -> bytes:
    """What is left of a file, with words of its own where another file was left with the same."""
    return content.rstrip(b"\n") + f"\n{MARK} ({secrets.token_hex(8)})\n".encode()


def tombstone() -> bytes:
    """What stands in place of a file. No two are the same, for a file is known by its bytes."""
    return f"{_GONE} ({secrets.token_hex(8)})\n".encode()


def is_tombstone(content: bytes) -> bool:
    return content.startswith(_GONE.encode())


def text_of(content: bytes) -> str | None:
    """The words of a plain text; None for any other file."""
    code = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(code)
    except UnicodeDecodeError:
        if b"\0" in content or content.startswith(_PDF):
            return None
        text = content.decode("cp1252", "replace")
    strange = sum(not (each.isprintable() or each in "\t\r\n\f\u00ad\u200b\ufffd") for each in text[:4096])
    return None if strange > 4 or content.startswith(_PDF) else text


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | None]]:
    """Each file inside; None for the content of those that would open to more than is looked into."""
    left = LARGEST
    for each in archive.infolist():
        left -= each.file_size
        with archive.open(each) as member:
            yield each.filename, member.read(each.file_size) if left > 0 else None


def _read(text: str) -> tuple[str, ...]:
    """As it stands, and as people read it where it is marked up, folded or quoted."""
    read = [text]
    if text.startswith("{\\rtf"):
        read.append(_RTF.sub(_rtf_word, text))
    if "<" in text:
        read.append(html.unescape(_TAGS.sub("", _ENDS.sub("\n", text))))
    if _CARD.search(text):
        read.append(_FOLD.sub("", text))
    if _QUOTED.search(text):
        read.append(quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace"))
    return tuple(read)


def _rtf_word(found: re.Match[str]) -> str:
    """What a reader sees of one control of a rich text file: a letter, an end of line, or nothing."""
    if found["byte"]:
        return bytes.fromhex(found["byte"]).decode("cp1252", "replace")
    if found["code"]:
        return chr(int(found["code"]) % 0x10000)
    return "\n" if found["end"] else found["mark"] or ""
