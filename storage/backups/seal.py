"""Files sealed with a key the operator holds: a tar inside an age file, written and read as a stream."""

import io
import os
import re
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

import pyrage
from pyrage.x25519 import Identity, Recipient

BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20  # bytes handed on at a time
MAGIC = b"age-encryption.org/v1\n"
DAMAGED = "The backup is damaged or cut short. Use another copy of it, or another backup."
FOREIGN = "The file is not a backup that s11 wrote. Check which file you named."
WRONG_KEY = "This key does not open the backup. Name the key it was made with."


class Unusable(Exception):
    """A key or a backup that cannot be used; the message says why and what to do."""


class SealedMember(NamedTuple):
    """One file on its way in. `chunks` add up to `size` bytes."""

    name: str
    size: int
    chunks: Iterable[bytes]


class Keys(NamedTuple):
    """Those who can open a backup, and what opens it: empty where only the public half was given."""

    recipients: list[Recipient]
    identities: list[Identity]


def new_key() -> tuple[str, str]:
    """A new key: the content of its file, which opens backups, and the public half, which only makes them."""
    identity = Identity.generate()
    public = str(identity.to_public())
    return f"# Opens s11 backups. Keep it away from the machine.\n# public key: {public}\n{identity}\n", public


def read_keys(text: str) -> Keys:
    """The keys of an age identity or recipient file; raises Unusable where there is none or a line is neither."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        identities = [Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-1")]
        public = [Recipient.from_str(line) for line in lines if not line.startswith("AGE-SECRET-KEY-1")]
    except (pyrage.IdentityError, pyrage.RecipientError):
        lines = []
    if not lines:
        raise Unusable("The backup key is not an age key. Make one with s11 backup --make-key FILE.")
    return Keys([*(each.to_public() for each in identities), *public], identities)


def seal(members: Iterable[SealedMember], keys: Keys, target: BinaryIO) -> None:
    """Write the members to `target`; raises whatever a member or the target raises."""
    between = _Between(_tar(members), target)
    try:
        pyrage.encrypt_io(between, between, keys.recipients)
    except pyrage.EncryptError:
        if between.fault is None:
            raise
    if between.fault is not None:  # pyrage says nothing of a fault in its last write
        raise between.fault


@contextmanager
def unseal(source: BinaryIO, keys: Keys) -> Iterator[Iterator[tuple[str, io.BufferedReader]]]:
    """The members of a sealed file, each to be read before the next; raises Unusable where it is not whole or not ours.

    That it is whole is known only when the last member was read.
    """
    if not keys.identities:
        raise Unusable("This key is the public half, which cannot open a backup. Name the key file that was kept safe.")
    if source.read(len(MAGIC)) != MAGIC:
        raise Unusable(FOREIGN)
    source.seek(0)
    outlet, inlet = os.pipe()
    told: list[Unusable] = []
    decrypting = threading.Thread(target=_decrypt, args=(source, inlet, keys.identities, told), daemon=True)
    decrypting.start()
    try:
        with os.fdopen(outlet, "rb", CHUNK) as plain:
            yield _members(plain)
    except Unusable as found:
        decrypting.join()
        raise (told or [found])[0] from None
    finally:
        decrypting.join()


def _decrypt(source: BinaryIO, inlet: int, identities: list[Identity], told: list[Unusable]) -> None:
    try:
        with os.fdopen(inlet, "wb", 0) as pipe:
            pyrage.decrypt_io(source, pipe, identities)
    except BrokenPipeError:
        return  # the reader had seen enough
    except (pyrage.DecryptError, OSError) as error:
        told.append(Unusable(WRONG_KEY if "No matching keys" in str(error) else DAMAGED))


class _Between:
    """Stands between pyrage and Python, and keeps the exception that pyrage would turn into words."""

    def __init__(self, chunks: Iterator[bytes], target: BinaryIO) -> None:
        self._chunks, self._target = chunks, target
        self._left = memoryview(b"")
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._left and (chunk := next(self._chunks, None)) is not None:
                self._left = memoryview(chunk)
        except BaseException as error:  # it is raised again by seal
            self.fault = error
            raise
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except OSError as error:
            self.fault = error
            raise

    def flush(self) -> None:
        self._target.flush()


def _tar(members: Iterable[SealedMember]) -> Iterator[bytes]:
    for member in members:
        header = tarfile.TarInfo(member.name)
        header.size = member.size
        header.mode = 0o600
        yield header.tobuf(tarfile.GNU_FORMAT)
        yield from member.chunks
        yield bytes(-member.size % BLOCK)
    yield bytes(2 * BLOCK)


_NAME = re.compile(r"[a-z]+(/[a-z0-9_]+){0,2}")


def _members(plain: BinaryIO) -> Iterator[tuple[str, io.BufferedReader]]:
    # tarfile would follow what a header asks for (links, long names, sizes in the gigabytes); plain headers are enough.
    while any(block := _exactly(plain, BLOCK)):
        try:
            header = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise Unusable(FOREIGN) from None
        if header.type != tarfile.REGTYPE or not _NAME.fullmatch(header.name) or header.size < 0:
            raise Unusable(FOREIGN)
        part = _Part(plain, header.size)
        yield header.name, io.BufferedReader(part, CHUNK)
        while part.read(CHUNK):
            pass
        _exactly(plain, -header.size % BLOCK)
    _exactly(plain, BLOCK)
    if plain.read(1):
        raise Unusable(FOREIGN)


class _Part(io.RawIOBase):
    """So many bytes of a stream, as a file of its own."""

    def __init__(self, source: BinaryIO, left: int) -> None:
        self._source, self._left = source, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed has no name for any buffer
        data = _exactly(self._source, min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)


def _exactly(source: BinaryIO, size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise Unusable(DAMAGED)
    return data
