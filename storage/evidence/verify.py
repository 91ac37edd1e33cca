"""Reading every file that is kept, several at once, to find what is damaged, missing or nobody's."""

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

from storage.evidence.store import Damaged, EvidenceStore, Missing, prove

AT_ONCE = 4
_BATCH = 256


class Proved(NamedTuple):
    """One file that was read; `fault` is damaged, missing, or empty."""

    key: str
    fault: str


class Verified(NamedTuple):
    """What reading all came to: files read, and the keys of those amiss, in order."""

    checked: int
    damaged: list[str]
    missing: list[str]
    orphaned: list[str]

    @property
    def is_sound(self) -> bool:
        return not (self.damaged or self.missing or self.orphaned)


def verify(
    store: EvidenceStore,
    known: Callable[[], Collection[str]],
    done: dict[str, str],
    note: Callable[[Proved, int], None],
) -> Verified:
    """Read every file; `known` gives the record's keys, `done` what an interrupted run found, `note` hears of each.

    The record is asked after the store and again at the end, so that a file on its way in is no orphan.
    """
    stored = {each.key: each.is_ours for each in store.stored()}
    wanted = set(known())
    ours = sorted(key for key in stored if stored[key])
    found = dict(done)
    for proved in _read(store, [key for key in ours if key not in found]):
        found[proved.key] = proved.fault
        note(proved, len(ours))
    missing = sorted(key for key in wanted - set(ours) if _is_missing(store, key))
    orphaned = set(stored) - wanted
    if orphaned:
        orphaned -= set(known())
    damaged = [key for key in ours if found.get(key) == "damaged"]
    gone = [key for key in ours if found.get(key) == "missing" and key in wanted]
    return Verified(len(ours), damaged, sorted({*missing, *gone}), sorted(orphaned))


def _read(store: EvidenceStore, keys: list[str]) -> Iterator[Proved]:
    def one(key: str) -> Proved:
        try:
            prove(store, key)
        except Damaged:
            return Proved(key, "damaged")
        except Missing:
            return Proved(key, "missing")
        return Proved(key, "")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        left = iter(keys)
        while batch := list(islice(left, _BATCH)):
            yield from pool.map(one, batch)


def _is_missing(store: EvidenceStore, key: str) -> bool:
    try:
        store.stat(key)
    except Missing:
        return True
    return False
