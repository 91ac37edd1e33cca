"""The forms of our invitation, filled and saved inside LibreOffice, sent back as attachments, and read.

Three ways: typed into LibreOffice itself through UNO; filled beforehand, opened and saved there; and saved there as
.odt, .ods, .rtf and .xls, which the reader has LibreOffice turn. A picture that a document points to is not fetched.
"""

import io
import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from config.letters import open_letters
from config.questionnaire import SHIPPED, Template, load_folder
from intake.letters.convert import LibreOffice, with_copies
from intake.letters.mime.letter import Letter
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
OTHERS = {"xlsx": ("ods", "xls"), "docx": ("odt", "rtf")}
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
    source = "xlsx" if kind in ("xlsx", *OTHERS["xlsx"]) else "docx"
    path = path.with_suffix(f".{source}")
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (out / f"form.{kind}").read_bytes()


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


def sent_back(name: str, data: bytes) -> Letter:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Jo Bloggs <jo@surgery.example.org>", "RE: Section 11 audit"
    letter.set_content("Attached.\n")
    letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return with_copies(read_letter(bytes(letter)), LibreOffice(shutil.which("soffice") or "soffice"))


def check(made: Invitation, template: Template, kind: str, data: bytes, how: str) -> None:
    """Send the file back and see that every answer in it is read, and nothing else."""
    read = read_form(sent_back(f"form.{kind}", data), made.sent, template, "health")
    found = {(each.question, each.prompt, each.value, each.not_applicable) for each in read.answers}
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
                check(made, template, kind_of(form), typed(form, pipe, Path(name)), "typed inside LibreOffice")
        for form in made.attachments:
            for kind in (kind_of(form), *OTHERS[kind_of(form)]):
                check(made, template, kind, saved(filled(form), kind, Path(name)), "saved by LibreOffice")
    nothing_fetched()


def kind_of(form: Enclosure) -> str:
    return form.name.rpartition(".")[2]


def pointing_to(address: str) -> bytes:
    """A document whose picture lies elsewhere. Opened without our settings, LibreOffice asks for it."""
    spaces = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    told = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in spaces.items())
    frame = '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
    link = f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    media_type = "application/vnd.oasis.opendocument.text"
    entries = entry.format("/", media_type) + entry.format("content.xml", "text/xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", media_type)
        box.writestr(
            "content.xml",
            f'<office:document-content {told} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text><text:p>a{frame}{link}</draw:frame></text:p></office:text></office:body>"
            "</office:document-content>",
        )
        box.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}>{entries}</manifest:manifest>")
    return out.getvalue()


def nothing_fetched() -> None:
    """A picture on a server of ours on loopback is asked of it by nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        if not sent_back("form.odt", pointing_to(address)).attachments[0].copy:
            raise AssertionError("The document with a picture was not turned.")
        try:
            server.accept()
        except TimeoutError:
            sys.stdout.write("A picture on a server was not fetched.\n")
        else:
            raise AssertionError("LibreOffice fetched a picture from a server.")


if __name__ == "__main__":
    main()
