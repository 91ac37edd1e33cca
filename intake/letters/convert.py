"""Forms in formats that we do not read, turned into ones that we do: by LibreOffice, where it is installed.

It runs as a child of the reader's, so under the same limits of memory and of the processor's time. It has a folder
and a profile of its own, gone afterwards, none of the environment's secrets, and no network.
"""

import ctypes
import io
import os
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from intake.letters.mime import Attachment, Letter

MOST_FILES = 4  # of one letter: to start LibreOffice takes seconds
MOST_BYTES = 10_000_000
MOST_WRITTEN = 50_000_000
_QUIET = subprocess.DEVNULL
_OLE = b"\xd0\xcf\x11\xe0"
_SHEETS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book"))  # what an .xls keeps them in
_OPEN = {f"application/vnd.oasis.opendocument.{name}": kind for name, kind in (("text", "odt"), ("spreadsheet", "ods"))}
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of Linux's sched.h
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value>
</prop></item></oor:items>
"""


class LibreOffice(NamedTuple):
    """LibreOffice on this machine: its command, and how long one file may take by the wall."""

    command: str
    seconds: float = 60.0

    def convert(self, content: bytes, kind: str, wanted: str) -> bytes:
        """The same file as another kind; empty where LibreOffice cannot, or takes more than it may."""
        return _converted(content, kind, wanted, self)


def with_copies(letter: Letter, office: LibreOffice | None) -> Letter:
    """The letter, each file of it in a format that we do not read with a copy in one that we do."""
    return _copied(letter, office, [MOST_FILES]) if office else letter


def kind_of_office(content: bytes) -> str:
    """odt, ods, rtf or xls by what the bytes are, whatever the name says; empty for anything else.

    Not doc: LibreOffice runs the cells of its tables together.
    """
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith(_OLE):
        return "xls" if any(name in content for name in _SHEETS) else ""
    if content.startswith(b"PK\x03\x04"):
        return _OPEN.get(_media_type(content), "")
    return ""


def _copied(letter: Letter, office: LibreOffice, left: list[int]) -> Letter:
    files = tuple(_with_copy(each, office, left) for each in letter.attachments)
    return replace(letter, attachments=files, letters=tuple(_copied(each, office, left) for each in letter.letters))


def _with_copy(file: Attachment, office: LibreOffice, left: list[int]) -> Attachment:
    kind = kind_of_office(file.content)
    if file.copy or not kind or not left[0] or len(file.content) > MOST_BYTES:
        return file
    left[0] -= 1
    return file._replace(copy=office.convert(file.content, kind, "xlsx" if kind in ("ods", "xls") else "docx"))


def _converted(content: bytes, kind: str, wanted: str, office: LibreOffice) -> bytes:
    with tempfile.TemporaryDirectory(prefix="s11-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS)
        (folder / f"form.{kind}").write_bytes(content)
        command = [
            office.command, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", wanted, "--outdir", str(folder / "out"), str(folder / f"form.{kind}"),
        ]  # fmt: skip
        with suppress(OSError, subprocess.TimeoutExpired), _running(command, folder) as office_:
            office_.wait(office.seconds)
            made = folder / "out" / f"form.{wanted.partition(':')[0]}"  # the format, then its options
            return made.read_bytes() if made.stat().st_size <= MOST_WRITTEN else b""
    return b""


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A command with nothing but a folder; it and all that it started are gone at the end, also at our own."""
    bare = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}
    libc = ctypes.CDLL(None)
    heard = signal.pthread_sigmask(
        signal.SIG_BLOCK, (signal.SIGTERM,)
    )  # our end waits until we know whom it takes along
    try:
        started = subprocess.Popen(  # noqa: S603  (the command is the operator's LibreOffice)
            command, stdin=_QUIET, stdout=_QUIET, stderr=_QUIET, env=bare, cwd=folder, process_group=0,
            preexec_fn=lambda: _alone(libc, heard),
        )  # fmt: skip
    except OSError:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        raise

    def ended(number: int, _at: object) -> None:
        os.killpg(started.pid, signal.SIGKILL)
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, ended)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
        yield started
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        signal.signal(signal.SIGTERM, before)


def _alone(libc: ctypes.CDLL, heard: Iterable[int]) -> None:
    """Into a network with nobody in it, where the system allows that; LibreOffice is told besides to fetch nothing."""
    signal.pthread_sigmask(signal.SIG_SETMASK, heard)
    if hasattr(libc, "unshare"):
        libc.unshare(_NEW_USER | _NEW_NETWORK)


def _media_type(content: bytes) -> str:
    """What an OpenDocument file says it is, in its first member."""
    faults = suppress(zipfile.BadZipFile, ValueError, NotImplementedError, OSError, KeyError)
    with faults, zipfile.ZipFile(io.BytesIO(content)) as box:
        member = box.getinfo("mimetype")
        return box.read(member).decode("ascii", "replace").strip() if member.file_size < 100 else ""
    return ""
