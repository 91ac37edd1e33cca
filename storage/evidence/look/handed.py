"""An open file handed from one process to another, over the line between them."""

import io
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, BinaryIO

from storage.evidence.look.kept import CHUNK


@contextmanager
def on_disk(file: BinaryIO) -> Iterator[int]:
    """The number by which the system knows an open file; one that is only in memory is written out for it."""
    try:
        number = file.fileno()
    except OSError:
        with tempfile.TemporaryFile() as copy:
            file.seek(0)
            while chunk := file.read(CHUNK):
                copy.write(chunk)
            copy.flush()
            yield copy.fileno()
        return
    file.flush()
    yield number


def hand(line: Connection, file: int) -> None:
    """Give the other end of the line an open file, by its number here."""
    with socket.fromfd(line.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as wire:
        socket.send_fds(wire, [b"f"], [file])


def handed(line: Connection) -> BinaryIO:
    """The file that the other end gives, to be read from its beginning."""
    with socket.fromfd(line.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as wire:
        return io.BufferedReader(_Handed(socket.recv_fds(wire, 1, 1)[1][0]))


class _Handed(io.RawIOBase):
    """A file of the parent's to read from; where the parent stands in it is not moved."""

    def __init__(self, number: int) -> None:
        self._number, self._at = number, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        read = os.pread(self._number, len(into), self._at)
        into[: len(read)] = read
        self._at += len(read)
        return len(read)

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        before = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: os.fstat(self._number).st_size}[whence]
        if before + to < 0:
            raise OSError("There is nothing before the beginning.")
        self._at = before + to
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        if not self.closed:
            os.close(self._number)
        super().close()
