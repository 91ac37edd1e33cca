"""A real clamd, with a signature of its own for the EICAR test file."""

import io

from storage.evidence.look.clamd import answers, scan
from tests.storage.files import EICAR, zipped


def test_clean_files_and_a_virus(clamd: str) -> None:
    assert answers(clamd)
    assert scan(clamd, io.BytesIO(b"Our policy.")) == "clean"
    assert scan(clamd, io.BytesIO(EICAR)).startswith("flagged: Eicar-Test-Signature")
    assert scan(clamd, io.BytesIO(zipped({"inside.txt": EICAR}))).startswith("flagged: Eicar-Test-Signature")


def test_a_file_too_long_for_it_waits(clamd: str) -> None:
    assert scan(clamd, io.BytesIO(b"\0" * 20_000_000)) == "scan pending"
