"""Letters out: by SMTP, or as .eml files in a folder where no server is set."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from bot.channels import DeliveryError
from bot.envelope import OURS, Open, envelope
from config.addresses import read_url
from storage.evidence import write_whole
from storage.nouns import Message

TIMEOUT = 60  # seconds; well under the outbox's lease
UNREACHABLE = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}  # RFC 3463: the address itself
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

AccessToken = Callable[[], str]  # an OAuth2 access token, fresh on every call
Whose = Callable[[Message], str]  # in whose name a letter goes out


def _ours(_: Message) -> str:
    return OURS


class Server(NamedTuple):
    """Where letters go out: read from an smtp:// or smtps:// URL."""

    host: str
    port: int
    user: str
    tls: bool

    @classmethod
    def read(cls, url: str) -> "Server":
        """Raises ValueError, with the sentence to show, where the URL is none of ours."""
        found = read_url("S11_SMTP_URL", url, ("smtp", "smtps"))
        tls = found.scheme == "smtps"
        return cls(found.host, found.port or (465 if tls else 587), found.user, tls)

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK


@dataclass
class EmailChannel:
    """Letters by SMTP, over one connection while it holds. TLS is checked; off loopback it is required."""

    server: Server
    mail_from: str
    now: Callable[[], datetime]
    open_file: Open
    password: str = ""
    token: AccessToken | None = None
    context: ssl.SSLContext | None = None
    whose: Whose = _ours
    via: str = "email"
    _open: smtplib.SMTP | None = None

    def deliver(self, message: Message) -> None:
        letter = envelope(message, self.mail_from, self.now(), self.open_file, self.whose(message))
        server = self._connected()
        try:
            server.send_message(letter, from_addr=self.mail_from, to_addrs=[message.recipient])
        except smtplib.SMTPRecipientsRefused as refused:
            code, told = next(iter(refused.recipients.values()))
            raise self._refused(code, told, about_address=True) from None
        except smtplib.SMTPResponseException as refused:
            raise self._refused(refused.smtp_code, refused.smtp_error) from None
        except smtplib.SMTPNotSupportedError as unsupported:
            self.close()
            raise DeliveryError(f"The mail server cannot take this letter: {unsupported}.", permanent=True) from None
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            raise DeliveryError(f"The connection to {self.server.host} broke: {broken}.", down=True) from None

    def check(self) -> None:
        """Log in and out again; raises DeliveryError."""
        self._connected()
        self.close()

    def close(self) -> None:
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._open.quit()
        self._open = None

    def _connected(self) -> smtplib.SMTP:
        if self._open is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._open.noop()[0] == 250:
                    return self._open
            self.close()
        try:
            self._open = self._connect()
        except smtplib.SMTPAuthenticationError as refused:
            told = _words(refused.smtp_error)
            raise DeliveryError(f"{self.server.host} did not take the log-in: {told}", down=True) from None
        except (smtplib.SMTPException, OSError) as broken:
            raise DeliveryError(f"{self.server.host} cannot be reached: {broken}.", down=True) from None
        return self._open

    def _connect(self) -> smtplib.SMTP:
        context = self.context or ssl.create_default_context()
        host, port = self.server.host, self.server.port
        if self.server.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        try:
            server.ehlo()
            if not self.server.tls and (not self.server.is_loopback or server.has_extn("starttls")):
                server.starttls(context=context)  # raises where the server has none
                server.ehlo()
            self._log_in(server)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self.token is not None:
            said = f"user={self.server.user}\x01auth=Bearer {self.token()}\x01\x01"
            server.auth("XOAUTH2", lambda challenge=None: said if challenge is None else "", initial_response_ok=True)
        elif self.password:
            server.login(self.server.user, self.password)

    def _refused(self, code: int, told: bytes | str, *, about_address: bool = False) -> DeliveryError:
        """5xx is for good, 4xx passes; a session that is closing (421) is down for all."""
        words = _words(told)
        if code in (421, 451, 452) or code == -1:
            self.close()
        status = words.split(" ", 1)[0]
        gone = about_address and code in (550, 551, 553) and (status in UNREACHABLE or not status[:1].isdigit())
        told = f"{self.server.host} answered {code} {words}"
        return DeliveryError(told, permanent=code >= 500, down=code in (421, -1), unreachable=gone)


@dataclass
class FileChannel:
    """Letters as .eml files, one a message, named by its Message-ID: writing it again is the same file."""

    folder: Path
    mail_from: str
    now: Callable[[], datetime]
    open_file: Open
    whose: Whose = _ours
    via: str = "email"

    def deliver(self, message: Message) -> None:
        letter = envelope(message, self.mail_from, self.now(), self.open_file, self.whose(message))
        name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        try:
            write_whole(self.folder / f"{name}.eml", bytes(letter))
        except OSError as error:
            raise DeliveryError(f"{self.folder} cannot be written: {error.strerror}.", down=True) from None


def _words(told: bytes | str) -> str:
    said = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return " ".join(said.split())[:300]
