"""What is let go of lies in the trash of its store, is no orphan there, and comes back."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from storage.backups import is_strange, let_go, needed_again, restored, unused
from storage.evidence import EvidenceStore, Missing, Trashed, prove, verify
from storage.nouns import Receipt
from storage.record import Database
from tests.storage.evidence.test_store import MINUTES, POLICY, sha256, store

__all__ = ["store"]

TODAY = date(2026, 3, 2)
LATER = datetime.now(UTC) + timedelta(days=31)
KEY = sha256(POLICY)


@pytest.fixture
def trashed(store: EvidenceStore) -> Trashed:
    """The policy was kept and let go of."""
    store.put(io.BytesIO(POLICY))
    store.trash.take(KEY, TODAY)
    (found,) = store.trash.listed()
    return found


def test_a_file_in_the_trash_is_out_of_the_store_and_no_orphan(store: EvidenceStore, trashed: Trashed) -> None:
    assert trashed == Trashed(KEY, len(POLICY), TODAY)
    assert list(store.stored()) == []
    with pytest.raises(Missing):
        store.stat(KEY)
    assert verify(store, set, {}, lambda *_: None).is_sound


def test_it_comes_back_whole_and_with_a_new_date(store: EvidenceStore, trashed: Trashed) -> None:
    assert restored(store, trashed)
    assert prove(store, KEY) == len(POLICY)
    assert datetime.now(UTC) - store.stat(KEY).modified < timedelta(hours=1)
    assert list(store.trash.listed()) == []


def test_the_same_bytes_given_again_are_there_and_stand(store: EvidenceStore, trashed: Trashed) -> None:
    store.put(io.BytesIO(POLICY))
    assert prove(store, KEY) == len(POLICY)
    assert not restored(store, trashed)
    store.trash.delete(trashed)
    assert prove(store, KEY) == len(POLICY)


def test_a_long_file_goes_and_comes_back(store: EvidenceStore) -> None:
    store.put(io.BytesIO(MINUTES))
    store.trash.take(sha256(MINUTES), TODAY)
    (found,) = store.trash.listed()
    assert restored(store, found)
    assert prove(store, sha256(MINUTES)) == len(MINUTES)


def test_deleted_from_the_trash_it_is_gone_and_again_changes_nothing(store: EvidenceStore, trashed: Trashed) -> None:
    store.trash.delete(trashed)
    store.trash.delete(trashed)
    assert list(store.trash.listed()) == []
    with pytest.raises(Missing):
        store.trash.give_back(trashed)


@pytest.mark.parametrize("key", ["0" * 64, "../../etc/passwd"])
def test_what_is_not_there_cannot_be_let_go_of(store: EvidenceStore, key: str) -> None:
    with pytest.raises(Missing):
        store.trash.take(key, TODAY)


@pytest.mark.parametrize(("lain", "is_over"), [(29, False), (30, True)])
def test_it_lies_there_for_thirty_days(lain: int, is_over: bool) -> None:
    assert Trashed(KEY, 1, TODAY).is_over(TODAY + timedelta(days=lain)) is is_over


def test_only_what_was_not_given_again_since_goes(database: Database, store: EvidenceStore) -> None:
    store.put(io.BytesIO(POLICY))
    (found,) = unused(database, store, LATER)
    assert not let_go(store, found, datetime.now(UTC), TODAY)  # somebody gave it a moment ago
    assert let_go(store, found, LATER, TODAY)
    assert not let_go(store, found, LATER, TODAY)


def test_what_the_record_names_again_is_put_back(database: Database, store: EvidenceStore, trashed: Trashed) -> None:
    assert is_strange(database, store)
    assert needed_again(database, store) == []
    with database.write.begin() as db:
        db.add(Receipt(source="mail:1", raw_key=KEY, received_at=LATER))
    assert not is_strange(database, store)
    assert needed_again(database, store) == [trashed]
    assert prove(store, KEY) == len(POLICY)


def test_a_strangers_file_in_the_folder_is_left_alone(tmp_path: Path, store: EvidenceStore, trashed: Trashed) -> None:
    beside = tmp_path / "a home" / "evidence" / "trash" / "2026-03-02" / "notes.txt"
    beside.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text("somebody's own")
    store.trash.delete(trashed)
    assert list(store.trash.listed()) == []
    assert beside.exists()
