"""Evidence in a bucket: what goes wrong on the way or on the server costs a second try, never a file (R6)."""

import io
import urllib.request
from collections.abc import Iterator

import pytest

from storage.evidence import EvidenceStore, Kept, Missing, Unavailable, open_evidence, prove
from storage.evidence.s3.upload import SINGLE
from tests.storage.evidence.test_store import MINUTES, POLICY, sha256
from tests.storage.servers import Asked, Fault, S3Server, gate


def through(s3: S3Server, bucket: str, fault: Fault) -> Iterator[EvidenceStore]:
    """The bucket, seen through a gate that fails."""
    with gate(s3, fault) as faulty:
        yield open_evidence(f"s3://{bucket}/p", endpoint=faulty.endpoint)


def plain(s3: S3Server, bucket: str) -> EvidenceStore:
    return open_evidence(f"s3://{bucket}/p", endpoint=s3.endpoint)


def first(method: str, decided: float | bytes, times: int = 1) -> Fault:
    """The first requests of a method for a file go wrong."""

    def fault(asked: Asked, body: bytes) -> int | float | bytes | None:
        return decided if asked.method == method and asked.number <= times else None

    return fault


@pytest.mark.parametrize("status", [500, 503, -500, -503])
def test_a_server_that_is_busy_is_asked_again(s3: S3Server, status: int) -> None:
    """Below zero: the file was written and the answer was lost; the second try finds it there."""
    bucket = s3.bucket()
    for store in through(s3, bucket, first("PUT", status)):
        assert store.put(io.BytesIO(POLICY)) == Kept(sha256(POLICY), len(POLICY))
    assert prove(plain(s3, bucket), sha256(POLICY)) == len(POLICY)


@pytest.mark.parametrize("size", [0, 500, SINGLE + 1])
def test_no_upload_waits_for_a_go_ahead(s3: S3Server, size: int) -> None:
    """Cut within "100 Continue", the library that reads it would go round for ever and hold the mailbox."""
    asked: list[Asked] = []
    for store in through(s3, s3.bucket(), lambda each, _: asked.append(each)):
        store.put(io.BytesIO(b"x" * size))
    assert {each.expects for each in asked if each.method in ("PUT", "POST")} == {""}


def test_a_server_that_was_away_at_first_is_asked_again_for_the_buckets_own_key(s3: S3Server) -> None:
    """Else the first answer, which was none, decided for as long as the process ran."""
    bucket, is_away = s3.bucket(), [True]
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    for store in through(s3, bucket, lambda asked, _: 503 if is_away[0] and "encryption" in asked.path else None):
        with pytest.raises(Unavailable):
            store.put(io.BytesIO(POLICY))
        is_away[0] = False
        store.put(io.BytesIO(POLICY))
    head = s3.client.head_object(Bucket=bucket, Key=f"p/{sha256(POLICY)}")
    assert head["ServerSideEncryption"] == "aws:kms"


def test_a_download_that_is_cut_goes_on_where_it_stopped(s3: S3Server) -> None:
    bucket = s3.bucket()
    plain(s3, bucket).put(io.BytesIO(MINUTES))
    for store in through(s3, bucket, first("GET", 0.4, times=3)):
        with store.open(sha256(MINUTES)) as file:
            assert file.read() == MINUTES


def test_a_download_that_is_always_cut_is_told(s3: S3Server) -> None:
    bucket = s3.bucket()
    plain(s3, bucket).put(io.BytesIO(MINUTES))
    for store in through(s3, bucket, first("GET", 0.0, times=1000)):
        with pytest.raises(Unavailable, match="cannot be reached"):
            prove(store, sha256(MINUTES))


def test_bytes_changed_on_the_way_are_found_and_sent_again(s3: S3Server) -> None:
    """The server takes them with the wrong checksum, as some do; reading back finds it."""
    bucket = s3.bucket()
    for store in through(s3, bucket, first("PUT", POLICY.upper())):
        assert store.put(io.BytesIO(POLICY)).sha256 == sha256(POLICY)
    assert prove(plain(s3, bucket), sha256(POLICY)) == len(POLICY)


def test_a_server_that_keeps_other_bytes_is_told(s3: S3Server) -> None:
    for store in through(s3, s3.bucket(), first("PUT", POLICY.upper(), times=1000)):
        with pytest.raises(Unavailable, match="does not give back what it was given"):
            store.put(io.BytesIO(POLICY))


def test_a_damaged_object_is_mended_when_the_file_comes_again(s3: S3Server) -> None:
    bucket = s3.bucket()
    s3.client.put_object(Bucket=bucket, Key=f"p/{sha256(POLICY)}", Body=b"half")
    store = plain(s3, bucket)
    store.put(io.BytesIO(POLICY))
    assert prove(store, sha256(POLICY)) == len(POLICY)


