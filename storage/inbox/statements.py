"""What is asked of the rows of the inbox, said once: to put a statement together takes longer than to carry it out."""

import zlib
from functools import cache

import sqlalchemy as sa

from storage.nouns import InboxRow
from storage.record import new_row

LOCKS = 1109  # the space of our advisory locks on a server


@cache
def insert(dialect: str) -> sa.Insert:
    """A row that is there already is left alone; a new one's number comes back."""
    return new_row(dialect, InboxRow).returning(InboxRow.id)


def alone(connection: sa.Connection, person: str) -> None:
    """On a server two processes may claim at the same moment; one person's claims are taken one after another."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ALONE, {"space": LOCKS, "whose": zlib.crc32(person.encode()) - (1 << 31)})


_ALONE = sa.select(
    sa.func.pg_advisory_xact_lock(sa.bindparam("space", type_=sa.Integer), sa.bindparam("whose", type_=sa.Integer))
)
_ROW = InboxRow.metadata.tables[InboxRow.__tablename__]
NONE = (0,)  # the number of no row
OLDEST = sa.select(sa.func.min(_ROW.c.id)).where(
    _ROW.c.person == sa.bindparam("whose"),
    _ROW.c.done_at.is_(None),
    _ROW.c.id.not_in(sa.bindparam("passed", expanding=True)),
)
_ONE = _ROW.c.id == sa.bindparam("number")
_FREE = {"holder": "", "held_until": None}
DONE = sa.update(_ROW).where(_ONE).values(done_at=sa.bindparam("now"), payload=sa.bindparam("nothing"), **_FREE)
DROPPED = sa.delete(_ROW).where(_ONE)
RELEASED = sa.update(_ROW).where(_ONE).values(tries=sa.bindparam("tried"), **_FREE)
PUT_BACK = (
    sa.update(_ROW)
    .where(_ONE)
    .values(tries=sa.case((_ROW.c.tries > 0, _ROW.c.tries - 1), else_=0), taken_at=None, **_FREE)
)
