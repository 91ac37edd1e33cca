"""Feed our readers with letters, headers, sheets, audits and PDFs changed at random, led by what they reach.

python -m torture.fuzz header|letter|sheet|audit|pdf [SECONDS]     needs atheris: pip install atheris
"""

import contextlib
import importlib
import io
import random
import sys
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

try:
    atheris: Any = importlib.import_module("atheris")
except ImportError:
    sys.exit("Fuzzing needs atheris: pip install atheris, then say it again.")

with atheris.instrument_imports(include=["config", "intake", "email", "csv", "zipfile", "pypdf"]):
    from config.questionnaire import SHIPPED, Faulty, load_folder, load_template
    from intake.audits.agencies_csv import read_agencies
    from intake.audits.csv_table import FaultyTable
    from intake.forms import SentForm
    from intake.letters import Header, Unreadable, away_until, kind_of, unreachable
    from intake.letters.lines.files import lines_of_file
    from intake.letters.lines.files.pdf import words_of_pdf
    from intake.letters.mime import read_letter
    from intake.letters.pipeline import read_form

from tests.storage import files

LETTERS = Path(__file__).parents[1] / "tests" / "letters"
SLOW = 10  # seconds for one input, as a letter's reader has
SENT = SentForm.from_stored((LETTERS / "south-glos-2019.sent.json").read_text())
AUDIT = load_folder(SHIPPED)["south-glos-2019"]
TODAY = date(2026, 3, 2)


def header(data: bytes) -> None:
    read = Header.read(data)
    read.ids("in-reply-to", "references")
    for name in ("from", "to", "reply-to", "authentication-results"):
        read.all(name)


def letter(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read = read_letter(data)
        kind_of(read)
        unreachable(read)
        away_until(read, TODAY)
        read_form(read, SENT, AUDIT, "health")


def sheet(data: bytes) -> None:
    """Its members are changed rather than its bytes, which a checksum would give away."""
    lines_of_file(data)
    with contextlib.suppress(FaultyTable, Faulty):
        read_agencies(data)


def audit(data: bytes) -> None:
    with contextlib.suppress(Faulty):
        load_template(data, "fuzz")


def pdf(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        words_of_pdf(io.BytesIO(data))


def changed_member(data: bytes, size: int, seed: int) -> bytes:
    """An archive with one of its members changed; other bytes as atheris changes them."""
    chance = random.Random(seed)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            members = {each.filename: box.read(each) for each in box.infolist()[:40]}
    except Exception:  # noqa: BLE001  (whatever a broken archive raises)
        return bytes(atheris.Mutate(data, size))
    made, chosen = io.BytesIO(), chance.choice(sorted(members) or [""])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in members.items():
            box.writestr(name, bytes(atheris.Mutate(content, len(content) + 200)) if name == chosen else content)
    return made.getvalue()


def attached() -> list[bytes]:
    found = [read_letter(each.read_bytes()).attachments for each in sorted(LETTERS.glob("*.eml"))]
    return [each.content for files in found for each in files]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "header": lambda: [each.read_bytes().split(b"\n\n")[0] for each in sorted(LETTERS.glob("*.eml"))],
    "letter": lambda: [each.read_bytes() for each in sorted(LETTERS.glob("*.eml"))],
    "sheet": attached,
    "audit": lambda: [each.read_bytes() for each in sorted(SHIPPED.glob("*.toml"))],
    "pdf": lambda: [files.pdf("(The lead is the head.) Tj"), files.pdf("[(The) -300 (lead)] TJ", "", "Plan")],
}
READERS = {"header": header, "letter": letter, "sheet": sheet, "audit": audit, "pdf": pdf}


def main() -> None:
    name, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "600"
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]()):
            (Path(folder) / f"{number:04}").write_bytes(seed)
        limits = [f"-max_total_time={seconds}", f"-timeout={SLOW}", "-rss_limit_mb=2048", "-max_len=200000"]
        mutate = {"custom_mutator": changed_member} if name == "sheet" else {}
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix=fuzz-{name}-", folder], READERS[name], **mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