def test_a_large_file_goes_in_parts_and_comes_back(s3: S3Server) -> None:
    bucket = s3.bucket()
    large = MINUTES * (SINGLE // len(MINUTES) + 1)
    store = plain(s3, bucket)
    for _ in range(2):
        assert store.put(io.BytesIO(large)) == Kept(sha256(large), len(large))
    assert prove(store, sha256(large)) == len(large)
    etag = s3.client.head_object(Bucket=bucket, Key=f"p/{sha256(large)}")["ETag"]
    assert etag.strip('"').endswith("-9")
    assert "Uploads" not in s3.client.list_multipart_uploads(Bucket=bucket)


def test_a_server_that_knows_no_conditions_and_no_encryption_is_used_without(s3: S3Server) -> None:
    bucket = s3.bucket()
    for store in through(s3, bucket, first("PUT", 501, times=2)):
        store.put(io.BytesIO(POLICY))
    assert prove(plain(s3, bucket), sha256(POLICY)) == len(POLICY)


def test_a_file_is_never_written_over(s3: S3Server) -> None:
    bucket = s3.bucket(lock=True)
    for _ in range(3):
        plain(s3, bucket).put(io.BytesIO(POLICY))
    versions = s3.client.list_object_versions(Bucket=bucket)["Versions"]
    assert [each["Key"] for each in versions] == [f"p/{sha256(POLICY)}"]


def test_files_are_encrypted_by_the_server(s3: S3Server) -> None:
    bucket = s3.bucket()
    plain(s3, bucket).put(io.BytesIO(POLICY))
    head = s3.client.head_object(Bucket=bucket, Key=f"p/{sha256(POLICY)}")
    assert head["ServerSideEncryption"] == "AES256"


def test_a_bucket_with_its_own_key_is_left_to_use_it(s3: S3Server) -> None:
    bucket = s3.bucket()
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "ours"}}
    s3.client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    for store in through(s3, bucket, lambda asked, body: None):
        store.put(io.BytesIO(POLICY))
    assert s3.client.head_object(Bucket=bucket, Key=f"p/{sha256(POLICY)}").get("ServerSideEncryption") != "AES256"


def test_other_prefixes_are_other_stores(s3: S3Server) -> None:
    bucket = s3.bucket()
    for prefix in ("p", "p2", "p/q"):
        open_evidence(f"s3://{bucket}/{prefix}", endpoint=s3.endpoint).put(io.BytesIO(prefix.encode()))
    found = {each.key: each.is_ours for each in plain(s3, bucket).stored()}
    assert found == {sha256(b"p"): True, f"q/{sha256(b'p/q')}": False}
    whole = open_evidence(f"s3://{bucket}", endpoint=s3.endpoint)
    assert len(list(whole.stored())) == 3
    with pytest.raises(Missing):
        prove(whole, sha256(b"p"))


def test_a_link_is_for_one_file_as_a_download(s3: S3Server) -> None:
    store = plain(s3, s3.bucket())
    store.put(io.BytesIO(POLICY))
    address = store.link(sha256(POLICY), 'Poli"cy é.html', 900)
    assert address
    assert "X-Amz-Expires=900" in address
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == POLICY
        assert answer.headers["Content-Type"] == "application/octet-stream"
        told = answer.headers["Content-Disposition"]
    assert told == "attachment; filename=\"Poli_cy _.html\"; filename*=UTF-8''Poli%22cy%20%C3%A9.html"


def test_what_a_bucket_supports_is_told(s3: S3Server) -> None:
    poor, rich = s3.bucket(), s3.bucket(lock=True)
    keep = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Years": 6}}}
    s3.client.put_object_lock_configuration(Bucket=rich, ObjectLockConfiguration=keep)
    told = {each.what: (each.state, each.says) for each in plain(s3, rich).check()}
    assert {state for state, _ in told.values()} == {"ok"}
    assert told["evidence lock"][1] == "The bucket locks files for 6 years (GOVERNANCE)."
    told = {each.what: (each.state, each.says) for each in plain(s3, poor).check()}
    assert told["evidence"][0] == told["evidence encryption"][0] == told["evidence overwriting"][0] == "ok"
    assert told["evidence versions"] == ("warn", "The bucket keeps no earlier versions.")
    assert told["evidence lock"][0] == "warn"
    assert list(plain(s3, poor).stored()) == []


def test_what_is_wrong_with_a_bucket_is_told_in_words(s3: S3Server) -> None:
    gone = open_evidence("s3://no-such-bucket/p", endpoint=s3.endpoint)
    with pytest.raises(Unavailable, match=r"There is no bucket no-such-bucket\."):
        gone.put(io.BytesIO(POLICY))
    with pytest.raises(Unavailable):
        list(gone.stored())
    assert [each.state for each in gone.check()] == ["fail"]
    for store in through(s3, s3.bucket(), lambda asked, body: 403):
        with pytest.raises(Unavailable, match="denies us this"):
            store.put(io.BytesIO(POLICY))
        assert [each.state for each in store.check()] == ["fail"]
    with pytest.raises(Unavailable, match="Check S11_S3_ENDPOINT_URL"):
        open_evidence("s3://b/p", endpoint="nonsense")
