"""What every evidence store speaks of: a file kept, an object found, and what can be wrong with one."""

import hashlib
import io
import re
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

CHUNK = 1 << 20  # bytes read at a time
_KEY = re.compile(r"[0-9a-f]{64}")


class Kept(NamedTuple):
    """A file as it was kept: its SHA-256 in hexadecimal, and its size in bytes."""

    sha256: str
    size: int


class Stored(NamedTuple):
    """An object found in a store; one that somebody else put there has its path for a key."""

    key: str
    size: int
    modified: datetime
    is_ours: bool = True


class Finding(NamedTuple):
    """One thing looked at in a store, and how to mend it."""

    what: str
    state: Literal["ok", "warn", "fail"]
    says: str
    mend: str = ""


class Missing(Exception):
    """A file the store does not have; the message says which."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"The file {sha256[:12]} is not in the evidence store. Restore it from a backup.")


class Damaged(Exception):
    """A file whose bytes are not those that were kept; the message says which."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"The file {sha256[:12]} is damaged in the evidence store. Restore it from a backup.")


class Unavailable(Exception):
    """The store cannot be reached, is full, or refused; the message says which and what to do."""


def is_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


class Source(Protocol):
    """Anything that hands out bytes until there are no more."""

    def read(self, size: int, /) -> bytes: ...


class Proving(io.RawIOBase):
    """Reads on while hashing; the last chunk is handed out only when the whole was found to be what was kept.

    Raises Damaged instead of that chunk. Wrap it in a BufferedReader.
    """

    def __init__(self, source: Source, sha256: str) -> None:
        self._source, self._sha256, self._digest = source, sha256, hashlib.sha256()
        self._ready, self._next = memoryview(b""), self._read()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed has no name for any buffer
        if not self._ready and self._next:
            self._ready, self._next = memoryview(self._next), self._read()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _read(self) -> bytes:
        chunk = self._source.read(CHUNK)
        self._digest.update(chunk)
        if not chunk and self._digest.hexdigest() != self._sha256:
            raise Damaged(self._sha256)
        return chunk
