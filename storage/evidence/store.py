"""Where evidence is kept: each file once, under the SHA-256 of its bytes, in a folder or an S3 bucket."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from storage.evidence.folder import FolderEvidence
from storage.evidence.look import CHUNK, Damaged, Finding, Kept, Missing, Stored, Trash, Unavailable, is_key

__all__ = [
    "CHUNK",
    "Damaged",
    "EvidenceStore",
    "Finding",
    "Kept",
    "Missing",
    "Stored",
    "Unavailable",
    "is_key",
    "open_evidence",
    "prove",
]


class EvidenceStore(Protocol):
    """Files by the SHA-256 of their bytes. Any method may raise Unavailable."""

    def put(self, stream: BinaryIO) -> Kept:
        """Keep the bytes, durable when this returns; the same bytes again are kept once and their date renewed."""
        ...

    def open(self, sha256: str) -> AbstractContextManager[BinaryIO]:
        """The bytes, proved on the way. Raises Missing, or Damaged before the last of them is handed out."""
        ...

    def stat(self, sha256: str) -> Stored:
        """Size and date of one file; raises Missing."""
        ...

    def stored(self) -> Iterator[Stored]:
        """Every object there is outside the trash, also those that are not ours (`Stored.is_ours`)."""
        ...

    def delete(self, sha256: str) -> None:
        """Let go of a file; again changes nothing."""
        ...

    @property
    def trash(self) -> Trash:
        """Where files go that are let go of, until they are deleted."""
        ...

    def link(self, sha256: str, name: str, seconds: int) -> str | None:
        """An address that hands out this one file for so long, as a download; None where the store gives none."""
        ...

    def check(self) -> Iterator[Finding]:
        """What works and what the store does not support."""
        ...


def open_evidence(
    url: str, *, endpoint: str | None = None, expects: Callable[[], Collection[str]] = tuple
) -> EvidenceStore:
    """The store at a folder's path or at `s3://bucket/prefix`; `endpoint` is for S3 servers other than AWS.

    `expects` names some files that should be in it: a folder with none of them is not the one.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "s3":
        from storage.evidence.s3.store import (
            S3Evidence,  # boto3 costs a quarter of a second, which a folder need not pay
        )

        return S3Evidence.at(rest, endpoint, expects)
    return FolderEvidence(Path(rest if scheme == "file" else url), expects)


def prove(store: EvidenceStore, sha256: str) -> int:
    """Read a whole file and return its size; raises Missing or Damaged."""
    size = 0
    with store.open(sha256) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
    return size
