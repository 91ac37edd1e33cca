"""A backup read back: looked through first, then put into an empty home, so that a bad one changes nothing."""

import hashlib
import io
import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError

from storage.backups.backup import CONFIG, FORMAT, HEADER, LIMIT, MANIFEST, BackupSource, Contents, files_in
from storage.backups.seal import DAMAGED, FOREIGN, Keys, Unusable, unseal
from storage.evidence import CHUNK, EvidenceStore, is_key, write_whole
from storage.inbox import FILE
from storage.record import count_on, is_bare, load, record_tables

MARKER = ".restoring"  # in the home, from the first thing restored to the last
AT_ONCE = 8  # files being put
Opening = Callable[[str], AbstractContextManager[BinaryIO]]  # opens the backup; is told what for

NEWER = "The backup was made by a newer s11. Install that version or a later one."
UNFIT = (ValueError, KeyError, TypeError, DBAPIError, OverflowError, RecursionError)  # what a row may raise
UNFITTING = "The backup holds rows that do not fit the record, so nothing was restored. Use another backup."


def look_through(source: BinaryIO, keys: Keys) -> Contents:
    """Read a whole backup, prove every member of it, and say what it holds; raises Unusable."""
    digests: dict[str, str] = {}
    evidence: dict[str, bool] = {}
    contents: Contents | None = None
    with unseal(source, keys) as members:
        for name, member in members:
            if contents is not None or (name != HEADER and HEADER not in digests):
                raise Unusable(FOREIGN)
            if name == MANIFEST:
                contents = _contents(member)
            elif name.startswith("evidence/"):
                key = name.removeprefix("evidence/")
                evidence[key] = _digest(member) == key
            elif name == HEADER:
                digests[name] = _header(member)
            else:
                digests[name] = hashlib.sha256(_held(member)).hexdigest()
    unsound = {key for key, is_sound in evidence.items() if not is_sound}
    if contents is None or digests != contents.digests or not unsound <= set(contents.unsound):
        raise Unusable(DAMAGED)
    if len(evidence) - len(unsound) != contents.evidence or not all(map(is_key, evidence)):
        raise Unusable(DAMAGED)
    return contents


def refuse_unless_empty(home: BackupSource, contents: Contents) -> None:
    """Raises Unusable where the home holds something, unless it is what a restore of this backup left half done."""
    if not home.record.knows(contents.revision):
        raise Unusable(NEWER)
    marker = home.folder / MARKER
    if marker.exists():
        if marker.read_text() != _mark(contents):
            raise Unusable(
                f"Another backup was half restored into {home.folder}. Restore that one again, or name a new S11_HOME."
            )
        return
    if held := list(_held_by(home)):
        raise Unusable(
            f"The home is not empty: {', '.join(held)}. Nothing was changed. "
            "Set S11_HOME, and S11_DATABASE_URL and S11_EVIDENCE_URL where they are set, to new places."
        )


def restore(home: BackupSource, opening: Opening, keys: Keys, contents: Contents) -> None:
    """Put a backup that was looked through into the home that was found empty.

    Killed at any point, it leaves a home that says so and takes the same backup again.
    """
    marker = home.folder / MARKER
    home.folder.mkdir(parents=True, exist_ok=True)
    write_whole(marker, _mark(contents).encode())
    if _is_bare(home):
        home.record.migrate_empty(contents.revision)
        with opening("Restoring") as source, unseal(source, keys) as members:
            _fill(home, contents, members)
    home.record.migrate()
    marker.unlink()


def _fill(home: BackupSource, contents: Contents, members: Iterator[tuple[str, io.BufferedReader]]) -> None:
    """The record last of all: while it is without a row, the rest may be put again."""
    with home.record.engine.execution_options(write=True).begin() as connection, _putting(home.evidence) as put:
        tables = {table.name: table for table in record_tables(connection, contents.columns)}
        for name, member in members:
            kind, _, rest = name.partition("/")
            if kind == "record":
                try:
                    table = tables[rest.partition("/")[0]]
                    load(connection, table, contents.columns[table.name], _held(member).splitlines())
                except UNFIT:
                    (home.folder / MARKER).unlink()
                    raise Unusable(UNFITTING) from None
            elif kind == "evidence" and rest not in contents.unsound:
                put(rest, member)
            elif name in contents.files:
                folder = home.outbox if kind == "outbox" else home.config
                write_whole(folder / _safe(contents.files[name]), _held(member))
        count_on(connection, tables.values())


@contextmanager
def _putting(store: EvidenceStore) -> Iterator[Callable[[str, io.BufferedReader], None]]:
    """Puts some files at a time, for a store takes longer to be sure of a small one than to be given it."""

    def put(key: str, file: BinaryIO) -> None:
        if store.put(file).sha256 != key:
            raise Unusable(DAMAGED)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[None]] = deque()

        def begin(key: str, member: io.BufferedReader) -> None:
            if len(member.peek()) >= CHUNK:
                put(key, member)
                return
            waiting.append(pool.submit(put, key, io.BytesIO(member.read())))
            if len(waiting) > AT_ONCE:
                waiting.popleft().result()

        yield begin
        for each in waiting:
            each.result()


def _contents(member: BinaryIO) -> Contents:
    try:
        contents = TypeAdapter(Contents).validate_json(_held(member))
        datetime.fromisoformat(contents.made_at)
        for name in contents.files.values():
            _safe(name)
    except ValueError:
        raise Unusable(FOREIGN) from None
    return contents


def _header(member: BinaryIO) -> str:
    data = _held(member)
    try:
        found: Any = json.loads(data)["format"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unusable(FOREIGN) from None
    if found != FORMAT:
        raise Unusable(NEWER)
    return hashlib.sha256(data).hexdigest()


def _held(member: BinaryIO) -> bytes:
    data = member.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise Unusable(FOREIGN)
    return data


def _digest(member: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := member.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _safe(name: str) -> PurePosixPath:
    """A path that leads nowhere but down; raises ValueError for any other."""
    path = PurePosixPath(name)
    parts = name.split("/")
    if any(not part or part.startswith(".") or set(part) & {"\\", "\0", ":"} for part in parts) or len(name) > 1000:
        raise ValueError(name)
    return path


def _held_by(home: BackupSource) -> Iterator[str]:
    if not _is_bare(home):
        yield "its record has rows"
    if (home.folder / FILE).exists():
        yield f"there is an inbox, {home.folder / FILE}"
    if any(each.is_ours for each in home.evidence.stored()):
        yield "there is evidence in its store"
    if next(files_in(home.outbox), None):
        yield f"there are letters in {home.outbox}"
    if next(files_in(home.config, CONFIG), None):
        yield f"there are files in {home.config}"


def _is_bare(home: BackupSource) -> bool:
    if home.record.is_absent():
        return True
    with home.record.engine.connect() as connection:
        return is_bare(connection)


def _mark(contents: Contents) -> str:
    return hashlib.sha256(json.dumps(contents.digests, sort_keys=True).encode()).hexdigest()
