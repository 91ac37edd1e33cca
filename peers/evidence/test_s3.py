"""The tests of every evidence store, on two S3 servers of other makers, and what those two do that moto does not."""

import io
import urllib.error
import urllib.request

import pytest

from storage.evidence import EvidenceStore, Unavailable, open_evidence
from tests.storage.servers import S3Server
from tests.storage.test_evidence import *
from tests.storage.test_evidence import POLICY, sha256


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


def test_what_each_server_supports_is_told(ministack: S3Server, s3rver: S3Server) -> None:
    for server in (ministack, s3rver):
        store = open_evidence(f"s3://{server.bucket()}/p", endpoint=server.endpoint)
        told = {each.what: each.state for each in store.check()}
        assert told["evidence"] == "ok"
        assert told["evidence lock"] == "warn"
        assert len(told) == 6
