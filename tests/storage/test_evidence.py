"""Evidence is kept once, comes back as it went in, and a store that cannot do something says so."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.evidence import Damaged, EvidenceStore, Kept, Missing, Unavailable, open_evidence, prove

POLICY = b"Our policy on allegations, reviewed every March."
MINUTES = b"".join(b"Minute %d of the board.\n" % number for number in range(200_000))  # 5 MB: several chunks


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EvidenceStore]:
    yield open_evidence(str(tmp_path / "a home" / "evidence"))


@pytest.mark.parametrize("data", [b"", b"\x00", POLICY, MINUTES], ids=["nothing", "a byte", "a policy", "minutes"])
def test_a_file_comes_back_as_it_went_in(store: EvidenceStore, data: bytes) -> None:
    kept = store.put(io.BytesIO(data))
    assert kept == Kept(sha256(data), len(data))
    with store.open(kept.sha256) as file:
        assert file.read() == data
    assert prove(store, kept.sha256) == len(data)
    assert store.stat(kept.sha256).size == len(data)


def test_the_same_file_again_is_kept_once(store: EvidenceStore) -> None:
    for _ in range(3):
        store.put(io.BytesIO(POLICY))
    assert [(each.key, each.size, each.is_ours) for each in store.stored()] == [(sha256(POLICY), len(POLICY), True)]


def test_files_are_listed_with_the_day_they_came(store: EvidenceStore) -> None:
    before = datetime.now(UTC)
    for data in (POLICY, MINUTES, b""):
        store.put(io.BytesIO(data))
    assert {each.key for each in store.stored()} == {sha256(POLICY), sha256(MINUTES), sha256(b"")}
    for each in store.stored():
        assert abs(each.modified - before) < timedelta(minutes=5)


def test_a_file_nobody_gave_is_missing(store: EvidenceStore) -> None:
    for key in (sha256(POLICY), "../../etc/passwd", "", "A" * 64, sha256(POLICY) + "\n"):
        with pytest.raises(Missing), store.open(key):
            pass
        with pytest.raises(Missing):
            store.stat(key)


def test_a_file_that_was_let_go_is_gone(store: EvidenceStore) -> None:
    store.put(io.BytesIO(POLICY))
    store.put(io.BytesIO(MINUTES))
    store.delete(sha256(POLICY))
    store.delete(sha256(POLICY))
    with pytest.raises(Missing), store.open(sha256(POLICY)):
        pass
    assert [each.key for each in store.stored()] == [sha256(MINUTES)]


def test_a_sound_store_has_nothing_to_mend(store: EvidenceStore) -> None:
    assert [each.state for each in store.check()] == ["ok"]
    assert list(store.stored()) == []


class TestInAFolder:
    """What only the folder shows."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return tmp_path / "a home" / "evidence"

    def test_a_flipped_bit_is_found_before_the_end(self, store: EvidenceStore, root: Path) -> None:
        for data in (POLICY, MINUTES):
            path = root / store.put(io.BytesIO(data)).sha256[:2] / sha256(data)
            path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
            handed_out = b""
            with pytest.raises(Damaged, match=f"{sha256(data)[:12]} is damaged"), store.open(sha256(data)) as file:
                while chunk := file.read(100_000):
                    handed_out += chunk
            assert len(handed_out) < len(data)

    def test_the_same_file_given_again_mends_a_damaged_one(self, store: EvidenceStore, root: Path) -> None:
        path = root / store.put(io.BytesIO(POLICY)).sha256[:2] / sha256(POLICY)
        path.write_bytes(b"half")
        store.put(io.BytesIO(POLICY))
        assert prove(store, sha256(POLICY)) == len(POLICY)

    def test_what_is_not_ours_is_listed_by_its_path(self, store: EvidenceStore, root: Path) -> None:
        store.put(io.BytesIO(POLICY))
        (root / "notes").mkdir()
        (root / "notes" / "read me.txt").write_text("Somebody's.")
        (root / sha256(MINUTES)).write_text("Under the right name, on the wrong shelf.")
        found = {each.key: each.is_ours for each in store.stored()}
        assert found == {sha256(POLICY): True, "notes/read me.txt": False, sha256(MINUTES): False}

    def test_what_a_killed_process_left_is_swept(self, store: EvidenceStore, root: Path) -> None:
        store.put(io.BytesIO(POLICY))
        (root / ".parts" / "left").write_bytes(b"half a fi")
        assert [each.key for each in store.stored()] == [sha256(POLICY)]
        store.put(io.BytesIO(MINUTES))
        assert list((root / ".parts").iterdir()) == []

    def test_a_file_on_its_way_in_is_not_swept(self, store: EvidenceStore) -> None:
        class Slow(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                store.put(io.BytesIO(POLICY))  # somebody else's file comes in while this one is read
                return super().read(size)

        store.put(Slow(MINUTES))
        assert prove(store, sha256(MINUTES)) == len(MINUTES)
        assert prove(store, sha256(POLICY)) == len(POLICY)

    def test_a_folder_that_is_a_file_is_told_in_words(self, tmp_path: Path) -> None:
        (tmp_path / "taken").write_text("")
        store = open_evidence(str(tmp_path / "taken"))
        with pytest.raises(Unavailable, match=r"could not be stored in the evidence folder: .*\. Make space"):
            store.put(io.BytesIO(POLICY))
        assert [each.state for each in store.check()] == ["fail"]
