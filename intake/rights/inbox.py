"""What Slack delivered and nobody has worked off yet: on SQLite it lies in a file of its own beside the record."""

from collections.abc import Iterator

import sqlalchemy as sa

from intake.rights.find import NamedPlace
from intake.rights.rows import changed, in_words, rows_with
from intake.rights.sought import Sought
from storage.nouns import InboxRow
from storage.record import Database

WORDS = {InboxRow.__tablename__: ("person", "payload")}


def inbox_mentions(inbox: Database, sought: Sought) -> Iterator[NamedPlace]:
    """Every delivery that names them and waits."""
    with inbox.read() as db:
        for row in rows_with(db, sought.names, WORDS):
            for column, value in row.columns.items():
                words = in_words(value)
                yield NamedPlace("delivery that waits", str(row.id), column, sought.times(words), words=words)


def erase_deliveries(inbox: Database, sought: Sought) -> int:
    """Their name goes from what waits, and from the file's old pages; how many rows that were."""
    with inbox.write.begin() as db:
        named = list(rows_with(db, sought.names, WORDS))
        for row in named:
            values = {column: changed(value, sought.erased) for column, value in row.columns.items()}
            db.execute(sa.update(InboxRow).where(InboxRow.id == row.id).values(values))
    inbox.forget()
    return len(named)
