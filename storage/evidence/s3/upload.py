"""Bytes into S3: in one request up to 64 MB, in parts above, each with its SHA-256."""

import base64
import hashlib
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

from storage.evidence.look import CHUNK, Kept, Unavailable
from storage.evidence.s3.client import code_of

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

SINGLE = 64 * CHUNK  # bytes; one request is faster than parts up to about here
PART = 8 * CHUNK  # bytes
MOST_PARTS = 9_000
AT_ONCE = 3  # parts on their way; with the one being read that is 32 MB
_UNKNOWN = ("NotImplemented", "InvalidArgument", "501", "InvalidEncryptionAlgorithmError")


@contextmanager
def rewindable(stream: BinaryIO) -> Iterator[tuple[BinaryIO, Kept]]:
    """The stream at its start again, with what it holds; one that cannot be rewound is written to a file first."""
    try:
        if stream.seekable():
            start = stream.tell()
            kept = _read(stream, None)
            stream.seek(start)
            yield stream, kept
            return
        with tempfile.TemporaryFile() as file:
            kept = _read(stream, file)
            file.seek(0)
            yield file, kept
    except OSError as error:
        raise Unavailable(f"A file could not be read in: {error.strerror or error}. Make space or try again.") from None


def upload(client: "S3Client", wanted: dict[str, Any], file: BinaryIO, kept: Kept, asked: dict[str, Any]) -> None:
    """Send the bytes with what is asked for; of that, what a server does not know is left out."""
    start = file.tell()
    extra = dict(asked)
    for left_out in ("ServerSideEncryption", "IfNoneMatch", ""):
        file.seek(start)
        try:
            (_single if kept.size <= SINGLE else _multipart)(client, wanted, file, kept, extra)
        except ClientError as error:
            if code_of(error) not in _UNKNOWN or not extra:
                raise
            extra.pop(left_out, None)
        else:
            return


def checksum(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _single(client: "S3Client", wanted: dict[str, Any], file: BinaryIO, kept: Kept, extra: dict[str, Any]) -> None:
    proof = base64.b64encode(bytes.fromhex(kept.sha256)).decode()
    proved: dict[str, Any] = {"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": proof}
    client.put_object(**wanted, Body=file, ContentLength=kept.size, **proved, **extra)


def _multipart(client: "S3Client", wanted: dict[str, Any], file: BinaryIO, kept: Kept, extra: dict[str, Any]) -> None:
    condition: dict[str, Any] = {name: extra[name] for name in ("IfNoneMatch",) if name in extra}
    rest = {name: value for name, value in extra.items() if name not in condition}
    begun = client.create_multipart_upload(**wanted, ChecksumAlgorithm="SHA256", **rest)
    upload_of = {**wanted, "UploadId": begun["UploadId"]}
    try:
        parts = _parts(client, upload_of, file, max(PART, kept.size // MOST_PARTS + 1))
        client.complete_multipart_upload(**upload_of, MultipartUpload={"Parts": parts}, **condition)
    except BaseException:
        with suppress(ClientError, BotoCoreError):
            client.abort_multipart_upload(**upload_of)
        raise


def _parts(client: "S3Client", upload_of: dict[str, Any], file: BinaryIO, size: int) -> list[Any]:
    def send(number: int, data: bytes) -> dict[str, Any]:
        proof = checksum(data)
        sent = client.upload_part(**upload_of, PartNumber=number, Body=data, ChecksumSHA256=proof)
        return {"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": proof}

    done: list[dict[str, Any]] = []
    waiting: deque[Future[dict[str, Any]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        number = 0
        while data := file.read(size):
            number += 1
            waiting.append(pool.submit(send, number, data))
            del data
            if len(waiting) == AT_ONCE:
                done.append(waiting.popleft().result())
        done += [each.result() for each in waiting]
    return done


def _read(stream: BinaryIO, copy: BinaryIO | None) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return Kept(digest.hexdigest(), size)
