"""Evidence in a folder: written beside, flushed to the disk, and only then given its name."""

import errno
import fcntl
import hashlib
import io
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from config.files import NoFile, keep_device, open_file
from storage.evidence.look import (
    CHUNK,
    TRASH,
    Damaged,
    Finding,
    FolderTrash,
    Kept,
    Missing,
    Proving,
    Stored,
    Unavailable,
    is_key,
)

_SHELF = 2  # characters of a folder's name in it
ELSEWHERE = "Check S11_EVIDENCE_URL and that its disk is mounted, or bring the files back from a backup."
ANEW = "00"  # an empty shelf of this name: all that was here is lost, and somebody begins anew
PARTS = ".parts"  # files on their way in; what a killed process left here is swept by the next one


class FolderEvidence:
    """A folder of files named by their SHA-256, 256 to a folder deep enough for a file system to like."""

    def __init__(self, root: Path, expects: Callable[[], Collection[str]] = tuple) -> None:
        """`expects` names some files that should be here; it is asked until one of them is, and where none is left."""
        self.root, self._expects, self._is_the_one = root, expects, False

    def put(self, stream: BinaryIO) -> Kept:
        """Keep the bytes, durable when this returns. The same bytes again mend a damaged copy and renew its date."""
        try:
            self._refuse_elsewhere()
            self._prepare()
            with self._part() as (part, descriptor):
                kept = _copy(stream, descriptor)
                os.fsync(descriptor)
                shelf = self._path(kept.sha256).parent
                shelf.mkdir(exist_ok=True)
                part.replace(self._path(kept.sha256))
                flush_folder(shelf)
                flush_folder(self.root)  # each time: whoever made the shelf may not have come so far
        except OSError as error:
            raise _unavailable(error, "could not be stored") from None
        return kept

    @contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        """The bytes, proved on the way. Raises Missing, or Damaged before the last of them is handed out."""
        try:
            file = open_file(self._path(sha256), 0)
        except FileNotFoundError:
            self._refuse_elsewhere()
            raise Missing(sha256) from None
        except NoFile:
            raise Damaged(sha256) from None
        except OSError as error:
            raise _unavailable(error, "could not be opened") from None
        with file, io.BufferedReader(Proving(_Plain(file), sha256), CHUNK) as proving:
            yield proving

    def stat(self, sha256: str) -> Stored:
        """Raises Missing."""
        try:
            found = self._path(sha256).stat()
        except FileNotFoundError:
            raise Missing(sha256) from None
        return Stored(sha256, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def stored(self) -> Iterator[Stored]:
        """Every object outside the trash, in order."""
        for folder, folders, names in os.walk(self.root, onerror=_unreadable):
            aside = (PARTS, TRASH) if Path(folder) == self.root else ()
            folders[:] = sorted(each for each in folders if each not in aside)
            for name in sorted(names):
                path = Path(folder, name)
                with suppress(FileNotFoundError):  # deleted while we looked
                    found = path.lstat()
                    is_ours = is_key(name) and path == self._path(name)
                    key = name if is_ours else path.relative_to(self.root).as_posix()
                    yield Stored(key, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC), is_ours)

    def delete(self, sha256: str) -> None:
        """Again changes nothing."""
        path = self._path(sha256)
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                flush_folder(path.parent)
        except OSError as error:
            raise _unavailable(error, "could not be deleted") from None

    @property
    def trash(self) -> FolderTrash:
        return FolderTrash(self.root)

    def link(self, sha256: str, name: str, seconds: int) -> str | None:
        """None: a folder hands out no links of its own."""
        return None

    def check(self) -> Iterator[Finding]:
        """Whether the folder takes a file, gives it back and lets go of it."""
        probe = secrets.token_bytes(32)
        try:
            sha256 = self.put(io.BytesIO(probe)).sha256
            with self.open(sha256) as file:
                file.read()
            self.delete(sha256)
        except Unavailable as told:
            mend = "" if ELSEWHERE in str(told) else "Check S11_EVIDENCE_URL, its rights and the space on its disk."
            yield Finding("evidence", "fail", str(told), mend)
            return
        yield Finding("evidence", "ok", f"{self.root} takes files, gives them back and lets go of them.")

    def _path(self, sha256: str) -> Path:
        if not is_key(sha256):
            raise Missing(sha256)
        return self.root / sha256[:_SHELF] / sha256

    def _refuse_elsewhere(self) -> None:
        """A mount point without its disk, or another's folder, would lose what is put into it."""
        shelves: list[str] = []
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.root) as found:
            shelves = [each.name for each in found if len(each.name) == _SHELF]
        if shelves and (self._is_the_one or (ANEW in shelves and not any((self.root / ANEW).iterdir()))):
            return
        wanted = self._expects()
        if wanted and not any(self._path(each).exists() for each in wanted):
            raise Unavailable(f"{self.root} holds none of the files that the record names. {ELSEWHERE}")
        self._is_the_one = True

    def _prepare(self) -> None:
        parts = self.root / PARTS
        parts.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in parts.iterdir():
            with suppress(OSError), part.open("rb") as left:
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held while it is being written
                part.unlink()

    @contextmanager
    def _part(self) -> Iterator[tuple[Path, int]]:
        part, descriptor = _claim(self.root / PARTS)
        try:
            yield part, descriptor
        finally:
            os.close(descriptor)
            part.unlink(missing_ok=True)


class _Plain:
    """An open file whose faults are told as the store's."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size) or b""
        except OSError as error:
            raise _unavailable(error, "could not be read") from None


def _claim(parts: Path) -> tuple[Path, int]:
    """A new file, held so that no sweep takes it for one that was left behind."""
    while True:
        part = parts / secrets.token_hex(8)  # another name each time: a sweep may still be about to take the last one
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return part, descriptor
        os.close(descriptor)  # swept before we held it


def _copy(stream: BinaryIO, descriptor: int) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        left = memoryview(chunk)
        while left:
            left = left[os.write(descriptor, left) :]
    return Kept(digest.hexdigest(), size)


def write_whole(path: Path, data: bytes) -> None:
    """Write beside and rename, on the disk when this returns: nobody meets half a file, nor loses one."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """The same of what is longer than anybody should hold; where its parts break off, nothing was written."""
    keep_device(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError, ValueError):  # what refused it may not let go of it either
            beside.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """See to it that names given in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unreadable(error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise _unavailable(error, "could not be listed")


def _unavailable(error: OSError, what: str) -> Unavailable:
    is_anothers = error.errno in (errno.EACCES, errno.EPERM)
    mend = "Give the folder to the user who runs s11." if is_anothers else "Make space or repair the disk."
    return Unavailable(f"A file {what} in the evidence folder: {error.strerror}. {mend}")
