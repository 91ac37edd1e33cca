"""What is kept outside the record of how its trails end: in the home, beside the database."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.faults import PlainFault
from config.files import LONGEST_OF_ALL, read_whole
from config.settings import Settings
from storage.nouns import Audit
from storage.record import Database, is_witness, newest, seal, witness_of

_ASK = "it holds what s11 did not write. Put a copy in its place, and compare a digest with --witness."


def witness_file(using: Settings) -> Path:
    """Where the lines are; whoever keeps a copy elsewhere can compare with it."""
    return using.home / "witness"


def bear_witness(using: Settings, record: Database, at: datetime, *, all_of_it: bool = False) -> bool:
    """Seal what is new in the record and add a line an audit to the witness; whether there was news."""
    with record.write.begin() as db:
        is_news = seal(db, at, all_of_it=all_of_it) is not None
    if is_news:
        with record.read() as db:
            _write(using, db, at)
    return is_news


def witness_restored(using: Settings, record: Database, at: datetime) -> None:
    """Begin the witness of a record that was restored into a home without one; a home's own is left as it is."""
    with record.read() as db:
        if newest(db) is not None and not witness_file(using).exists():
            _write(using, db, at)


def witnessed(using: Settings) -> tuple[str, str]:
    """The lines of the home's own witness, empty where there are none, and a sentence where not all can be read."""
    file = witness_file(using)
    try:
        lines = read_whole(file, LONGEST_OF_ALL).decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return "", ""
    except OSError as error:
        return "", f"The file {file} cannot be read as a witness: {error.strerror}."
    ours = [line for line in lines if is_witness(line)]
    is_whole = len(ours) == sum(1 for line in lines if line.strip())
    return "\n".join(ours), "" if is_whole else f"The file {file} cannot be read as a witness: {_ASK}"


def refuse_unreadable(using: Settings) -> None:
    """Raises PlainFault where not all of the home's own witness can be read."""
    if fault := witnessed(using)[1]:
        raise PlainFault(fault)


def _write(using: Settings, db: Session, at: datetime) -> None:
    lines = [witness_of(db, audit) for audit in db.scalars(select(Audit).order_by(Audit.key))]
    file = witness_file(using)
    with file.open("a", encoding="utf-8") as target:
        target.writelines(f"{at.isoformat(timespec='seconds')} {line}\n" for line in lines)
        target.flush()
        os.fsync(target.fileno())  # a line torn by a power cut looks as if somebody had changed it
