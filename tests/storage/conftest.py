"""An S3 server for the tests of the evidence store."""

from collections.abc import Iterator

import pytest

from tests.storage.servers import S3Server, moto


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """One server for all tests, with credentials that mean nothing."""
    with pytest.MonkeyPatch.context() as here:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            here.setenv(name, "testing")
        here.setenv("AWS_DEFAULT_REGION", "us-east-1")
        here.setenv("AWS_EC2_METADATA_DISABLED", "true")
        with moto() as server:
            yield server
