"""A name somebody gave a file is data: short, visible, and nowhere a path (T6)."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.evidence import clean_name, disposition, name_on_disk

NAMES = {
    "Policy 2026.pdf": "Policy 2026.pdf",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\config\\sam": "sam",
    "/absolute/minutes.docx": "minutes.docx",
    "C:\\Users\\Jo\\minutes.docx": "minutes.docx",
    "..": "file",
    "...": "file",
    "": "file",
    "   ": "file",
    "folder/": "file",
    "a\x00b\r\nContent-Type: x.pdf": "ab Content-Type: x.pdf",
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "zero\u200bwidth\ufeff.pdf": "zerowidth.pdf",
    "Cafe\u0301.pdf": "Caf\u00e9.pdf",
    "  two   spaces\t.pdf ": "two spaces .pdf",
    "half \ud800.pdf": "half .pdf",
    "%2e%2e%2fetc%2fpasswd": "%2e%2e%2fetc%2fpasswd",
    ".htaccess": ".htaccess",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=[ascii(name) for name in NAMES])
def test_a_name_is_kept_as_its_last_part_that_can_be_seen(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = clean_name("é" * 300 + ".docx")
    assert kept.endswith("é.docx")
    assert len(kept.encode()) == 255
    assert clean_name("a" * 300) == "a" * 255
    assert len(clean_name("a." + "b" * 400).encode()) == 255


@given(st.text(st.characters(), max_size=400))
@example("\u0958" * 100)
@example("a" * 250 + " .pdf")
def test_any_name_is_clean_after_one_wash(name: str) -> None:
    kept = clean_name(name)
    assert clean_name(kept) == kept
    assert 0 < len(kept.encode()) <= 255
    assert unicodedata.is_normalized("NFC", kept)
    assert not set(kept) & set("/\\\x00\r\n\u202e\u2066\u200b")
    assert kept not in (".", "..")


@given(st.text(st.characters(), max_size=400))
@example("..")
@example("NUL.txt")
@example("a:stream")
def test_any_name_is_one_file_in_its_folder(name: str) -> None:
    found = Path("/root/of/all") / name_on_disk(name)
    assert found.parent == Path("/root/of/all")
    assert not found.name.startswith(".")
    assert not set(found.name) & set('<>:"|?*')
    assert found.stem.upper() not in ("CON", "NUL", "AUX", "PRN", "COM1")


@given(st.text(st.characters(), max_size=100))
@example('a".pdf\r\nSet-Cookie: x=1')
def test_a_header_with_any_name_is_one_header(name: str) -> None:
    header = disposition(clean_name(name))
    assert header.startswith('attachment; filename="')
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
