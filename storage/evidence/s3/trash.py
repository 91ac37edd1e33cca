"""The trash of a bucket: objects under PREFIX/trash/, copied there by the server before the first is deleted."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from storage.evidence.look import TRASH, Missing, Trashed, Unavailable, is_key
from storage.evidence.s3.client import told

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client


class S3Trash:
    """Objects named PREFIX/trash/DAY/SHA-256; `encryption` is what copies are to be asked for with."""

    def __init__(self, client: "S3Client", bucket: str, prefix: str, encryption: Mapping[str, str]) -> None:
        self._client, self._bucket, self._encryption = client, bucket, dict(encryption)
        self._shelf, self._trash = prefix, f"{prefix}{TRASH}/"

    def take(self, sha256: str, on: date) -> None:
        if not is_key(sha256):
            raise Missing(sha256)
        self._move(self._shelf + sha256, self._trash + Trashed(sha256, 0, on).name, sha256)

    def listed(self) -> Iterator[Trashed]:
        with told(self._bucket):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._trash)
            for page in pages:
                for each in page.get("Contents", ()):
                    found = Trashed.read(each["Key"].removeprefix(self._trash), each["Size"])
                    if found is not None:
                        yield found

    def read(self, trashed: Trashed) -> bytes:
        with told(self._bucket):
            found = self._client.get_object(Bucket=self._bucket, Key=self._trash + trashed.name)
            with closing(found["Body"]) as body:
                return body.read()

    def give_back(self, trashed: Trashed) -> None:
        self._move(self._trash + trashed.name, self._shelf + trashed.key, trashed.key)

    def delete(self, trashed: Trashed) -> None:
        with told(self._bucket):
            self._client.delete_object(Bucket=self._bucket, Key=self._trash + trashed.name)

    def _move(self, key: str, to: str, sha256: str) -> None:
        with told(self._bucket):
            if (size := self._size(key)) is None:
                raise Missing(sha256)
            self._client.copy({"Bucket": self._bucket, "Key": key}, self._bucket, to, ExtraArgs=self._encryption)
            if self._size(to) != size:
                raise Unavailable(f"The bucket {self._bucket} did not copy a file. Nothing was deleted. Ask its owner.")
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def _size(self, key: str) -> int | None:
        """By listing: a server may keep what a HEAD says of an object that is not there from us."""
        found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1).get("Contents", [])
        return next((each["Size"] for each in found if each["Key"] == key), None)
