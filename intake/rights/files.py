"""Words in files as they are kept: found in text, letters and office documents, and said where nobody can search."""

import html
import io
import quopri
import re
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from intake.rights.letters import LETTER, erased_letter, words_of_letter
from intake.rights.sought import MARK, Sought

_ZIP = (b"PK\3\4", b"PK\5\6")
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


class Look(NamedTuple):
    """How often somebody is named in a file, and whether all of its words could be searched."""

    times: int
    is_whole: bool


def look(content: bytes, sought: Sought, depth: int = 0) -> Look:
    """Raises nothing: what cannot be opened cannot be searched, and that is told."""
    if len(content) > LARGEST or depth > DEEPEST:
        return Look(0, is_whole=False)
    if LETTER.match(content) and (words := words_of_letter(content)) is not None:
        inside = [look(each, sought, depth + 1) for each in words.files]
        inside += [look(each.encode("utf-8", "replace"), sought, depth + 1) for each in words.texts]
        return _together(inside)
    if content.startswith(_ZIP):
        return _in_archive(content, sought, depth)
    if (text := text_of(content)) is not None:
        return Look(max(map(sought.times, _read(text))), is_whole=_HIDDEN.search(text) is None)
    seen = max(sought.times(content.decode(code, "ignore")) for code in ("utf-8", "utf-16-le", "latin-1"))
    return Look(seen, is_whole=False)


def _together(looks: Iterable[Look]) -> Look:
    found = list(looks)
    return Look(sum(each.times for each in found), all(each.is_whole for each in found))


def without(content: bytes, sought: Sought) -> bytes:
    """The letter or the text without their name; of any other file nothing is left but a sentence."""
    if LETTER.match(content) and (letter := erased_letter(content, sought, named)) is not None:
        return letter
    text = text_of(content)
    if text is not None:
        kept = sought.erased(text).encode()
        if not look(kept, sought).times:
            return kept
    return tombstone()


def told_apart(content: bytes) -> bytes:
    """What is left of a file, with words of its own where another file was left with the same."""
    return content.rstrip(b"\n") + f"\n{MARK} ({secrets.token_hex(8)})\n".encode()


def named(content: bytes, sought: Sought) -> bool:
    return look(content, sought).times > 0


def tombstone() -> bytes:
    """What stands in place of a file. No two are the same, for a file is known by its bytes."""
    return f"{MARK} This file named a person. It was erased. ({secrets.token_hex(8)})\n".encode()


def text_of(content: bytes) -> str | None:
    """The words of a plain text; None for any other file."""
    code = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(code)
    except UnicodeDecodeError:
        if b"\0" in content or content[:5] == b"%PDF-":
            return None
        text = content.decode("cp1252", "replace")
    strange = sum(not (each.isprintable() or each in "\t\r\n\f\u00ad\u200b\ufffd") for each in text[:4096])
    return None if strange > 4 or content[:5] == b"%PDF-" else text


def _in_archive(content: bytes, sought: Sought, depth: int) -> Look:
    looks = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name, member in _members(archive):
                looks.append(Look(sought.times(name), is_whole=member is not None))
                if member is not None and _WORDS.search(name):
                    looks.append(Look(max(map(sought.times, _read(member.decode("utf-8", "replace")))), is_whole=True))
                elif member is not None and not name.endswith("/"):
                    looks.append(
                        look(member, sought, depth + 1) if not member.startswith(_ZIP) else Look(0, is_whole=False)
                    )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        looks.append(Look(0, is_whole=False))
    return _together(looks)


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
