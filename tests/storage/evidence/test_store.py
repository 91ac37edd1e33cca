"""Evidence is kept once, comes back as it went in, and a store that cannot do something says so."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.evidence import EvidenceStore, Kept, Missing, Unavailable, open_evidence, prove
from tests.storage.servers import S3Server

POLICY = b"Our policy on allegations, reviewed every March."
MINUTES = b"".join(b"Minute %d of the board.\n" % number for number in range(200_000))  # 5 MB: several chunks


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


STORES = ("folder", "moto")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    if request.param == "folder":
        return open_evidence(str(tmp_path / "a home" / "evidence"))
    server: S3Server = request.getfixturevalue("s3")
    return open_evidence(f"s3://{server.bucket(lock=True)}/round/2026", endpoint=server.endpoint)


@pytest.mark.parametrize("data", [b"", b"\x00", POLICY, MINUTES], ids=["nothing", "a byte", "a policy", "minutes"])
def test_a_file_comes_back_as_it_went_in(store: EvidenceStore, data: bytes) -> None:
    kept = store.put(io.BytesIO(data))
    assert kept == Kept(sha256(data), len(data))
    with store.open(kept.sha256) as file:
        assert file.read() == data
    assert prove(store, kept.sha256) == len(data)
    assert store.stat(kept.sha256).size == len(data)


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, S3Server | None]:
    """An address with nothing at it, and its server."""
    if request.param == "folder":
        return str(tmp_path), None
    server: S3Server = request.getfixturevalue("s3")
    return f"s3://{server.bucket()}", server


def test_a_store_with_none_of_the_files_that_are_expected_takes_none(place: tuple[str, S3Server | None]) -> None:
    """Whoever lost them for good says so by what they make there, and begins anew."""
    url, server = place
    endpoint = server.endpoint if server else None
    open_evidence(url, endpoint=endpoint).put(io.BytesIO(MINUTES))

    def opened(*expected: bytes) -> EvidenceStore:
        return open_evidence(url, endpoint=endpoint, expects=lambda: [sha256(each) for each in expected])

    with pytest.raises(Unavailable, match="holds none of the files that the record names"):
        opened(POLICY).put(io.BytesIO(b"a letter"))
    assert [each.key for each in opened().stored()] == [sha256(MINUTES)]
    assert opened(POLICY, MINUTES).put(io.BytesIO(b"one is enough")).size == 13
    if server:
        server.client.put_object(Bucket=url.removeprefix("s3://"), Key="00")
    else:
        Path(url, "00").mkdir()
    assert opened(POLICY).put(io.BytesIO(b"a letter")).size == 8


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
    assert {each.state for each in store.check()} <= {"ok", "warn"}
    assert list(store.stored()) == []


def test_a_stream_that_cannot_be_wound_back_is_taken_too(store: EvidenceStore) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    assert store.put(Pipe(MINUTES)) == Kept(sha256(MINUTES), len(MINUTES))
    assert prove(store, sha256(MINUTES)) == len(MINUTES)


def test_only_the_rest_of_a_stream_is_taken(store: EvidenceStore) -> None:
    stream = io.BytesIO(POLICY)
    stream.seek(4)
    assert store.put(stream).sha256 == sha256(POLICY[4:])


def test_whoever_reads_a_file_gets_their_own_faults(store: EvidenceStore) -> None:
    store.put(io.BytesIO(POLICY))
    with pytest.raises(ValueError, match="ours"), store.open(sha256(POLICY)):
        raise ValueError("ours")
