"""The one reader of settings that name a place on a network: a URL, or a host and its port."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

WRITE = {
    "S11_IMAP_URL": "imaps://user@host:993/INBOX",
    "S11_SMTP_URL": "smtp://user@host:587 or smtps://user@host:465",
    "S11_PUBLIC_URL": "https://audit.example.org",
    "S11_HEARTBEAT_URL": "https://host/path",
    "S11_S3_ENDPOINT_URL": "https://host",
    "S11_SLACK_API_URL": "https://slack.com/api/",
    "S11_OAUTH_AUTHORITY": "https://login.microsoftonline.com/TENANT",
    "S11_EVIDENCE_URL": "a folder, or s3://bucket/prefix",
    "S11_WEB_BIND": "host:port, such as 127.0.0.1:8011",
    "S11_CLAMD": "host:port, or the path of its socket",
}
WEB = ("https", "http")
LAST_PORT = 65535


class Url(NamedTuple):
    """A URL taken apart; `port` is None and the words are empty where it names none."""

    scheme: str
    host: str
    port: int | None
    user: str
    path: str


def read_url(setting: str, text: str, schemes: Collection[str]) -> Url:
    """Raises ValueError with the sentence to show, which never repeats the value: it may hold a password."""
    try:
        parts = urlsplit(text.strip())
        found = Url(parts.scheme, parts.hostname or "", parts.port, unquote(parts.username or ""), unquote(parts.path))
        is_ours = found.scheme in schemes and found.port != 0 and _is_host(found.host)
    except ValueError:
        is_ours = False
    if not is_ours:
        raise unreadable(setting)
    return found


def read_place(setting: str, text: str) -> tuple[str, int]:
    """A host and its port; raises ValueError as `read_url` does."""
    host, _, port = text.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_port = port.isascii() and port.isdigit() and 0 < int(port) <= LAST_PORT
    if not is_port or not _is_host(host):
        raise unreadable(setting)
    return host, int(port)


def read_store(setting: str, text: str) -> str:
    """A folder or an S3 address, as it was written; raises ValueError for a URL of another kind."""
    scheme, colon, rest = text.partition(":")
    is_url = bool(colon) and (rest.startswith("//") or scheme.lower() == "s3")
    if is_url and scheme != "file" and (scheme != "s3" or not rest.startswith("//") or not rest.strip("/")):
        raise unreadable(setting)
    return text


def unreadable(setting: str) -> ValueError:
    return ValueError(f"{setting} cannot be read. Write {WRITE[setting]}.")


def _is_host(host: str) -> bool:
    try:
        return bool(host.encode("idna")) and not any(each.isspace() or each in "/@?#" for each in host)
    except UnicodeError:  # a label that is empty or too long
        return False
