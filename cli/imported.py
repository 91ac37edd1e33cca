"""An exported audit brought back into the record, and what nothing in its file proves."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cli import wiring
from cli.absent import note_absent
from cli.options import By
from config.files import LONGEST_OF_ALL
from config.settings import Settings
from config.words import count, form
from intake.audits import bring_back, unproved
from storage.evidence import Unavailable
from storage.nouns import Audit, Contact, Evidence, Submission
from storage.record import entries_of

SHOWN = 5  # addresses that are told
NO_TRAIL = "The file brings no trail, so nothing shows whether it was changed. A trail begins here with this import."
FILES = "of evidence that the record names"
ELSEWHERE = "an export holds none. s11 backup and s11 restore bring files as well."


def import_(file: Annotated[Path, typer.Argument(help="A file that s11 export wrote.")], by: By = "") -> None:
    """Restore an exported audit, byte for byte, into a record that does not have it."""
    using = wiring.settings()
    stored = _stored(using)
    with wiring.file_to_read(file, LONGEST_OF_ALL) as data:
        with wiring.reading(using) as db:  # the file is read through before anybody waits for us
            files, people = (db.scalar(select(func.max(each))) or 0 for each in (Evidence.id, Contact.id))
        with wiring.writing(using) as db:
            audit, has_trail = bring_back(db, data, wiring.speaker(using, by, "command line"))
            told, warnings = _told(db, audit), [*_unproved(db, audit, people)] if has_trail else [NO_TRAIL]
            if gone := _new_files(db, files) - stored if stored is not None else set():
                note_absent(using, gone)  # before the record names them: a kill in between must not make them lost ones
                warnings.append(
                    f"{count(len(gone), 'file')} {FILES} {form(len(gone), 'is', 'are')} not here: {ELSEWHERE}"
                )
    wiring.say(told)
    for each in warnings:
        wiring.complain(each)


def _stored(using: Settings) -> set[str] | None:
    """The files that are here; None where the store does not answer, of which s11 doctor tells."""
    with suppress(Unavailable, wiring.NotReady):
        return {each.key for each in wiring.evidence(using).stored()}
    return None


def _told(db: Session, audit: Audit) -> str:
    asked = db.scalar(select(func.count()).where(Submission.audit_id == audit.id)) or 0
    entries = count(entries_of(db, audit), "entry", "entries")
    return f"Restored {audit.key}: {count(asked, 'agency', 'agencies')}, {entries} in its trail."


def _unproved(db: Session, audit: Audit, known: int) -> Iterator[str]:
    """What was taken as the file says it, though its trail knows nothing of it."""
    if addresses := unproved(db, audit, known):
        shown = ", ".join(addresses[:SHOWN]) + (f" and {more} more" if (more := len(addresses) - SHOWN) > 0 else "")
        many = count(len(addresses), "address", "addresses")
        told = f"{many} {form(len(addresses), 'is', 'are')} in no entry of the trail: {shown}."
        yield f"{told} Compare before you write there."


def _new_files(db: Session, known: int) -> set[str]:
    """The files (SHA-256) that the record names since it had this many rows of them, and did not name before."""
    before = select(Evidence.sha256).where(Evidence.id <= known)
    return set(db.scalars(select(Evidence.sha256).where(Evidence.id > known, Evidence.sha256.not_in(before))))
