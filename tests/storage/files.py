"""Files as people and attackers send them, made here; bombs are small and only say that they are large."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

TYPES = "[Content_Types].xml"
EICAR = "".join(("X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*")).encode()


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same bytes at any hour: a member written by its name alone would hold the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


def docx(extra: Mapping[str, bytes | str] | None = None, document: str = "<w:t>Our policy</w:t>") -> bytes:
    return zipped({TYPES: "<Types/>", "word/document.xml": document, **(extra or {})})


def xlsx(extra: Mapping[str, bytes | str] | None = None) -> bytes:
    return zipped({TYPES: "<Types/>", "xl/workbook.xml": "<workbook/>", **(extra or {})})


def with_password(archive: bytes) -> bytes:
    """The same archive, whose directory says that every member is encrypted."""
    data = bytearray(archive)
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)


def declaring(archive: bytes, size: int) -> bytes:
    """The same archive, whose directory says that every member opens to `size` bytes."""
    data = bytearray(archive)
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 24 : at + 28] = struct.pack("<L", size)
    return bytes(data)


def flat_bomb(size: int = 10 << 30) -> bytes:
    """A member that declares 10 GB."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"\0" * 100_000) + packed.flush()
    name = b"bomb.bin"
    low = min(size, 0xFFFFFFFE)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(body), low, len(name), 0) + name + body
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(body), low, len(name), 0, 0, 0, 0, 0, 0
    )
    entry += name
    return local + entry + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local), 0)


def overlapping_bomb(members: int = 20_000) -> bytes:
    """Many members that are one and the same kernel, as in the better zip bombs."""
    name = b"k"
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(b"\0" * 10_000_000) + packed.flush()
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(body), 10_000_000, 1, 0) + name + body
    one = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(body), 10_000_000, 1, 0, 0, 0, 0, 0, 0)
    entries = (one + name) * members
    count = min(members, 0xFFFF)
    return local + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(local), 0)


def nested(depth: int = 5) -> bytes:
    data = zipped({"deep.txt": b"\0" * 1_000})
    for level in range(depth):
        data = zipped({f"{level}.zip": data})
    return data


def ole(*names: str, word_flags: int | None = None) -> bytes:
    """An OLE file with empty streams of these names, the first of them at the first sector after the directory."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    head[24:34] = struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    entries = b"".join(_entry(name, 5 if place == 0 else 2, 3) for place, name in enumerate(("Root Entry", *names)))
    directory = entries.ljust(-(-len(entries) // 512) * 512, b"\0")
    body = b"\xff" * 512 + directory
    body = body.ljust(3 * 512, b"\0")
    stream = bytearray(512)
    if word_flags is not None:
        stream[:2], stream[10:12] = b"\xec\xa5", struct.pack("<H", word_flags)
    return bytes(head) + body + bytes(stream)


def old_workbook(*, password: bool) -> bytes:
    """An .xls whose first records are BOF and, with a password, FILEPASS."""
    data = bytearray(ole("Workbook"))
    records = struct.pack("<HH", 0x809, 4) + b"\0" * 4
    records += struct.pack("<HH", 0x2F if password else 0x42, 2) + b"\0\0"
    data[4 * 512 : 4 * 512 + len(records)] = records
    return bytes(data)


def _entry(name: str, kind: int, start: int) -> bytes:
    words = f"{name}\0".encode("utf-16-le")
    return struct.pack("<64sHB49sL8s", words, len(words), kind, b"", start, b"")


def pdf(drawn: str, more: str = "", title: str = "", beside: bytes = b"") -> bytes:
    """One page that draws these words, packed as programs do, and a title; an object `beside`, which `more` names."""
    packed = zlib.compress(f"BT /F1 12 Tf 14 TL 72 720 Td {drawn} ET".encode())
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
        % more.encode(),
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title(%s)>>" % title.encode(),
        beside or b"null",
    )
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    ending = b"trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + table + ending
