"""A backup: record, evidence, outbox and questionnaires in one sealed file, as they stood at one moment."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import sqlalchemy as sa

from config.words import count
from storage.backups.seal import Keys, SealedMember, Unusable, seal
from storage.evidence import CHUNK, Damaged, EvidenceStore, Missing, flush_folder
from storage.inbox import kept_aside
from storage.nouns import InboxRow
from storage.record import Database, dump, record_tables

FORMAT = 1
HEADER, MANIFEST = "header", "manifest"  # the first member and the last
LIMIT = 64_000_000  # bytes of a member that is not evidence, so that each can be held
CONFIG = (".toml", ".j2", ".csv")  # what a deployment's own folder may hold that is no secret

Track = Callable[[Sequence[str]], Iterable[str]]  # hands the same on, and shows how far it is


class BackupSource(NamedTuple):
    """All that a deployment keeps, and the folder that says so."""

    folder: Path
    record: Database
    evidence: EvidenceStore
    outbox: Path
    config: Path


@dataclass
class Contents:
    """What a backup says is in it."""

    made_at: str
    revision: str
    columns: dict[str, list[str]]  # of each table, those that others refer to first
    rows: dict[str, int] = field(default_factory=dict)
    evidence: int = 0  # files, each a member named by its SHA-256
    size: int = 0  # bytes of evidence
    unsound: list[str] = field(default_factory=list)  # evidence that was missing or damaged already
    files: dict[str, str] = field(default_factory=dict)  # member: where it was, under outbox or config
    digests: dict[str, str] = field(default_factory=dict)  # member: SHA-256, of all but the evidence
    format: int = FORMAT


def back_up(home: BackupSource, keys: Keys, path: Path, at: datetime, track: Track) -> Contents:
    """Write a backup to a new file, which has its name only once it is whole. Raises Unusable, OSError."""
    if path.exists():
        raise Unusable(f"{path} is there already. Name a new file, such as one with today's date.")
    with (
        _beside(path) as target,
        kept_aside(
            home.folder, home.record
        ) as inbox,  # seen before the record: what was recorded meanwhile is said twice, not lost
        home.record.snapshot() as connection,
    ):
        tables = record_tables(connection)
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        columns = {table.name: list(table.columns.keys()) for table in tables}
        contents = Contents(at.isoformat(), str(revision), columns)
        seal(_members(home, connection, inbox, contents, track), keys, target)
    return contents


def as_json(content: Any) -> bytes:
    return json.dumps(content, indent=1).encode()


def _members(
    home: BackupSource, connection: sa.Connection, inbox: sa.Connection | None, contents: Contents, track: Track
) -> Iterator[SealedMember]:
    yield _noted(contents, HEADER, as_json({"format": FORMAT, "made_at": contents.made_at}))
    mentioned: set[str] = set()
    needed: set[str] = set()
    for table in record_tables(connection):
        contents.rows[table.name] = 0
        source = inbox if inbox is not None and table.name == InboxRow.__tablename__ else connection
        for number, part in enumerate(dump(source, table), start=1):
            contents.rows[table.name] += part.rows
            mentioned |= part.mentioned
            needed |= part.needed
            yield _noted(contents, f"record/{table.name}/{number:06}", part.lines.encode())
    for key in track(sorted(mentioned | needed)):
        yield from _evidence(home.evidence, key, contents, is_needed=key in needed)
    # After the record: a letter that was written meanwhile is then here too, and its message still waits in the record.
    for kind, folder, wanted in (("outbox", home.outbox, ()), ("config", home.config, CONFIG)):
        for number, name in enumerate(list(files_in(folder, wanted)), start=1):
            yield _noted(contents, f"{kind}/{number:06}", (folder / name).read_bytes())
            contents.files[f"{kind}/{number:06}"] = name
    yield SealedMember(MANIFEST, len(manifest := as_json(contents.__dict__)), [manifest])


def files_in(folder: Path, suffixes: tuple[str, ...] = ()) -> Iterator[str]:
    """Where the files of a folder are in it, without links and hidden ones.

    Raises OSError where a folder cannot be looked through: what is in it would be left out in silence.
    """
    found: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=_refuse_unseen):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [Path(at, name) for name in names if not name.startswith(".")]
    for path in sorted(found):
        if path.is_file() and not path.is_symlink() and (not suffixes or path.suffix in suffixes):
            yield path.relative_to(folder).as_posix()


def _refuse_unseen(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _noted(contents: Contents, name: str, data: bytes) -> SealedMember:
    if len(data) > LIMIT:
        raise Unusable(f"{name} is {count(len(data), 'byte')}, more than a backup can hold in one piece.")
    contents.digests[name] = hashlib.sha256(data).hexdigest()
    return SealedMember(name, len(data), [data])


def _evidence(store: EvidenceStore, key: str, contents: Contents, *, is_needed: bool) -> Iterator[SealedMember]:
    try:
        size = store.stat(key).size
    except Missing:
        if is_needed:
            contents.unsound.append(key)
        return
    yield SealedMember(f"evidence/{key}", size, _proved(store, key, size, contents))


def _proved(store: EvidenceStore, key: str, size: int, contents: Contents) -> Iterator[bytes]:
    """The bytes of a file; of one that turns out damaged, as many, so that the rest of the backup can be read."""
    left, is_sound = size, True
    try:
        with store.open(key) as file:
            while chunk := file.read(CHUNK)[:left]:
                left -= len(chunk)
                yield chunk
    except (Damaged, Missing):
        is_sound = False
    if is_sound and not left:
        contents.evidence += 1
        contents.size += size
    else:
        contents.unsound.append(key)
    while left:
        yield bytes(min(left, CHUNK))
        left -= min(left, CHUNK)


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when all of it is on the disk, and is gone when something goes wrong."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "wb") as target:
        try:
            fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = os.path.samestat(os.fstat(target.fileno()), part.stat())  # or else it got its name just now
        except (BlockingIOError, FileNotFoundError):
            is_ours = False
        if not is_ours:
            raise Unusable(f"Another backup is writing {path} now. Wait for it, or name another file.")
        try:
            target.truncate()  # what a killed backup left
            yield target
            target.flush()
            os.fsync(target.fileno())
            part.replace(path)
            flush_folder(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
