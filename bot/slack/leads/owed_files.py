"""Files that people shared and that are still to be fetched: noted before Slack hears that we have them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from bot.slack.api import file_source
from intake.conversation import Came
from intake.conversation.state import Place
from storage.nouns import OwedFile
from storage.record import Database, insert_new

WAIT = timedelta(minutes=1)  # after which whoever was to fetch it is taken for gone
MOST_TRIES, AT_ONCE = 10, 20


class Again(NamedTuple):
    """A file to be fetched after all; `is_last` where it was tried often enough."""

    came: Came
    file_id: str
    submission: int | None
    about: Place | None
    is_last: bool


def owe(
    db: Session, came: Came, files: Iterable[str], at: datetime, submission: int | None = None, about: str = ""
) -> None:
    """Note files (their ids in Slack) that are to be fetched; one that is noted already stays as it is."""
    where = {"user": came.user, "channel": came.channel, "thread": came.thread, "at": at, "tries": 0}
    where |= {"submission_id": submission, "place": about}
    rows = [{"source": file_source(each), "file_id": each, **where} for each in dict.fromkeys(files)]
    if rows:
        insert_new(db, OwedFile, rows)


def settle(db: Session, source: str) -> None:
    """The file is evidence, or its sender was told why not."""
    db.execute(delete(OwedFile).where(OwedFile.source == source).execution_options(synchronize_session=False))


def overdue(database: Database, now: datetime) -> list[Again]:
    """Files whose fetching ended in the middle, claimed for another try."""
    with database.read() as db:
        if db.scalar(_late(now).limit(1)) is None:  # a look costs no write lock
            return []
    with database.write.begin() as db:
        found = list(db.scalars(_late(now).limit(AT_ONCE).with_for_update(skip_locked=True)))
        for each in found:
            each.at, each.tries = now, each.tries + 1
        return [_again(each) for each in found]


def _late(now: datetime) -> Select[OwedFile]:
    return select(OwedFile).where(OwedFile.at < now - WAIT).order_by(OwedFile.id)


def _again(row: OwedFile) -> Again:
    came = Came(row.user, row.source, row.channel, row.thread)
    about = Place.read(row.place) if row.place else None
    return Again(came, row.file_id, row.submission_id, about, row.tries >= MOST_TRIES)
