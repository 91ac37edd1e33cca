"""Files from Slack: fetched from Slack's own hosts alone, proved to be the document, and kept as evidence."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, BinaryIO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.slack.api.blocks import JSON
from bot.slack.api.send import failure, slack_code
from intake.ledger import Brought, Refused, bring
from storage.evidence import CHUNK, EvidenceStore, Unavailable
from storage.evidence.look.describe import Describe, describe

NO_FILE = {"file_not_found", "file_deleted", "file_not_available"}  # for good
LARGEST = 100_000_000  # bytes
TOO_MANY, SERVERS_FAULT = 429, 500  # HTTP statuses: the second and all above it
IN_MEMORY = 4 << 20
TIMEOUT = 60  # seconds
SLACK = "slack.com"
EMPTY_FILE = "is empty, so it shows nothing. Check it, and share it here once more."
TRY_AGAIN = "Nothing of it was kept. Share it here once more."


@dataclass(frozen=True)
class Files:
    """Fetches what people share; raises Unavailable for what may pass.

    `api_url` is the Web API's base: a stand-in on loopback serves its files itself.
    """

    client: WebClient
    store: EvidenceStore
    api_url: str
    token: str
    scanner: str | None = None
    describe: Describe = describe

    def bring(self, shared: JSON) -> Brought:
        """The file of an event in the evidence store; raises Refused with what its sender should do."""
        with self._come(shared) as (name, file):
            return bring(self.store, file, name, self.scanner, self.describe)

    def read(self, shared: JSON) -> bytes:
        """The bytes of a file that is read and not kept; raises Refused as `bring` does."""
        with self._come(shared) as (_, file):
            return file.read()

    @contextmanager
    def _come(self, shared: JSON) -> Iterator[tuple[str, BinaryIO]]:
        """Its name, and itself; raises Refused with what its sender should do."""
        known = self._described(shared)
        name = str(known.get("name") or "file")
        _refuse(known, name)
        url = str(known.get("url_private_download") or known.get("url_private") or "")
        if not self.is_slacks(url):
            raise Refused(f"{name} is not kept in Slack itself, so it was not fetched. Upload the file here.")
        with self._fetched(url, known, name) as file:
            yield name, file

    def is_slacks(self, url: str) -> bool:
        """Whether an address is one of Slack's own file hosts, or the loopback stand-in the API is at."""
        try:
            parts, api = urlsplit(url), urlsplit(self.api_url)
            port = parts.port
        except ValueError:
            return False
        if "@" in parts.netloc or "\\" in url or any(each <= " " for each in url):
            return False
        if api.hostname in ("127.0.0.1", "localhost", "::1"):
            return (parts.scheme, parts.hostname, port) == (api.scheme, api.hostname, api.port)
        host = parts.hostname or ""
        return parts.scheme == "https" and port in (None, 443) and host.endswith(f".{SLACK}")

    def _described(self, shared: JSON) -> JSON:
        """What Slack knows of the file, asked for where the event does not say."""
        if shared.get("url_private") and shared.get("file_access") != "check_file_info":
            return shared
        try:
            found = self.client.files_info(file=str(shared.get("id") or "")).get("file")
        except (SlackClientError, OSError) as error:
            if slack_code(error) not in NO_FILE:  # whatever else Slack answers just now, the file is there
                raise Unavailable(str(failure(error))) from None
            raise Refused(f"The file could not be looked up in Slack. {TRY_AGAIN}") from None
        return found if isinstance(found, dict) else {}

    @contextmanager
    def _fetched(self, url: str, known: JSON, name: str) -> Iterator[BinaryIO]:
        request = Request(url, headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310  (looked at above)
        try:
            with (
                tempfile.SpooledTemporaryFile(IN_MEMORY) as file,
                opener().open(request, timeout=TIMEOUT) as response,
            ):
                _refuse_page(response.headers.get_content_type(), known, name)
                size = _copy(response, file, name)
                if size != _size(known, size):
                    raise Refused(f"{name} did not come through whole. {TRY_AGAIN}")
                if size == 0:
                    raise Refused(f"{name} {EMPTY_FILE}")
                file.seek(0)
                yield file  # type: ignore[misc]  # it is one in all but name
        except (URLError, HTTPException, OSError) as error:
            if isinstance(error, HTTPError):
                error.close()  # it holds the connection
            if not isinstance(error, HTTPError) or error.code == TOO_MANY or error.code >= SERVERS_FAULT:
                raise Unavailable(f"{name} cannot be fetched from Slack just now: {error}") from None
            raise Refused(f"{name} could not be fetched from Slack. {TRY_AGAIN}") from None


class _NoRedirects(HTTPRedirectHandler):
    """The token goes where it was sent, and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def opener() -> OpenerDirector:
    return build_opener(_NoRedirects)


def _refuse(known: JSON, name: str) -> None:
    if known.get("mode") in ("external", "tombstone", "hidden_by_limit") or known.get("is_external"):
        raise Refused(f"{name} is a link and not a file in Slack. Download it, and upload the file here.")
    if _size(known, 1) == 0:
        raise Refused(f"{name} {EMPTY_FILE}")
    if _size(known, 0) > LARGEST:
        raise Refused(f"{name} is larger than {LARGEST // 1_000_000} MB. Send a smaller file, or split it.")


def _refuse_page(media_type: str, known: JSON, name: str) -> None:
    """Slack answers a download it does not allow with its login page."""
    is_page = str(known.get("filetype") or "") in ("html", "htm") or "html" in str(known.get("mimetype") or "")
    if media_type == "text/html" and not is_page:
        told = "Slack did not hand it out. Ask your partnership to check the app's files:read scope."
        raise Refused(f"{name} was not kept. {told}")


def _copy(response: Any, file: Any, name: str) -> int:
    size = 0
    while chunk := response.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise Refused(f"{name} is larger than {LARGEST // 1_000_000} MB. Send a smaller file, or split it.")
        file.write(chunk)
    return size


def _size(known: JSON, otherwise: int) -> int:
    size = known.get("size")
    return size if isinstance(size, int) and not isinstance(size, bool) else otherwise
