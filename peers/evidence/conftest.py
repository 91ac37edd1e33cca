"""Where the servers are that run.sh started."""

import os

import pytest

from tests.storage.servers import S3Server


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "S3RVER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "S3RVER")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def ministack() -> S3Server:
    return S3Server(os.environ["MINISTACK"])


@pytest.fixture
def s3rver() -> S3Server:
    return S3Server(os.environ["S3RVER"])


@pytest.fixture
def clamd() -> str:
    return os.environ["CLAMD"]
