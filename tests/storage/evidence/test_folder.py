"""Evidence in a folder: damage is found, what was left half done is swept, a full or wrong folder is told."""

import fcntl
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.evidence import Damaged, EvidenceStore, Unavailable, open_evidence, prove
from tests.storage.evidence.test_store import MINUTES, POLICY, sha256


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def store(root: Path) -> EvidenceStore:
    return open_evidence(str(root))


def test_a_flipped_bit_is_found_before_the_end(store: EvidenceStore, root: Path) -> None:
    for data in (POLICY, MINUTES):
        path = root / store.put(io.BytesIO(data)).sha256[:2] / sha256(data)
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        handed_out = b""
        with pytest.raises(Damaged, match=f"{sha256(data)[:12]} is damaged"), store.open(sha256(data)) as file:
            while chunk := file.read(100_000):
                handed_out += chunk
        assert len(handed_out) < len(data)


def test_the_same_file_given_again_mends_a_damaged_one(store: EvidenceStore, root: Path) -> None:
    path = root / store.put(io.BytesIO(POLICY)).sha256[:2] / sha256(POLICY)
    path.write_bytes(b"half")
    store.put(io.BytesIO(POLICY))
    assert prove(store, sha256(POLICY)) == len(POLICY)


def test_what_is_not_ours_is_listed_by_its_path(store: EvidenceStore, root: Path) -> None:
    store.put(io.BytesIO(POLICY))
    (root / "notes").mkdir()
    (root / "notes" / "read me.txt").write_text("Somebody's.")
    (root / sha256(MINUTES)).write_text("Under the right name, on the wrong shelf.")
    found = {each.key: each.is_ours for each in store.stored()}
    assert found == {sha256(POLICY): True, "notes/read me.txt": False, sha256(MINUTES): False}


def test_what_a_killed_process_left_is_swept(store: EvidenceStore, root: Path) -> None:
    store.put(io.BytesIO(POLICY))
    (root / ".parts" / "left").write_bytes(b"half a fi")
    assert [each.key for each in store.stored()] == [sha256(POLICY)]
    store.put(io.BytesIO(MINUTES))
    assert list((root / ".parts").iterdir()) == []


def test_a_file_on_its_way_in_is_not_swept(store: EvidenceStore) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            store.put(io.BytesIO(POLICY))  # somebody else's file comes in while this one is read
            return super().read(size)

    store.put(Slow(MINUTES))
    assert prove(store, sha256(MINUTES)) == len(MINUTES)
    assert prove(store, sha256(POLICY)) == len(POLICY)


def test_a_sweep_never_takes_a_file_that_is_being_begun(store: EvidenceStore, root: Path) -> None:
    """Four at a time, each sweeping what the others have made and may not hold yet."""

    def some(number: int) -> list[str]:
        return [store.put(io.BytesIO(b"%d %d" % (number, each))).sha256 for each in range(100)]

    with ThreadPoolExecutor(4) as pool:
        given = [key for keys in pool.map(some, range(4)) for key in keys]
    assert sorted(given) == [each.key for each in store.stored()]
    assert list((root / ".parts").iterdir()) == []


def test_a_file_swept_before_it_was_held_is_begun_again(
    store: EvidenceStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep that holds the new file when we ask for it, and takes it away before we get it."""
    swept: list[Path] = []
    lock = fcntl.flock

    def sweep_first(descriptor: int, how: int) -> None:
        if not swept:
            swept.extend(path for path in root.rglob("*") if path.is_file())
            swept[0].unlink()
        lock(descriptor, how)

    monkeypatch.setattr("storage.evidence.folder.fcntl.flock", sweep_first)
    kept = store.put(io.BytesIO(POLICY))
    assert [path.exists() for path in swept] == [False]
    with store.open(kept.sha256) as file:
        assert file.read() == POLICY


def test_a_folder_that_is_a_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    store = open_evidence(str(tmp_path / "taken"))
    with pytest.raises(Unavailable, match=r"could not be stored in the evidence folder: .*\. Make space"):
        store.put(io.BytesIO(POLICY))
    assert [each.state for each in store.check()] == ["fail"]
