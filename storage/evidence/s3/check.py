"""What an S3 bucket supports, tried out and told line by line."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from config.words import count
from storage.evidence.look import Damaged, Finding, Kept, Missing, Unavailable
from storage.evidence.s3.client import code_of
from storage.evidence.s3.upload import checksum

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from mypy_boto3_s3.client import S3Client

PROBE = b"s11 doctor was here.\n"  # always the same, so that a locked bucket does not fill with them
ELSEWHERE = "Check S11_EVIDENCE_URL, or bring the files back from a backup."


class Store(Protocol):
    def put(self, stream: BinaryIO) -> Kept: ...
    def open(self, sha256: str) -> "AbstractContextManager[BinaryIO]": ...
    def delete(self, sha256: str) -> None: ...


def findings(store: Store, client: "S3Client", bucket: str, prefix: str) -> Iterator[Finding]:
    """Write, read and delete first; the rest only where that works."""
    try:
        sha256 = store.put(io.BytesIO(PROBE)).sha256
        with store.open(sha256) as file:
            file.read()
        own = list(_of_object(client, bucket, prefix + sha256))
        store.delete(sha256)
    except (Unavailable, Damaged, Missing) as told:
        mend = "" if ELSEWHERE in str(told) else "Check S11_EVIDENCE_URL and S11_S3_ENDPOINT_URL."
        yield Finding("evidence", "fail", str(told), mend)
        return
    yield Finding("evidence", "ok", f"The bucket {bucket} takes files, gives them back and lets go of them.")
    yield from own
    yield _versions(client, bucket)
    yield _lock(client, bucket)


def _of_object(client: "S3Client", bucket: str, key: str) -> Iterator[Finding]:
    head = client.head_object(Bucket=bucket, Key=key)
    if how := head.get("ServerSideEncryption"):
        yield Finding("evidence encryption", "ok", f"The server encrypts files ({how}).")
    else:
        yield Finding("evidence encryption", "warn", "The server does not say that it encrypts files.", "Turn it on.")
    if _is_refused(client, bucket, key, {"IfNoneMatch": "*"}):
        yield Finding("evidence overwriting", "ok", "The server refuses to write over a file.")
    else:
        said = "The server does not refuse to write over a file."
        yield Finding("evidence overwriting", "warn", said, "Turn on versioning, so that nothing is lost by it.")
    if _is_refused(client, bucket, key, {"ChecksumSHA256": checksum(b"other bytes")}):
        yield Finding("evidence checksums", "ok", "The server refuses a file that changed on its way.")
    else:
        said = "The server does not check checksums; s11 reads every file back after writing."
        yield Finding("evidence checksums", "ok", said)


def _is_refused(client: "S3Client", bucket: str, key: str, asked: dict[str, Any]) -> bool:
    try:
        client.put_object(Bucket=bucket, Key=key, Body=PROBE, **asked)
    except ClientError as error:
        return code_of(error) not in ("NotImplemented", "501")
    return False


def _versions(client: "S3Client", bucket: str) -> Finding:
    with suppress(ClientError, BotoCoreError):
        if client.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled":
            return Finding("evidence versions", "ok", "The bucket keeps earlier versions.")
        return Finding("evidence versions", "warn", "The bucket keeps no earlier versions.", "Turn on versioning.")
    return Finding("evidence versions", "warn", "The server does not say whether it keeps versions.")


def _lock(client: "S3Client", bucket: str) -> Finding:
    try:
        found = client.get_object_lock_configuration(Bucket=bucket).get("ObjectLockConfiguration", {})
    except (ClientError, BotoCoreError):
        found = {}
    kept = found.get("Rule", {}).get("DefaultRetention")
    if kept:
        length = count(kept["Years"], "year") if "Years" in kept else count(kept.get("Days", 0), "day")
        return Finding("evidence lock", "ok", f"The bucket locks files for {length} ({kept.get('Mode', '')}).")
    if found.get("ObjectLockEnabled") == "Enabled":
        said = "The bucket can lock files, but no length of time is set."
        return Finding("evidence lock", "warn", said, "Set a default retention (docs/evidence.md).")
    said = "The bucket does not lock files, so whoever holds the key can delete them."
    return Finding("evidence lock", "warn", said, "Make a bucket with object lock (docs/evidence.md).")
