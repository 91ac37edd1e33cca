"""What a ZIP file says of itself: its directory is read, under limits, and nothing in it is opened but short XML."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MOST_MEMBERS = 1_000
MOST_OPENED = 200_000_000  # bytes that a file may open to
MOST_RATIO = 100  # times its size
_LONGEST_DIRECTORY = 4 << 20
_LONGEST_XML = 4 << 20
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_MEMBER = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ARCHIVES = (
    ".zip",
    ".7z",
    ".rar",
    ".gz",
    ".tgz",
    ".bz2",
    ".xz",
    ".tar",
    ".cab",
    ".iso",
    ".jar",
    ".arj",
    ".lzh",
    ".zst",
)
_DDE = re.compile(rb"\bDDE(AUTO)?\b", re.IGNORECASE)
_FIELDS = re.compile(rb"<w:instrText[^<>]*>([^<]*)<|w:instr=\"([^\"]*)\"")


class ZipMember(NamedTuple):
    """One entry of a ZIP directory; sizes are what it declares."""

    name: str
    flags: int
    method: int
    packed: int
    size: int
    offset: int

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & 1)


class Directory(NamedTuple):
    """The members that were read (MOST_MEMBERS and one more at most), and whether the directory is a short one."""

    members: list[ZipMember]
    is_short: bool

    @property
    def is_bomb(self) -> bool:
        size, packed = sum(each.size for each in self.members), sum(each.packed for each in self.members)
        return not self.is_short or size > MOST_OPENED or size > MOST_RATIO * max(packed, 1_000)


def directory(file: BinaryIO, size: int) -> Directory | None:
    """The directory of a ZIP file, wherever in the file it begins; None where there is none."""
    tail_at = max(0, size - (1 << 16) - 22)
    file.seek(tail_at)
    tail = file.read(size - tail_at)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    _, _, _, _, count, length, offset, _ = _END.unpack_from(tail, at)
    end = tail_at + at
    if 0xFFFF in (count,) or 0xFFFFFFFF in (length, offset):
        end, count, length = _zip64(tail, at, tail_at) or (end, count, length)
    begin = end - length
    if begin < 0:
        return Directory([], is_short=False)
    file.seek(begin)
    data = file.read(min(length, _LONGEST_DIRECTORY))
    members = list(_members(data))
    if not members and length:
        return None
    return Directory(members, is_short=count <= MOST_MEMBERS >= len(members) and length <= _LONGEST_DIRECTORY)


def _zip64(tail: bytes, at: int, tail_at: int) -> tuple[int, int, int] | None:
    found = tail.rfind(b"PK\x06\x06", 0, at)
    if found < 0 or len(tail) - found < _END_64.size:
        return None
    fields = _END_64.unpack_from(tail, found)
    return tail_at + found, fields[7], fields[8]


def _members(data: bytes) -> Iterator[ZipMember]:
    at = 0
    for _ in range(MOST_MEMBERS + 1):
        if data[at : at + 4] != b"PK\x01\x02" or len(data) - at < _MEMBER.size:
            return
        fields = _MEMBER.unpack_from(data, at)
        flags, method, packed, size, names, extra, comment, offset = (
            fields[each] for each in (3, 4, 8, 9, 10, 11, 12, 16)
        )
        start = at + _MEMBER.size
        name = data[start : start + names].decode("utf-8" if flags & 0x800 else "cp437", "replace")
        yield ZipMember(name, flags, method, packed, size, offset)
        at = start + names + extra + comment


def flags(file: BinaryIO, found: Directory) -> Iterator[str]:
    """What to know of a ZIP file or an Office file that is one."""
    names = [each.name.lower() for each in found.members]
    office = "[content_types].xml" in names or "mimetype" in names[:1]
    if not office or any(name.endswith(_ARCHIVES) for name in names):
        yield "archive"
    if any(each.is_encrypted for each in found.members) or "encryption.xml" in str(names):
        yield "encrypted"
    if found.is_bomb:
        yield "oversized"
    if office:
        yield from _office(file, found, names)


def _office(file: BinaryIO, found: Directory, names: list[str]) -> Iterator[str]:
    if any("vbaproject" in name or "macrosheets/" in name or name.startswith(("basic/", "scripts/")) for name in names):
        yield "macros"
    if any("/embeddings/" in name or "activex" in name for name in names) or _has_dde(file, found):
        yield "active content"


def _has_dde(file: BinaryIO, found: Directory) -> bool:
    left = _LONGEST_XML
    for each in found.members:
        name = each.name.lower()
        is_link = name.startswith("xl/externallinks/")
        if left > 0 and (is_link or (name.startswith("word/") and name.count("/") == 1 and name.endswith(".xml"))):
            text = _opened(file, each, left)
            left -= len(text)
            fields = b"".join(one or other for one, other in _FIELDS.findall(text))
            if b"ddeLink" in text or _DDE.search(fields):
                return True
    return False


def _opened(file: BinaryIO, member: ZipMember, most: int) -> bytes:
    """The first bytes of a member; none where it is not as it says it is."""
    file.seek(member.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        return b""
    names, extra = _LOCAL.unpack(head)[-2:]
    file.seek(names + extra, 1)
    packed = file.read(min(member.packed, most))
    if member.method == 0:
        return packed
    try:
        return zlib.decompressobj(-15).decompress(packed, most) if member.method == 8 else b""
    except zlib.error:
        return b""
