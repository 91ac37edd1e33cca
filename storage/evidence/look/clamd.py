"""Asking clamd about a file. Its word is believed; its silence is never taken for a clean file."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from config.addresses import read_place
from storage.evidence.look.kept import CHUNK

NOT_SCANNED, PENDING, CLEAN, FLAGGED = "not scanned", "scan pending", "clean", "flagged: "
_CONNECT, _ANSWER = 5.0, 120.0  # seconds


def scan(address: str | None, file: BinaryIO) -> str:
    """The scan state of a file: NOT_SCANNED without an address, PENDING where no answer came, CLEAN, FLAGGED + name."""
    if address is None:
        return NOT_SCANNED
    try:
        with _connected(address) as clamd:
            said = _answer(clamd, file)
    except OSError:
        return PENDING
    if said == "stream: OK":
        return CLEAN
    name = said.removeprefix("stream: ").removesuffix(" FOUND")
    return f"{FLAGGED}{name}" if said.endswith(" FOUND") else PENDING


def answers(address: str) -> bool:
    """Whether a clamd is there."""
    try:
        with _connected(address) as clamd:
            clamd.sendall(b"zPING\0")
            return _said(clamd) == "PONG"
    except OSError:
        return False


def may_leave(state: str) -> bool:
    """Whether a file of this state may be handed out."""
    return state in (CLEAN, NOT_SCANNED)


def _answer(clamd: socket.socket, file: BinaryIO) -> str:
    with suppress(BrokenPipeError, ConnectionResetError):  # it stops listening when a file is too long, and says so
        clamd.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            clamd.sendall(len(chunk).to_bytes(4, "big") + chunk)
        clamd.sendall(b"\0\0\0\0")
    return _said(clamd)


def _said(clamd: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and (more := clamd.recv(4096)):
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    if not address.startswith("/") and ":" in address:
        try:
            place = read_place("S11_CLAMD", address)
        except ValueError as told:
            raise OSError(str(told)) from None
        with socket.create_connection(place, _CONNECT) as clamd:
            clamd.settimeout(_ANSWER)
            yield clamd
    else:
        with socket.socket(socket.AF_UNIX) as clamd:
            clamd.settimeout(_ANSWER)
            clamd.connect(address)
            yield clamd
