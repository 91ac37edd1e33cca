"""The forms of our invitation, filled and saved inside LibreOffice, sent back as attachments, and read.

Two ways: typed into LibreOffice itself through UNO; and filled beforehand, opened and saved there.
"""

import io
import json
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from config.letters import open_letters
from config.questionnaire import SHIPPED, Template, load_folder
from intake.letters.mime.parse import read_letter
from intake.letters.pipeline import read_form
from intake.mail.outward.invitation import Enclosure, Invitation, Invitee, invitation

SAID = {
    ("4", "Your rating"): "2 Good",
    ("4", "What are you worried about?"): "Bank staff see it late.",
    ("5", "What needs to happen?"): "Appoint a lead by May.",
    ("7", "Yes or no?"): "Yes",
    ("9", "Your rating"): "N/A",
    ("10", "Your rating"): "3",
    ("10", "What's working well?"): "Posters in the hall.\nA form on paper.",
}
READ = {
    ("4", "rating", "2", False),
    ("4", "worried_about", "Bank staff see it late.", False),
    ("5", "needs_to_happen", "Appoint a lead by May.", False),
    ("7", "yes_no", "yes", False),
    ("9", "rating", "", True),
    ("10", "rating", "3", False),
    ("10", "working_well", "Posters in the hall.\nA form on paper.", False),
}
SYSTEM_PYTHON = "/usr/bin/python3"  # it has LibreOffice's bridge; ours has not


def said(code: str, asked: str) -> str | None:
    return next(
        (words for (ref, begins), words in SAID.items() if code == f"[{ref}]" and asked.startswith(begins)), None
    )


def filled(form: Enclosure) -> bytes:
    """The form with answers in its last column."""
    out = io.BytesIO()
    if form.name.endswith("xlsx"):
        book = load_workbook(io.BytesIO(form.content))
        for row in book.worksheets[0].iter_rows():
            if words := said(str(row[0].value), str(row[3].value)):
                row[4].value = words  # type: ignore[union-attr]
        book.save(out)
    else:
        paper = Document(io.BytesIO(form.content))
        for line in paper.tables[0].rows:
            if words := said(line.cells[0].text, line.cells[2].text):
                line.cells[3].text = words
        paper.save(out)
    return out.getvalue()


def saved(data: bytes, kind: str, folder: Path) -> bytes:
    """The file as LibreOffice writes it."""
    path, out = folder / f"form.{kind}", folder / "out"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (out / path.name).read_bytes()


@contextmanager
def listening(folder: Path) -> Iterator[str]:
    """LibreOffice without a screen, listening on a pipe; gives the pipe's name."""
    pipe = f"s11-{secrets.token_hex(6)}"
    profile = f"-env:UserInstallation=file://{folder}/typed"
    command = ["soffice", profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield pipe
    finally:
        office.terminate()
        office.wait(timeout=60)


def typed(form: Enclosure, pipe: str, folder: Path) -> bytes:
    """The form with the answers typed in and saved inside LibreOffice."""
    source, target = folder / form.name, folder / f"filled-{form.name}"
    source.write_bytes(form.content)
    script = Path(__file__).with_name("by_hand.py")
    answers = [(f"[{ref}]", begins, words) for (ref, begins), words in SAID.items()]
    command = [SYSTEM_PYTHON, str(script), pipe, str(source), str(target)]
    subprocess.run(command, check=True, input=json.dumps(answers), text=True, timeout=300)
    return target.read_bytes()


def check(made: Invitation, template: Template, form: Enclosure, data: bytes, how: str) -> None:
    """Send the file back and see that every answer in it is read, and nothing else."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Jo Bloggs <jo@surgery.example.org>", "RE: Section 11 audit"
    letter.set_content("Attached.\n")
    main_type, _, sub_type = form.media_type.partition("/")
    letter.add_attachment(data, maintype=main_type, subtype=sub_type, filename=form.name)
    read = read_form(read_letter(bytes(letter)), made.sent, template, "health")
    found = {(each.question, each.prompt, each.value, each.not_applicable) for each in read.answers}
    kind = form.name.rpartition(".")[2]
    if found != READ or read.not_understood:
        raise AssertionError(f"{kind}, {how}: {sorted(found ^ READ)} {read.not_understood}")
    sys.stdout.write(f"{kind}: {how}, {len(data)} bytes; {len(found)} of {len(READ)} answers read.\n")


def main() -> None:
    template = load_folder(SHIPPED)["south-glos-2019"]
    asked = Invitee("Jo Bloggs", "Example Surgery", "health", "The West", date(2030, 3, 29), "Call 999.")
    made = invitation(open_letters(), template, asked, "")
    with tempfile.TemporaryDirectory() as name:
        with listening(Path(name)) as pipe:
            for form in made.attachments:
                check(made, template, form, typed(form, pipe, Path(name)), "filled and saved inside LibreOffice")
        for form in made.attachments:
            data = saved(filled(form), form.name.rpartition(".")[2], Path(name))
            check(made, template, form, data, "opened and saved by LibreOffice")


if __name__ == "__main__":
    main()
