"""The forms of our invitation, filled in, opened and saved by LibreOffice, sent back as attachments, and read."""

import io
import subprocess
import sys
import tempfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from config.letters import open_letters
from config.loading import SHIPPED, load_folder
from intake.invitations import Attached, Invited, invitation
from intake.letter import read_letter
from intake.reading import read_form

SAID = {
    ("4", "Your rating"): "2 Good",
    ("4", "What are you worried about?"): "Bank staff see it late.",
    ("5", "What needs to happen?"): "Appoint a lead by May.",
    ("7", "Yes or no?"): "Yes",
    ("9", "Your rating"): "N/A",
}
READ = {
    ("4", "rating", "2", False),
    ("4", "worried_about", "Bank staff see it late.", False),
    ("5", "needs_to_happen", "Appoint a lead by May.", False),
    ("7", "yes_no", "yes", False),
    ("9", "rating", "", True),
}


def said(code: str, asked: str) -> str | None:
    return next(
        (words for (ref, begins), words in SAID.items() if code == f"[{ref}]" and asked.startswith(begins)), None
    )


def filled(form: Attached) -> bytes:
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


def main() -> None:
    template = load_folder(SHIPPED)["south-glos-2019"]
    asked = Invited("Jo Bloggs", "Example Surgery", "health", "The West", date(2030, 3, 29), "Call 999.")
    made = invitation(open_letters(), template, asked, "")
    with tempfile.TemporaryDirectory() as name:
        for form in made.attachments:
            kind = form.name.rpartition(".")[2]
            letter = EmailMessage()
            letter["From"], letter["Subject"] = "Jo Bloggs <jo@surgery.example.org>", "RE: Section 11 audit"
            letter.set_content("Attached.\n")
            main_type, _, sub_type = form.media_type.partition("/")
            data = saved(filled(form), kind, Path(name))
            letter.add_attachment(data, maintype=main_type, subtype=sub_type, filename=form.name)
            read = read_form(read_letter(bytes(letter)), made.sent, template, "health")
            found = {(each.question, each.prompt, each.value, each.not_applicable) for each in read.answers}
            if found != READ or read.not_understood:
                raise AssertionError(f"{kind}: {sorted(found ^ READ)} {read.not_understood}")
            sys.stdout.write(
                f"{kind}: saved by LibreOffice, {len(data)} bytes; {len(found)} of {len(READ)} answers read.\n"
            )


if __name__ == "__main__":
    main()
