"""Evidence in an S3 bucket: sent with its checksum, never over another, and read back before it counts as kept."""

import io
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

from storage.evidence.look import (
    CHUNK,
    TRASH,
    Damaged,
    Finding,
    Kept,
    Missing,
    Proving,
    Stored,
    Unavailable,
    disposition,
    is_key,
)
from storage.evidence.s3.check import ELSEWHERE, findings
from storage.evidence.s3.client import code_of, connected, is_busy, told
from storage.evidence.s3.trash import S3Trash
from storage.evidence.s3.upload import rewindable, upload

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

ANEW = "00"  # an object of this name: all that was here is lost, and somebody begins anew
RENEWED_AFTER = timedelta(days=1)  # a file that comes in again is sent again by then, so that its date is new
TIMES = 5  # that a cut download is taken up again
_EXISTS = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")
_GONE = ("NoSuchKey", "404", "NotFound")


class S3Evidence:
    """Objects named PREFIX/SHA-256 in a bucket; versions and locks are the bucket's own (see `check`)."""

    def __init__(
        self, client: "S3Client", bucket: str, prefix: str, expects: Callable[[], Collection[str]] = tuple
    ) -> None:
        """`expects` names some files that should be here; it is asked until one of them is."""
        self._client, self.bucket, self._expects, self._is_the_one = client, bucket, expects, False
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @classmethod
    def at(cls, place: str, endpoint: str | None, expects: Callable[[], Collection[str]] = tuple) -> "S3Evidence":
        """The store at `bucket/prefix`; credentials are found as boto3 finds them."""
        bucket, _, prefix = place.partition("/")
        return cls(connected(endpoint), bucket, prefix, expects)

    def put(self, stream: BinaryIO) -> Kept:
        """Keep the bytes: sent, read back and found to be the same when this returns."""
        self._refuse_elsewhere()
        with told(self.bucket), rewindable(stream) as (file, kept):
            start = file.tell()
            if not self._send(file, kept, once=True) or not self._is_sound(kept):
                file.seek(start)
                self._send(file, kept, once=False)
                if not self._is_sound(kept):
                    raise Unavailable(f"The bucket {self.bucket} does not give back what it was given. Ask its owner.")
        return kept

    @contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        """The bytes, proved on the way; a download that is cut goes on where it stopped."""
        with (
            closing(_Body(self._client, self._object(sha256), sha256)) as body,
            io.BufferedReader(Proving(body, sha256), CHUNK) as proving,
        ):
            yield proving

    def stat(self, sha256: str) -> Stored:
        """Raises Missing."""
        with told(self.bucket):
            try:
                found = self._client.head_object(**self._object(sha256))
            except ClientError as error:
                raise (Missing(sha256) if code_of(error) in _GONE else error) from None
        return Stored(sha256, found["ContentLength"], found["LastModified"])

    def stored(self) -> Iterator[Stored]:
        """Every object under the prefix and outside the trash, in order."""
        with told(self.bucket):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            for page in pages:
                for each in page.get("Contents", ()):
                    key = each["Key"].removeprefix(self.prefix)
                    if key != ANEW and not key.startswith(f"{TRASH}/"):
                        yield Stored(key, each["Size"], each["LastModified"], is_key(key))

    def delete(self, sha256: str) -> None:
        """Where the bucket keeps versions they stay until its lifecycle lets go of them."""
        with told(self.bucket):
            self._client.delete_object(**self._object(sha256))

    @property
    def trash(self) -> S3Trash:
        return S3Trash(self._client, self.bucket, self.prefix, self._encryption)

    def link(self, sha256: str, name: str, seconds: int) -> str | None:
        """A presigned address of this one object, to download and never to show."""
        shown = {"ResponseContentDisposition": disposition(name), "ResponseContentType": "application/octet-stream"}
        with told(self.bucket):
            return self._client.generate_presigned_url(
                "get_object", Params={**self._object(sha256), **shown}, ExpiresIn=seconds, HttpMethod="GET"
            )

    def check(self) -> Iterator[Finding]:
        """Whether the bucket works, and whether it encrypts, versions, locks and refuses to overwrite."""
        return findings(self, self._client, self.bucket, self.prefix)

    def _refuse_elsewhere(self) -> None:
        """A new bucket, or another's, would take what nobody finds once the right one is set again."""
        wanted = () if self._is_the_one else self._expects()
        if wanted and not any(self._has(each) for each in (*wanted, ANEW)):
            raise Unavailable(f"The bucket {self.bucket} holds none of the files that the record names. {ELSEWHERE}")
        self._is_the_one = True

    def _has(self, key: str) -> bool:
        with told(self.bucket):
            try:
                self._client.head_object(Bucket=self.bucket, Key=self.prefix + key)
            except ClientError as error:
                if code_of(error) in _GONE:
                    return False
                raise
        return True

    def _object(self, sha256: str) -> dict[str, Any]:
        if not is_key(sha256):
            raise Missing(sha256)
        return {"Bucket": self.bucket, "Key": self.prefix + sha256}

    def _send(self, file: BinaryIO, kept: Kept, *, once: bool) -> bool:
        """Whether the object is new or fresh; an old one that was there already is to be sent again."""
        try:
            asked = {**self._encryption, **({"IfNoneMatch": "*"} if once else {})}
            upload(self._client, self._object(kept.sha256), file, kept, asked)
        except ClientError as error:
            if code_of(error) not in _EXISTS:
                raise
            return self._is_fresh(kept.sha256)
        return True

    @cached_property
    def _encryption(self) -> dict[str, str]:
        """What to ask for: a bucket that has a key of its own for this is left to use it.

        It is asked once, so a server that is away is no answer.
        """
        with told(self.bucket):
            try:
                found = self._client.get_bucket_encryption(Bucket=self.bucket)
                rules = found["ServerSideEncryptionConfiguration"]["Rules"]
            except KeyError:
                rules = []
            except ClientError as error:
                if is_busy(error):
                    raise
                rules = []
        return {} if "aws:kms" in str(rules) else {"ServerSideEncryption": "AES256"}

    def _is_fresh(self, sha256: str) -> bool:
        try:
            found = self._client.head_object(**self._object(sha256))
        except ClientError as error:
            if code_of(error) in _GONE:
                return False
            raise
        try:
            now = parsedate_to_datetime(found["ResponseMetadata"]["HTTPHeaders"]["date"])
            return now - found["LastModified"] < RENEWED_AFTER
        except (KeyError, ValueError, TypeError):  # a server that tells no time
            return False

    def _is_sound(self, kept: Kept) -> bool:
        """Whether reading it back gives the same bytes; a server may accept a wrong checksum."""
        try:
            with self.open(kept.sha256) as file:
                while file.read(CHUNK):
                    pass
        except (Damaged, Missing):
            return False
        return True


class _Body:
    """The bytes of an object, taken up again from where a connection broke."""

    def __init__(self, client: "S3Client", wanted: dict[str, Any], sha256: str) -> None:
        self._client, self._wanted, self._sha256 = client, wanted, sha256
        self._at, self._cuts = 0, 0
        self._body = self._get()

    def read(self, size: int, /) -> bytes:
        while True:
            try:
                chunk: bytes = self._body.read(size)
            except BotoCoreError:
                self._cuts += 1
                if self._cuts > TIMES:
                    with told(self._wanted["Bucket"]):
                        raise
                self._body.close()
                self._body = self._get()
                continue
            self._at += len(chunk)
            return chunk

    def close(self) -> None:
        """Let go of the connection, also where not all was read."""
        self._body.close()

    def _get(self) -> Any:
        part: dict[str, Any] = {"Range": f"bytes={self._at}-"} if self._at else {}
        with told(self._wanted["Bucket"]):
            try:
                return self._client.get_object(**self._wanted, **part)["Body"]
            except ClientError as error:
                if code_of(error) == "InvalidRange":  # shorter than what was read already
                    raise Damaged(self._sha256) from None
                raise (Missing(self._sha256) if code_of(error) in _GONE else error) from None
