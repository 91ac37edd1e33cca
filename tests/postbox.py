"""A mail server's listening end on loopback, for tests."""

import base64
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Postbox:
    """Keeps what comes (sender, recipients, bytes), refuses whom it is told to, notes who logs in and how."""

    def __init__(self) -> None:
        self.came: list[tuple[str, list[str], bytes]] = []
        self.logins: list[tuple[str, str]] = []
        self.refuse: dict[str, str] = {}
        self.answer = "250 taken"

    async def handle_RCPT(
        self, server: SMTP, session: Session, wire: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        wire.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, wire: Envelope) -> str:
        if self.answer.startswith("250"):
            assert isinstance(wire.content, bytes)
            self.came.append((wire.mail_from or "", wire.rcpt_tos, wire.content))
        return self.answer

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult:
        self.logins.append(("XOAUTH2", base64.b64decode(words[1]).decode()))
        return AuthResult(success=True)

    def login(self, server: SMTP, session: Session, wire: Envelope, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((mechanism, f"{data.login.decode()} {data.password.decode()}"))
        return AuthResult(success=True)


@contextmanager
def listening(postbox: Postbox, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a listener that hands its mail to the postbox."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    listener = Controller(
        postbox,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        authenticator=postbox.login,
        auth_require_tls=False,
        decode_data=False,
    )
    listener.start()
    try:
        yield port
    finally:
        listener.stop()
