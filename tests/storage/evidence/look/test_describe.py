"""What a file is comes from its bytes; what to be wary of is flagged, and nothing is opened (T10)."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.evidence.look.describe import Description, describe
from tests.storage import files

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def described(data: bytes, name: str = "file") -> Description:
    return describe(io.BytesIO(data), name, len(data))


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (files.docx(), WORD),
        (files.xlsx(), EXCEL),
        (files.zipped({"a.txt": "a"}), "application/zip"),
        (
            files.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, 0),
            "application/vnd.oasis.opendocument.text",
        ),
        (b"Minutes of the board.\n", "text/plain"),
        ("Café minutes".encode("cp1252"), "text/plain"),
        (b"<!DOCTYPE html><p>Hello", "text/html"),
        (b"\x00\x01\x02\x03" * 9, "application/octet-stream"),
        (b"", "application/octet-stream"),
        (b"MZ is how this note begins, and no more.", "text/plain"),
    ],
)
def test_the_type_is_that_of_the_bytes(data: bytes, media_type: str) -> None:
    for name in ("file.pdf", "file.png", "file"):
        assert described(data, name).media_type == media_type


INNOCENT = {
    "a PDF": PDF,
    "a picture": PNG,
    "a document": files.docx(),
    "a workbook": files.xlsx(),
    "words": b"We review = twice a year - see 3 | 4! And <5 cases.",
    "a table": b"agency,count\nGP1,-3\nGP2,+4\n",
    "an old document": files.ole("WordDocument", word_flags=0),
    "an old workbook": files.old_workbook(password=False),
    "the word DDE in a document": files.docx(document="<w:t>The DDEAUTO field</w:t>"),
    "a name in the words of an old document": files.ole("WordDocument") + "EncryptedPackage\0".encode("utf-16-le"),
}


@pytest.mark.parametrize("data", INNOCENT.values(), ids=INNOCENT.keys())
def test_ordinary_files_have_no_flags(data: bytes) -> None:
    assert described(data, "evidence").flags == ()


FIELD = '<w:instrText xml:space="preserve">DD</w:instrText><w:r/><w:instrText>EAUTO c:\\\\x "y"</w:instrText>'
FLAGGED = {
    "a zip": (files.zipped({"a.txt": "a"}), {"archive"}),
    "a zip after a PDF": (PDF + files.zipped({"a.txt": "a"}), {"archive"}),
    "a rar": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 20, {"archive"}),
    "a 7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, {"archive"}),
    "a gzip": (b"\x1f\x8b\x08" + b"\0" * 20, {"archive"}),
    "a tar": (b"name".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 300, {"archive"}),
    "a zip with a password": (files.with_password(files.zipped({"a.txt": "a"})), {"archive", "encrypted"}),
    "zips in zips": (files.nested(), {"archive"}),
    "a zip in a document": (files.docx({"word/media/a.zip": b"x"}), {"archive"}),
    "a bomb of one member": (files.flat_bomb(), {"archive", "oversized"}),
    "a bomb of many members": (files.overlapping_bomb(), {"archive", "oversized"}),
    "a workbook that opens to 300 MB": (files.declaring(files.xlsx(), 150_000_000), {"oversized"}),
    "a document with macros": (files.docx({"word/vbaProject.bin": b"x"}), {"macros"}),
    "a workbook with old macros": (files.xlsx({"xl/macrosheets/sheet1.xml": b"x"}), {"macros"}),
    "a document with an object": (files.docx({"word/embeddings/oleObject1.bin": b"x"}), {"active content"}),
    "a document with DDE": (files.docx(document=FIELD), {"active content"}),
    "a document with DDE in its header": (files.docx({"word/header1.xml": FIELD}), {"active content"}),
    "a simple field with DDE": (files.docx(document='<w:fldSimple w:instr="DDE cmd x"/>'), {"active content"}),
    "a workbook with DDE": (
        files.xlsx({"xl/externalLinks/externalLink1.xml": '<ddeLink ddeService="cmd"/>'}),
        {"active content"},
    ),
    "an old document with macros": (files.ole("WordDocument", "Macros", "_VBA_PROJECT"), {"macros"}),
    "an old document with a password": (files.ole("WordDocument", word_flags=0x0100), {"encrypted"}),
    "an old workbook with a password": (files.old_workbook(password=True), {"encrypted"}),
    "a new document with a password": (files.ole("EncryptionInfo", "EncryptedPackage"), {"encrypted"}),
    "an old document with an object": (files.ole("WordDocument", "\x01Ole10Native"), {"active content"}),
    "a PDF with a password": (PDF + b"trailer<</Encrypt 9 0 R>>", {"encrypted"}),
    "a PDF with a script": (PDF + b"<</S/JavaScript/JS(x)>>", {"active content"}),
    "a PDF with its password far down": (PDF + b"x" * ((1 << 20) - 45) + b"/Encrypt 9 0 R", {"encrypted"}),
    "a page": (b"<html><body>Hello", {"active content"}),
    "a page in UTF-16": ("\ufeff<html><body>Hello".encode("utf-16-le"), {"active content"}),
    "a page that begins late": (b"x" * 5_000 + b"<script>alert(1)</script>", {"active content"}),
    "a drawing": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', {"active content"}),
    "a table that runs a program": (b"a,b\n=cmd|' /C calc'!A0,2\n", {"active content"}),
    "a rich text with an object": (b"{\\rtf1{\\object\\objemb{\\*\\objdata 01}}}", {"active content"}),
    "a program": (b"MZ\x90\x00" + b"\0" * 60, {"active content"}),
    "a script": (b"#!/bin/sh\nrm -rf /\n", {"active content"}),
}


@pytest.mark.parametrize(("data", "flags"), FLAGGED.values(), ids=FLAGGED.keys())
def test_what_to_be_wary_of_is_flagged(data: bytes, flags: set[str]) -> None:
    assert set(described(data, "evidence").flags) == flags


@pytest.mark.parametrize("name", ["a.html", "a.SVG", "a.js", "a.exe", "a.pdf.lnk", "a.hta"])
def test_a_name_that_makes_a_machine_run_it_is_flagged(name: str) -> None:
    assert described(b"Minutes.", name).flags == ("active content",)


def test_a_file_over_200_mb_is_oversized() -> None:
    assert describe(io.BytesIO(b"x"), "video.mp4", 200_000_001).flags == ("oversized",)


def test_many_empty_members_are_oversized() -> None:
    data = files.zipped({f"{number}.txt": b"" for number in range(1_001)}, zipfile.ZIP_STORED)
    assert described(data).flags == ("archive", "oversized")


@given(
    st.binary(max_size=300),
    st.sampled_from([*(data for data, _ in FLAGGED.values() if len(data) < 5_000), b"PK\x05\x06"]),
    st.integers(0, 5_000),
)
def test_any_bytes_can_be_described(noise: bytes, data: bytes, at: int) -> None:
    """Cut, patched and prolonged: never a fault."""
    described(data[:at] + noise + data[at:], "x")
    described(data[:at], "x")
    described(data[:at] + noise + data[at + len(noise) :], "x")


BLANKS = {
    "tabs": b"\t" * 65_536,
    "lines": b"\n" * 65_536,
    "blanks": b" " * 65_536,
    "commas and blanks": b", " * 32_768,
    "quotes and returns": b'"\r' * 32_768,
}


@pytest.mark.parametrize("blanks", BLANKS)
def test_a_sheet_of_blanks_takes_no_longer_than_one_of_words(blanks: str) -> None:
    """Tried at every blank anew, the pattern of a cell that runs took tens of seconds."""
    running = BLANKS[blanks][:60_000] + b"\n=cmd|' /C calc'!A0"
    assert described(running).flags == ("active content",)
    assert described(BLANKS[blanks]).flags == ()
