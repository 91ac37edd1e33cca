"""The connection to an S3 server, with time-outs and retries, and its refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from storage.evidence.look import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_MENDS = {
    "NoSuchBucket": "There is no bucket {bucket}. Make it, or correct S11_EVIDENCE_URL.",
    "InvalidAccessKeyId": "The bucket {bucket} does not know our access key. Check the credentials.",
    "SignatureDoesNotMatch": "The bucket {bucket} does not take our secret key. Check the credentials.",
    "AccessDenied": "The bucket {bucket} denies us this. Check what the access key may do.",
    "403": "The bucket {bucket} denies us this. Check what the access key may do.",
}


def connected(endpoint: str | None) -> "S3Client":
    """A client that waits 5 s for a connection and 15 s for an answer, and tries five times."""
    config = Config(
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=15,  # and the longest rest between tries is 45 s: work goes on within a minute of the server
        retries={"total_max_attempts": 5, "mode": "standard"},
        request_checksum_calculation="when_required",  # ours are SHA-256; other servers do not know the others
        response_checksum_validation="when_required",  # we prove what we read ourselves
        s3={"addressing_style": "path"} if endpoint else {},
        max_pool_connections=16,
    )
    try:
        client = boto3.session.Session().client("s3", endpoint_url=endpoint, config=config)
    except (BotoCoreError, ValueError) as error:
        raise Unavailable(f"S3 cannot be set up: {_first_line(error)}. Check S11_S3_ENDPOINT_URL.") from None
    client.meta.events.register("before-send.s3", _at_once)
    return client


def _at_once(request: AWSPreparedRequest, **_: Any) -> None:
    """The body goes with its head: botocore reads for ever where a connection is cut within the server's go-ahead."""
    if "Expect" in request.headers:
        del request.headers["Expect"]


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def is_busy(error: ClientError) -> bool:
    """Whether the server may say something else in a minute; one that does not know the question will not."""
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return status >= 500 and status != 501


@contextmanager
def told(bucket: str) -> Iterator[None]:
    """What the server or the connection refuses, as Unavailable."""
    try:
        yield
    except ClientError as error:
        code = code_of(error)
        known = _MENDS.get(code, "The bucket {bucket} answered {code}. Try again, or ask its owner.")
        raise Unavailable(known.format(bucket=bucket, code=code or "nothing")) from None
    except NoCredentialsError:
        raise Unavailable("There is no access key for S3. Set AWS_ACCESS_KEY_ID and its secret.") from None
    except BotoCoreError as error:
        raise Unavailable(f"The bucket {bucket} cannot be reached: {_first_line(error)}. Try again.") from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
