"""New seals over names and people that are changed by right: as the rows are when the transaction ends."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from storage.record.proof.seal_digests import AT_ONCE
from storage.record.proof.seals import seal_of

_Renewed = WeakKeyDictionary[SessionTransaction, dict[str, dict[int, datetime]]]
_RENEWED = "s11.renewed"  # in a session: the rows to seal of each table, by the outermost transaction


def renew(db: Session, what: str, ids: Iterable[int], at: datetime) -> None:
    """Leave a seal over rows that are changed by right, as they are when the transaction ends.

    Whoever goes on to change them in it needs no second seal. It waits for no other writer.
    """
    if _RENEWED not in db.info:
        db.info[_RENEWED] = _Renewed()
        event.listen(db, "before_commit", _seal_them)
    wanted = dict.fromkeys(ids, at)
    renewed: _Renewed = db.info[_RENEWED]
    renewed.setdefault(db.get_transaction() or db.begin(), {}).setdefault(what, {}).update(wanted)


def _seal_them(db: Session) -> None:
    own = db.get_transaction()
    if own is None or db.in_nested_transaction():
        return  # what is around a savepoint may change them yet
    db.flush()
    renewed: _Renewed = db.info[_RENEWED]
    for what, rows in renewed.pop(own, {}).items():
        ids = iter(sorted(rows))
        while some := list(islice(ids, AT_ONCE)):
            made = seal_of(db, what, some, max(rows[each] for each in some))
            if made.rows:  # one over no row says that all rows have one
                db.add(made)
