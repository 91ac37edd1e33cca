"""What an old Office file says of itself: its directory entries are looked for, and no stream is followed."""

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOCK = 1 << 20  # entries never stand across this, for it is a multiple of any sector
_ENTRY = struct.Struct("<64sHB49sL8s")
_MACROS = re.compile(r"_VBA_PROJECT.*|VBA|Macros|Project Macros|PROJECTwm")
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo", "EncryptedSummary")
_OBJECTS = ("\x01Ole10Native", "ObjectPool", "Package")


def flags(file: BinaryIO) -> Iterator[str]:
    """Macros, passwords and objects of an OLE file."""
    file.seek(0)
    shift = int.from_bytes(file.read(32)[30:32], "little")
    found = set(_entries(file))
    names = {name for name, _ in found}
    if any(_MACROS.fullmatch(name) for name in names):
        yield "macros"
    if names & set(_ENCRYPTED) or any(_has_password(file, name, start, shift) for name, start in found):
        yield "encrypted"
    if names & set(_OBJECTS):
        yield "active content"


def _entries(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """Name and first sector of everything that has the shape of a directory entry and a name we look for."""
    wanted = [*_ENCRYPTED, *_OBJECTS, "_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros", "PROJECTwm"]
    wanted += ["WordDocument", "Workbook", "Book"]
    pattern = re.compile(b"|".join(re.escape(f"{name}\0".encode("utf-16-le")) for name in wanted))
    file.seek(0)
    while block := file.read(_BLOCK):
        for match in pattern.finditer(block):
            at = match.start()
            if at % 128 == 0 and len(block) - at >= 128:
                name, length, kind, _, start, _ = _ENTRY.unpack_from(block, at)
                if length == len(match[0]) and kind in (1, 2):
                    yield name[: length - 2].decode("utf-16-le"), start


def _has_password(file: BinaryIO, name: str, sector: int, shift: int) -> bool:
    if shift not in (9, 12):
        return False
    file.seek((sector + 1) << shift)
    head = file.read(512)
    if name == "WordDocument":
        return len(head) > 11 and head[:2] == b"\xec\xa5" and bool(head[11] & 1)
    at = 0
    while name in ("Workbook", "Book") and len(head) - at >= 4:
        record, length = struct.unpack_from("<HH", head, at)
        if record == 0x2F:
            return True
        at += 4 + length
    return False
