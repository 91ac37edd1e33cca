"""Where letters come from: any place that hands them out and puts them away, and the IMAP mailbox that is one."""

import imaplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from config.addresses import read_url, unreadable
from intake.mail.inward.receipts import MailboxSpot

if TYPE_CHECKING:
    from imapclient import IMAPClient

CHUNK = 20  # letters fetched at a time
SIZES = 1000  # letters whose sizes are asked for at a time
MOST_BYTES = 32_000_000  # fetched at a time, unless one letter alone is larger
IDLE_SECONDS = 9 * 60  # some servers forget an idle client after that
POLL_SECONDS = 25.0  # IDLE dies in silence, so we look as well
TIMEOUT = 30.0  # with the poll before it under a minute, in which what was away is found again
PROCESSED = "Processed"
KEYWORD = b"s11-filed"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

UNREACHED = (imaplib.IMAP4.error, OSError)  # what a server, a network or a certificate may raise


class MailboxLetter(NamedTuple):
    """A letter as it lies in a mailbox. `at` is when it arrived there, where the mailbox knows."""

    name: str
    raw: bytes
    place: MailboxSpot | None = None
    at: datetime | None = None


class Mailbox(Protocol):
    """A place letters come to. `letters` hands out those not known yet; `file` puts away what is safely ours."""

    def letters(self, known: Callable[[str, int], set[int]]) -> Iterator[MailboxLetter]:
        """Every letter whose UID is not among those `known(mailbox, uidvalidity)`."""
        ...

    def file(self, places: Sequence[MailboxSpot]) -> None:
        """Mark these as dealt with; only ever called after they were committed."""
        ...


class Address(NamedTuple):
    """Where a mailbox is: read from an imaps:// URL."""

    host: str
    port: int
    user: str
    folder: str
    tls: bool

    @classmethod
    def read(cls, url: str) -> "Address":
        """Raises ValueError, with the sentence to show, where the URL is none of ours."""
        found = read_url("S11_IMAP_URL", url, ("imap", "imaps"))
        if not found.user:
            raise unreadable("S11_IMAP_URL")
        tls = found.scheme == "imaps"
        if not tls and found.host not in LOOPBACK:
            raise ValueError("A mailbox off this machine needs TLS. Write S11_IMAP_URL with imaps://.")
        folder = found.path.strip("/") or "INBOX"
        return cls(found.host, found.port or (993 if tls else 143), found.user, folder, tls)

    @property
    def name(self) -> str:
        """How sightings call it: without the port, which may change."""
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass
class ImapMailbox:
    """An IMAP mailbox over one connection, opened when it is first needed and after it was lost."""

    address: Address
    password: str = ""
    token: Callable[[], str] | None = None  # a fresh OAuth2 access token
    context: ssl.SSLContext | None = None
    _open: "IMAPClient | None" = field(default=None, repr=False)
    _validity: int = 0

    def letters(self, known: Callable[[str, int], set[int]]) -> Iterator[MailboxLetter]:
        """UIDs first, then bodies of the unknown ones by twenties; nothing is marked as seen."""
        server = self._connected()
        name = self.address.name
        seen = known(name, self._validity)
        uids = sorted(set(server.search(["UID", "1:*"], charset=None)) - seen)
        for some in _chunks(server, uids):
            fetched = server.fetch(some, ["BODY.PEEK[]", "INTERNALDATE"])
            for uid in sorted(fetched):
                raw = fetched[uid].get(b"BODY[]")
                if raw is not None:  # expunged by somebody else meanwhile
                    place = MailboxSpot(name, self._validity, uid)
                    yield MailboxLetter(f"{name};{uid}", raw, place, _moment(fetched[uid].get(b"INTERNALDATE")))

    def file(self, places: Sequence[MailboxSpot]) -> None:
        """Move to Processed where the server has that folder and can; else mark with a keyword."""
        server = self._connected()
        uids = [each.uid for each in places if each.uidvalidity == self._validity]
        for start in range(0, len(uids), CHUNK):
            some = uids[start : start + CHUNK]
            if server.has_capability("MOVE") and server.folder_exists(PROCESSED):
                server.move(some, PROCESSED)
            else:
                with suppress(imaplib.IMAP4.error):  # a server may keep no keywords; the record knows all the same
                    server.add_flags(some, [KEYWORD], silent=True)

    def wait(self, stopped: Callable[[], bool], seconds: float = POLL_SECONDS) -> None:
        """Return when the server speaks of something new, when it is time to look, or soon after `stopped`."""
        server = self._connected()
        if not server.has_capability("IDLE"):
            until = time.monotonic() + seconds
            while not stopped() and time.monotonic() < until:
                time.sleep(0.2)
            return
        until = time.monotonic() + min(seconds, IDLE_SECONDS)
        server.idle()
        try:
            while not stopped() and time.monotonic() < until:
                if any(_is_news(each) for each in server.idle_check(timeout=1)):
                    break
        finally:
            server.idle_done()

    def check(self) -> int:
        """How many letters lie in the mailbox; raises what a log-in may raise."""
        server = self._connected()
        count = server.folder_status(self.address.folder, ["MESSAGES"])[b"MESSAGES"]
        self.close()
        return int(count)

    def close(self) -> None:
        if self._open is not None:
            with suppress(*UNREACHED):
                self._open.logout()
        self._open = None

    def lose(self) -> None:
        """Let go of a connection that broke, without a word to the server."""
        if self._open is not None:
            with suppress(*UNREACHED):
                self._open.shutdown()
        self._open = None

    def _connected(self) -> "IMAPClient":
        if self._open is None:
            server = self._log_in()
            self._validity = int(server.select_folder(self.address.folder)[b"UIDVALIDITY"])
            self._open = server
        return self._open

    def _log_in(self) -> "IMAPClient":
        from imapclient import IMAPClient  # what is told of letters needs no mailbox

        at = self.address
        context = (self.context or ssl.create_default_context()) if at.tls else None
        server = IMAPClient(at.host, port=at.port, ssl=at.tls, ssl_context=context, timeout=TIMEOUT)
        try:
            if self.token is not None:
                server.oauth2_login(at.user, self.token())
            else:
                server.login(at.user, self.password)
        except UNREACHED:
            with suppress(*UNREACHED):
                server.shutdown()
            raise
        return server


def _chunks(server: "IMAPClient", uids: Sequence[int]) -> Iterator[list[int]]:
    """By twenties, and fewer where they are large: a score of letters must fit into memory."""
    for start in range(0, len(uids), SIZES):
        sizes = server.fetch(uids[start : start + SIZES], ["RFC822.SIZE"])
        some: list[int] = []
        held = 0
        for uid in sorted(sizes):
            size = int(sizes[uid].get(b"RFC822.SIZE", 0))
            if some and (len(some) == CHUNK or held + size > MOST_BYTES):
                yield some
                some, held = [], 0
            some.append(uid)
            held += size
        if some:
            yield some


def _is_news(told: Any) -> bool:
    """An untagged EXISTS or RECENT, or the server's goodbye."""
    return isinstance(told, tuple) and any(word in told for word in (b"EXISTS", b"RECENT", b"BYE"))


def _moment(at: Any) -> datetime | None:
    if not isinstance(at, datetime):
        return None
    return at.astimezone(UTC)  # imapclient gives local time without a zone
