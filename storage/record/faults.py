"""Faults at one thing while everything else goes on: caught in one place, and noted in the record for a person."""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from config.faults import PlainFault
from config.questionnaire import Faulty
from storage.nouns import NotedFault

AWAY = (OperationalError, InterfaceError, NoConnection)  # the database is locked, or away: the fault of nothing in it
SHOWN = timedelta(days=1)  # what has not come again for so long is taken for mended
KEPT = timedelta(days=30)
_DAMAGE = re.compile(r"database disk image is malformed|file is not a database|disk I/O error|database or disk is full")
log = logging.getLogger("s11")


@dataclass
class Faults:
    """What went wrong in one round or command: what was being done, and what broke it."""

    found: dict[str, str] = field(default_factory=dict)
    is_logged: bool = True  # not where one only looks, and what is found will be met again

    def add(self, about: str, error: Exception) -> None:
        self.found[about] = told = what_broke(error)
        if self.is_logged:
            log.error("Left out: %s (%s).", about, told)
            log.info("%s", "".join(traceback.format_tb(error.__traceback__)))


@contextmanager
def apart(faults: Faults | None, about: str, db: Session | None = None) -> Iterator[None]:
    """Do one thing by itself: where it breaks, its half-work in `db` is undone, the fault noted, and all else goes on.

    A database that is away is raised, and so is every fault where nobody gave a place for them (`faults`).
    """
    try:
        with db.begin_nested() if db is not None else nullcontext():
            yield
    except AWAY:
        raise
    except Exception as error:  # whatever it is, it may cost this one thing and no other
        if faults is None:
            raise
        faults.add(about, error)


def what_broke(error: Exception) -> str:
    """The kind of fault and where it is, for whoever mends it; what is plain tells of itself."""
    if isinstance(error, PlainFault):
        return error.in_short
    if isinstance(error, Faulty):
        return str(error.faults[0]).rstrip(".")
    if isinstance(error, DBAPIError) and (said := _DAMAGE.search(str(error.orig))):
        return f"the record cannot be used: {said[0]}"
    frames = traceback.extract_tb(error.__traceback__)
    last = next((each for each in reversed(frames) if each.filename.endswith(".j2")), frames[-1] if frames else None)
    where = f" at {Path(last.filename).name}, line {last.lineno}" if last else ""
    return f"{type(error).__name__}{where}"


def note(db: Session, faults: Faults, at: datetime) -> None:
    """Keep the faults for `s11 doctor` and the operator's letter; one that comes again is counted."""
    db.execute(delete(NotedFault).where(NotedFault.last_at < at - KEPT))
    known = {each.about: each for each in db.scalars(select(NotedFault).where(NotedFault.about.in_(faults.found)))}
    for about, said in faults.found.items():
        row = known.get(about)
        if row is None:
            db.add(NotedFault(about=about, said=said, first_at=at, last_at=at))
        else:
            row.said, row.last_at, row.times = said, at, row.times + 1


def lately(db: Session, at: datetime, since: datetime | None = None) -> list[NotedFault]:
    """What went wrong in the last day, or `since` a moment, the oldest first."""
    first = since or at - SHOWN
    return list(
        db.scalars(select(NotedFault).where(NotedFault.last_at > first).order_by(NotedFault.first_at, NotedFault.id))
    )
