"""The tests of every evidence store, on two S3 servers of other makers, and what those two do that moto does not."""

import io
import urllib.error
import urllib.request

import pytest

from storage.evidence import EvidenceStore, Unavailable, open_evidence, verify
from tests.storage.evidence.test_store import *
from tests.storage.evidence.test_store import POLICY, sha256
from tests.storage.servers import S3Server


@pytest.fixture(params=["ministack", "s3rver"])
def place(request: pytest.FixtureRequest) -> tuple[str, S3Server | None]:
    server: S3Server = request.getfixturevalue(request.param)
    return f"s3://{server.bucket()}", server


@pytest.fixture(params=["ministack", "s3rver"])
def store(request: pytest.FixtureRequest) -> EvidenceStore:
    server: S3Server = request.getfixturevalue(request.param)
    return open_evidence(f"s3://{server.bucket()}/round/2026", endpoint=server.endpoint)


def test_a_wrong_key_is_refused_in_words(s3rver: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = s3rver.bucket()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    store = open_evidence(f"s3://{bucket}/p", endpoint=s3rver.endpoint)
    with pytest.raises(Unavailable, match=r"does not know our access key\. Check the credentials\."):
        store.put(io.BytesIO(POLICY))
    assert [each.state for each in store.check()] == ["fail"]


def test_a_link_that_expired_opens_nothing(s3rver: S3Server) -> None:
    store = open_evidence(f"s3://{s3rver.bucket()}/p", endpoint=s3rver.endpoint)
    store.put(io.BytesIO(POLICY))
    address = store.link(sha256(POLICY), "policy.pdf", -5)
    assert address
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)
    assert refused.value.code in (400, 403)
    refused.value.close()


def test_a_link_changed_in_one_character_opens_nothing(ministack: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ministack alone checks signatures, of a key it knows; s3rver checks the moment, moto neither."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    store = open_evidence(f"s3://{ministack.bucket()}/p", endpoint=ministack.endpoint)
    for data in (POLICY, b"another file"):
        store.put(io.BytesIO(data))
    address = store.link(sha256(POLICY), "policy.pdf", 900)
    assert address
    assert opened(address) == 200
    changed = [
        address.replace(sha256(POLICY), sha256(b"another file")),
        address.replace("X-Amz-Expires=900", "X-Amz-Expires=901"),
        address.replace("policy.pdf", "policy.exe"),
        address.replace("attachment", "inline"),
        address[:-1] + ("0" if address[-1] != "0" else "1"),
    ]
    assert {opened(each) for each in changed} == {403}
    assert [opened(address, method) for method in ("PUT", "DELETE")] == [403, 403]


def opened(address: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_what_each_server_supports_is_told(ministack: S3Server, s3rver: S3Server) -> None:
    for server in (ministack, s3rver):
        store = open_evidence(f"s3://{server.bucket()}/p", endpoint=server.endpoint)
        told = {each.what: each.state for each in store.check()}
        assert told["evidence"] == "ok"
        assert told["evidence lock"] == "warn"
        assert len(told) == 6


def test_exactly_what_is_amiss_is_named(ministack: S3Server, s3rver: S3Server) -> None:
    """Of 300 files one has a flipped bit, one is gone and one is nobody's."""
    for server in (ministack, s3rver):
        bucket = server.bucket()
        store = open_evidence(f"s3://{bucket}/p", endpoint=server.endpoint)
        keys = [store.put(io.BytesIO(b"minute %d" % number)).sha256 for number in range(300)]
        server.client.put_object(Bucket=bucket, Key=f"p/{keys[7]}", Body=b"linute 7")
        store.delete(keys[8])
        server.client.put_object(Bucket=bucket, Key="p/stray", Body=b"?")
        found = verify(store, lambda keys=keys: keys, {}, lambda *_: None)
        assert found == (299, [keys[7]], [keys[8]], ["stray"])
