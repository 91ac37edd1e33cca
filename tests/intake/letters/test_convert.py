"""Forms in other formats go through LibreOffice: here a stand-in on disk, in peers the real one."""

import io
import os
import select
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from intake.forms import SentForm
from intake.letters import LibreOffice, Reader
from intake.mail.inward import LetterOutcome
from tests.intake.letters.given import AUDITS
from tests.post import ANN, FORM, Post, postroom
from tests.rounds import Round

ROW = ("[1.1]", "Does a named person lead?", "How well?", "Good")
HEADS = ("Code", "Question", "What we ask", "Your answer")
TURNS = """#!/bin/sh
printf '%s\\n' "$@" > {told}/arguments; env > {told}/environment; ulimit -v > {told}/memory; ulimit -t > {told}/seconds
while [ "$#" -gt 1 ]; do
  case "$1" in --convert-to) kind=$2;; --outdir) out=$2;; esac; shift
done
mkdir -p "$out" && cp {told}/form.$kind "$out/form.$kind"
"""
NEVER_ENDS = """#!/bin/sh
exec 3> {told}/open
echo begun >&3
sleep 600 & sleep 600
"""
FAILS = "#!/bin/sh\nexit 1\n"
DEADLINE = 120  # seconds; a busy machine is no fault


def open_document(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        box.writestr("content.xml", "<answers/>")
    return out.getvalue()


SENT = {
    "form.odt": open_document("text"),
    "form.ods": open_document("spreadsheet"),
    "form.rtf": b"{\\rtf1 our answers}",
    "form.xls": b"\xd0\xcf\x11\xe0" + "Workbook\0".encode("utf-16-le"),
}


def sheet() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (HEADS, ROW):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def paper() -> bytes:
    document, out = Document(), io.BytesIO()
    table = document.add_table(rows=0, cols=4)
    for row in (HEADS, ROW):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(out)
    return out.getvalue()


def office(folder: Path, script: str, seconds: float = 120) -> LibreOffice:
    """A command that is called as LibreOffice is; what it was called with stands beside it."""
    (folder / "form.docx").write_bytes(paper())
    (folder / "form.xlsx").write_bytes(sheet())
    command = folder / "soffice"
    command.write_text(script.format(told=folder))
    command.chmod(0o755)
    return LibreOffice(str(command), seconds)


def sends(
    post: Post, name: str, content: bytes, words: str = "Please find our completed form attached.\n"
) -> LetterOutcome:
    token = post.form(text=post.printed())
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = f"Ann Lee <{ANN}>", f"audit+{token}@example.org"
    letter["Subject"] = "Re: Section 11"
    letter.set_content(words)
    letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return post.room.receive(letter.as_bytes())


@pytest.mark.parametrize("name", SENT)
def test_a_form_in_another_format_is_turned_and_read_by_the_same_reader(
    round_of_small: Round, tmp_path: Path, name: str
) -> None:
    with Reader(office=office(tmp_path, TURNS)) as reader:
        outcome = sends(postroom(round_of_small, tmp_path, reader), name, SENT[name])
    assert (outcome.outcome, [(each.question, each.value) for each in outcome.answers]) == ("answered", [("1.1", "2")])


def test_it_is_turned_under_the_readers_limits_in_a_folder_of_its_own_and_without_our_secrets(
    round_of_small: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S11_SMTP_PASSWORD", "hunter2")
    with Reader(office=office(tmp_path, TURNS)) as reader:
        sends(postroom(round_of_small, tmp_path, reader), "form.odt", SENT["form.odt"])
    said = {each: (tmp_path / each).read_text() for each in ("arguments", "environment", "memory", "seconds")}
    assert (said["memory"], 10 <= int(said["seconds"]) <= 60) == (f"{512 * 1024}\n", True)
    assert "hunter2" not in said["environment"]
    home = next(line for line in said["environment"].splitlines() if line.startswith("HOME=")).removeprefix("HOME=")
    assert f"-env:UserInstallation=file://{home}/profile" in said["arguments"].splitlines()
    assert not Path(home).exists()


@pytest.fixture
def still_open(tmp_path: Path) -> Iterator[int]:
    """Read to its end only when nobody whom the stand-in started is left."""
    os.mkfifo(tmp_path / "open")
    held = os.open(tmp_path / "open", os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(held, True)
    yield held
    os.close(held)


def test_one_that_never_ends_is_killed_at_its_time_with_all_it_started_and_costs_one_file(
    round_of_small: Round, tmp_path: Path, still_open: int
) -> None:
    with Reader(office=office(tmp_path, NEVER_ENDS, seconds=0.5)) as reader:
        post = postroom(round_of_small, tmp_path, reader)
        outcome = sends(post, "form.rtf", SENT["form.rtf"], "1.1: Good\n")
    assert os.read(still_open, 7) in (b"begun\n", b"")
    assert os.read(still_open, 1) == b""
    assert (outcome.outcome, [(each.question, each.value) for each in outcome.answers]) == ("answered", [("1.1", "2")])
    assert "form.rtf" in outcome.reason
    assert "but its answers were not read: it is a rich text file." in post.messages(ANN)[-1].body


def test_what_cannot_be_turned_is_told_as_not_read(round_of_small: Round, tmp_path: Path) -> None:
    with Reader(office=office(tmp_path, FAILS)) as reader:
        post = postroom(round_of_small, tmp_path, reader)
        outcome = sends(post, "form.ods", SENT["form.ods"])
    assert outcome.outcome == "held"
    assert "but its answers were not read: it is an OpenDocument sheet." in post.messages(ANN)[-1].body


def told(held: int, most: int) -> bytes:
    """What the stand-in says next; nothing once it and all that it started are gone."""
    ready, _, _ = select.select([held], [], [], DEADLINE)
    assert ready, "It did not come to that."
    return os.read(held, most)


def test_a_reader_that_is_closed_takes_what_it_started_with_it(tmp_path: Path, still_open: int) -> None:
    """As when the wall's clock ends its try, or the whole program is stopped."""
    sent = SentForm("k7d2-9mq4", "section-11", FORM, ())
    letter = EmailMessage(policy=SMTP)
    letter.set_content("Attached.\n")
    letter.add_attachment(SENT["form.ods"], maintype="application", subtype="octet-stream", filename="form.ods")
    reader = Reader(office=office(tmp_path, NEVER_ENDS))
    reader.letter(letter.as_bytes())
    with ThreadPoolExecutor(1) as others:
        others.submit(reader.form, sent, AUDITS["section-11"], "health", ())
        try:
            assert told(still_open, 6) == b"begun\n"
        finally:
            reader.close()
    assert told(still_open, 1) == b""


ENDED_AT_ONCE = """
import os, signal, subprocess
from intake.letters import LibreOffice
start = subprocess.Popen
def started(*order, **options):
    child = start(*order, **options)
    os.kill(os.getpid(), signal.SIGTERM)
    return child
subprocess.Popen = started
LibreOffice({command!r}).convert(b"", "ods", "xlsx")
"""


def test_a_reader_that_is_ended_just_as_it_starts_one_takes_it_along(tmp_path: Path, still_open: int) -> None:
    command = office(tmp_path, NEVER_ENDS).command
    ended = subprocess.run([sys.executable, "-c", ENDED_AT_ONCE.format(command=command)], check=False, timeout=DEADLINE)
    assert ended.returncode == 128 + signal.SIGTERM
    assert os.read(still_open, 7) in (b"begun\n", b"")
    assert os.read(still_open, 1) == b""
