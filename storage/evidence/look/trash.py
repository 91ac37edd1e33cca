"""Where a file that was let go of lies for a while, so that a mistake can be mended: trash/DAY/SHA-256 in its store."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from storage.evidence.look.kept import Missing, Unavailable, is_key

TRASH = "trash"
LIES_FOR = timedelta(days=30)


class Trashed(NamedTuple):
    """A file in the trash, and the day it was put there."""

    key: str
    size: int
    since: date

    @classmethod
    def read(cls, name: str, size: int) -> "Trashed | None":
        """From DAY/SHA-256; None where the name is another."""
        day, _, key = name.partition("/")
        with suppress(ValueError):
            if is_key(key):
                return cls(key, size, date.fromisoformat(day))
        return None

    @property
    def name(self) -> str:
        return f"{self.since.isoformat()}/{self.key}"

    def is_over(self, today: date) -> bool:
        """Whether it has lain there long enough to be deleted."""
        return self.since <= today - LIES_FOR


class Trash(Protocol):
    """The trash of one store. Any method may raise Unavailable."""

    def take(self, sha256: str, on: date) -> None:
        """Move a file of the store here; raises Missing."""
        ...

    def listed(self) -> Iterator[Trashed]:
        """Every file here, oldest first."""
        ...

    def read(self, trashed: Trashed) -> bytes:
        """What a file here holds; raises Missing."""
        ...

    def give_back(self, trashed: Trashed) -> None:
        """Move a file to its place in the store, its date renewed; raises Missing."""
        ...

    def delete(self, trashed: Trashed) -> None:
        """For good; again changes nothing."""
        ...


class FolderTrash:
    """A folder beside the shelves of a folder of evidence."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def take(self, sha256: str, on: date) -> None:
        self._move(self._shelf(sha256), self._path(Trashed(sha256, 0, on)))

    def listed(self) -> Iterator[Trashed]:
        for path in sorted((self._root / TRASH).glob("*/*")):
            with suppress(FileNotFoundError):
                if (found := Trashed.read(f"{path.parent.name}/{path.name}", path.stat().st_size)) is not None:
                    yield found

    def read(self, trashed: Trashed) -> bytes:
        try:
            return self._path(trashed).read_bytes()
        except FileNotFoundError:
            raise Missing(trashed.key) from None
        except OSError as error:
            raise _unmoved(error) from None

    def give_back(self, trashed: Trashed) -> None:
        path = self._path(trashed)
        with suppress(FileNotFoundError):
            os.utime(path)  # before it is back, so that no prune takes it for old
        self._move(path, self._shelf(trashed.key))

    def delete(self, trashed: Trashed) -> None:
        path = self._path(trashed)
        try:
            path.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                _flush(path.parent)  # or a power cut may bring it back
            with suppress(OSError):  # others still lie there
                path.parent.rmdir()
                _flush(path.parent.parent)
        except OSError as error:
            raise _unmoved(error) from None

    def _move(self, path: Path, to: Path) -> None:
        try:
            to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(to)
            for folder in (to.parent, to.parent.parent, path.parent):
                _flush(folder)
        except FileNotFoundError:
            raise Missing(path.name) from None
        except OSError as error:
            raise _unmoved(error) from None

    def _shelf(self, sha256: str) -> Path:
        if not is_key(sha256):
            raise Missing(sha256)
        return self._root / sha256[:2] / sha256

    def _path(self, trashed: Trashed) -> Path:
        return self._root / TRASH / trashed.name


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unmoved(error: OSError) -> Unavailable:
    return Unavailable(f"A file could not be moved in the evidence folder: {error.strerror}. Repair the disk.")
