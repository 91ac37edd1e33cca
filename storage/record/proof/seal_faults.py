"""Whether the seals hold, and the rows are there as they were sealed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from config.words import count
from storage.nouns import Seal
from storage.record.proof.erasure import Tombstone, is_erased, row_stones
from storage.record.proof.names import names_of, table_of
from storage.record.proof.seal_digests import AT_ONCE, held_of, read_rows, row_digest, seal_hash
from storage.record.proof.sealed_tables import KINDS
from storage.record.proof.seals import is_complete


def seal_faults(db: Session) -> Iterator[str]:
    """A sentence on each seal that does not hold, and on the rows that are gone or are not as they were sealed."""
    head, number, renewed = "", 0, dict[str, dict[int, tuple[str, str]]]()
    gone: list[tuple[str, int]] = []
    stones = row_stones(db)
    order = (Seal.number.is_(None), Seal.number, Seal.id)
    columns = (Seal.number, Seal.at, Seal.what, Seal.rows, Seal.last_row, Seal.salt, Seal.hash)
    for each in db.execute(sa.select(*columns).order_by(*order).execution_options(yield_per=20)):
        rows = read_rows(each.rows)
        if each.number is not None:
            number += 1
            if each.number != number:
                yield f"Seal {number} of the record is gone: the next one found is {each.number}."
                number = each.number
            elif each.hash != seal_hash(head, each) or each.last_row != max(rows, default=0):
                yield f"Seal {number} of the record was changed or moved."
            head = each.hash
        if each.what not in KINDS:
            yield f"Seal {number} of the record names {each.what}, which is no table of it."
        elif KINDS[each.what].is_renewed:
            renewed.setdefault(each.what, {}).update({row: (digest, each.salt) for row, digest in rows.items()})
        else:
            yield from _row_faults(
                db, each.what, {row: (digest, each.salt) for row, digest in rows.items()}, gone, stones
            )
    for what, found in renewed.items():
        yield from _row_faults(db, what, found, gone, stones)
        if is_complete(db, what):
            added = names_of(db, what, sorted(set(db.scalars(sa.select(table_of(what).c.id))) - set(found)))
            yield from (f"The {name} was added to the record by hand." for name in added.values())
    if gone:
        yield _told_gone(gone)


def _row_faults(
    db: Session,
    what: str,
    sealed: dict[int, tuple[str, str]],
    gone: list[tuple[str, int]],
    stones: Mapping[tuple[str, int], Sequence[Tombstone]],
) -> Iterator[str]:
    """The rows that are not as they were sealed; those that are not there any more are added to `gone`."""
    ids = iter(sealed)
    while some := list(islice(ids, AT_ONCE)):
        held = held_of(db, what, some)
        gone += [(KINDS[what].name, row) for row in some if row not in held]
        changed = [
            row
            for row in some
            if row in held
            and row_digest(held[row], sealed[row][1]) != sealed[row][0]
            and not is_erased(stones.get((what, row), ()), sealed[row][0], partial(row_digest, held[row]))
        ]
        if changed:
            yield from (f"The {name} is not as it was sealed." for name in names_of(db, what, changed).values())


def _told_gone(gone: list[tuple[str, int]]) -> str:
    """One line, however many rows: nobody looks up what is gone."""
    if len(gone) == 1:
        return f"The {gone[0][0]} {gone[0][1]} of the record is gone."
    counted = Counter(name for name, _ in gone)
    told = [_counted(counted[kind.name], kind.name) for kind in KINDS.values() if kind.name in counted]
    return f"Gone from the record: {', '.join(told)}."


def _counted(number: int, name: str) -> str:
    return count(number, name, f"{name[:-1]}ies" if name.endswith("y") else "")
