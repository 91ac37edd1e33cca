"""A file on its way into the record: stored, described, scanned, and then a row that answers may point to."""

import hashlib
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from intake.returns import FileDates
from storage.evidence import CHUNK, EvidenceStore, Kept, Unavailable, clean_name
from storage.evidence.look import clamd
from storage.evidence.look.describe import Describe, describe
from storage.nouns import Evidence, Submission
from storage.record import insert_new, renew, trail

_IN_MEMORY = 8 << 20  # bytes of a stream that cannot be wound back; more goes to a temporary file


class Brought(NamedTuple):
    """A file that is in the store and not yet in the record."""

    sha256: str
    name: str
    size: int
    media_type: str
    flags: str
    scan: str
    first_page: str = ""  # its words, for a moment: what it tells of its age is offered, and none is kept

    @property
    def is_empty(self) -> bool:
        """Whether it has no bytes: it is told of, and is evidence of nothing."""
        return self.size == 0


def bring(store: EvidenceStore, stream: BinaryIO, name: str, scanner: str | None, describe: Describe) -> Brought:
    """Store, describe and scan a file (`scanner` is clamd's address). Takes no database, so that none waits for it.

    `describe` looks into it: a reader's does so in a child, and what comes from outside is not looked into elsewhere.
    """
    with _rewindable(stream) as file:
        kept = store.put(file)
        return _looked_at(file, kept, name, scanner, describe)


def look(stream: BinaryIO, name: str, describe: Describe = describe) -> Brought:
    """The same without storing or scanning it: what a rehearsal needs."""
    with _rewindable(stream) as file:
        digest, size = hashlib.sha256(), 0
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        return _looked_at(file, Kept(digest.hexdigest(), size), name, None, describe)


def enter_file(db: Session, brought: Brought, at: datetime) -> Evidence:
    """The row of a file that was brought; one that was there is found again, with its date and scan renewed."""
    scanned = {"scanned_at": at} if brought.scan == clamd.CLEAN or brought.scan.startswith(clamd.FLAGGED) else {}
    kept = {name: value for name, value in brought._asdict().items() if name != "first_page"}
    added = insert_new(db, Evidence, [{**kept, **scanned, "kept_at": at}])
    if scanned:
        _note_scan(db, brought.sha256, brought.scan, at)
    if added:
        return added[0]
    same = (Evidence.sha256 == brought.sha256, Evidence.name == brought.name)
    db.execute(update(Evidence).where(*same).values(kept_at=at))
    return db.scalars(select(Evidence).where(*same).execution_options(populate_existing=True)).one()


def keep(
    db: Session,
    store: EvidenceStore,
    stream: BinaryIO,
    name: str,
    *,
    at: datetime,
    scanner: str | None = None,
    describe: Describe = describe,
) -> Evidence:
    """Bring a file and enter it. Call it before the transaction's first write: the file may be long."""
    return enter_file(db, bring(store, stream, name, scanner, describe), at)


def waiting(db: Session, states: Collection[str] = (clamd.PENDING, clamd.NOT_SCANNED)) -> list[str]:
    """The files (SHA-256) in one of these scan states."""
    wanted = select(Evidence.sha256).where(Evidence.scan.in_(states)).distinct().order_by(Evidence.sha256)
    return list(db.scalars(wanted))


def rescan(db: Session, store: EvidenceStore, scanner: str, sha256: str, at: datetime) -> str:
    """Scan a stored file again and note what was found; a scanner that is silent changes a state to pending only."""
    with store.open(sha256) as file:
        state = clamd.scan(scanner, file)
    _note_scan(db, sha256, state, at)
    return state


def date_file(db: Session, submission: Submission, sha256: str, days: FileDates, speaker: trail.Speaker) -> None:
    """Note how old a file of this return is, under every name it came with; a day not given stays as it is.

    The caller holds the return.
    """
    values = {name: day for name, day in days._asdict().items() if day is not None}
    same = update(Evidence).where(Evidence.sha256 == sha256)
    db.execute(same.values(**values).execution_options(synchronize_session="fetch"))
    facts = {"sha256": sha256, **{name: day.isoformat() for name, day in values.items()}}
    trail.note(db, submission, speaker, "file dated", f"{submission.agency.abbr} return", facts)
    renew(db, "evidence", db.scalars(select(Evidence.id).where(Evidence.sha256 == sha256)), speaker.at)


def _note_scan(db: Session, sha256: str, state: str, at: datetime) -> None:
    """Under every name the bytes came with; a scanner that was silent takes nothing back."""
    values: dict[str, Any] = {"scan": state} if state == clamd.PENDING else {"scan": state, "scanned_at": at}
    same = update(Evidence).where(Evidence.sha256 == sha256)
    if state == clamd.PENDING:
        same = same.where(Evidence.scan == clamd.NOT_SCANNED)
    db.execute(same.values(**values).execution_options(synchronize_session="fetch"))
    renew(db, "evidence", db.scalars(select(Evidence.id).where(Evidence.sha256 == sha256)), at)


def _looked_at(file: BinaryIO, kept: Kept, name: str, scanner: str | None, describe: Describe) -> Brought:
    cleaned = clean_name(name)
    described = describe(file, cleaned, kept.size)
    file.seek(0)
    state = clamd.scan(scanner, file)
    return Brought(
        kept.sha256, cleaned, kept.size, described.media_type, ", ".join(described.flags), state, described.first_page
    )


@contextmanager
def _rewindable(stream: BinaryIO) -> Iterator[BinaryIO]:
    if stream.seekable():
        stream.seek(0)
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        try:
            while chunk := stream.read(CHUNK):
                file.write(chunk)
        except OSError as error:
            raise Unavailable(
                f"A file could not be read in: {error.strerror or error}. Make space or try again."
            ) from None
        file.seek(0)
        yield file  # type: ignore[misc]  # it is one in all but name
