"""Slack's end of Socket Mode on loopback: hello, envelopes that are sent again until acknowledged, and refreshes."""

import base64
import contextlib
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bot.slack.fake import JSON

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
DEADLINE = 120  # seconds; a busy machine is no fault


@dataclass
class SlackEnd:
    """Hands envelopes to its connections in turn. What a connection took with it unacknowledged goes to another."""

    listener: socket.socket
    answers_pings: bool = True
    links: list[socket.socket] = field(default_factory=list)  # open, oldest first
    unacknowledged: dict[str, tuple[JSON, socket.socket]] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    leaving: list[socket.socket] = field(default_factory=list)  # told to be renewed
    opened: int = 0
    sent: int = 0
    changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.listener.getsockname()[1]}/link"

    def waits(self, until: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(until, DEADLINE), "It did not come to that."

    def deliver(self, envelope_id: str, event: JSON) -> None:
        """Send an event to one of the connections."""
        payload = {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{envelope_id}", "event": event}
        body = {"type": "events_api", "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": False}
        self.waits(lambda: bool(self.links))
        self._send(envelope_id, body)

    def refresh(self) -> None:
        """Have the oldest connection renewed, and hang up once a new one is there; events go on meanwhile."""
        self.waits(lambda: not self.leaving)
        with self.changed:
            self.leaving = self.links[:1]
            _write(self.links[0], {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def switches_off(self) -> None:
        """Socket Mode is switched off: every connection is told so and hung up, and none is taken any more."""
        with self.changed:
            for each in self.links:
                _write(each, {"type": "disconnect", "reason": "link_disabled", "debug_info": {}})
        self.dies()

    def dies(self) -> None:
        """No connection is left, and none is taken any more."""
        with contextlib.suppress(OSError):  # a second time
            self.listener.shutdown(socket.SHUT_RDWR)
        with self.changed:
            for each in self.links:
                each.shutdown(socket.SHUT_RDWR)

    def serve(self) -> None:
        with contextlib.suppress(OSError):  # it is closed when all is over
            while True:
                link, _ = self.listener.accept()
                threading.Thread(target=self._link, args=(link,), daemon=True).start()

    def _link(self, link: socket.socket) -> None:
        with link, contextlib.suppress(OSError):
            _shake_hands(link)
            with self.changed:
                _write(link, {"type": "hello", "num_connections": len(self.links) + 1})
                self.links.append(link)
                self.opened += 1
                for each in self.leaving:
                    each.shutdown(socket.SHUT_RDWR)
                self.changed.notify_all()
            for kind, data in _frames(link):
                self._came(link, kind, data)
        self._gone(link)

    def _came(self, link: socket.socket, kind: int, data: bytes) -> None:
        with self.changed:
            if kind == PING and self.answers_pings:
                _write_frame(link, PONG, data)
            elif kind == TEXT:
                envelope = str(json.loads(data).get("envelope_id"))
                self.unacknowledged.pop(envelope, None)
                self.acknowledged.append(envelope)
                self.changed.notify_all()

    def _gone(self, link: socket.socket) -> None:
        with self.changed:
            if link in self.links:
                self.links.remove(link)
            self.leaving = [each for each in self.leaving if each is not link]
            again = [(name, body) for name, (body, by) in self.unacknowledged.items() if by is link]
            self.changed.notify_all()
        for name, body in again:
            self._send(name, body | {"retry_attempt": 1, "retry_reason": "timeout"})

    def _send(self, name: str, body: JSON) -> None:
        with self.changed:
            if self.links:
                self.sent += 1
                link = self.links[self.sent % len(self.links)]
                self.unacknowledged[name] = (body, link)
                with contextlib.suppress(OSError):  # its end is seen by its reader, who sends again
                    _write(link, body)


@contextmanager
def slack_end() -> Iterator[SlackEnd]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        end = SlackEnd(listener)
        serving = threading.Thread(target=end.serve)
        serving.start()
        try:
            yield end
        finally:
            end.dies()
            serving.join()


def _shake_hands(link: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        part = link.recv(4096)
        if not part:
            raise ConnectionError
        head += part
    lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    key = next(value for name, value in lines.items() if name.lower() == b"sec-websocket-key")
    accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest()).decode()  # RFC 6455 says so
    upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    link.sendall(f"{upgrade}Sec-WebSocket-Accept: {accept}\r\n\r\n".encode())


def _frames(link: socket.socket) -> Iterator[tuple[int, bytes]]:
    """The frames of a client, unmasked, until it leaves."""
    with link.makefile("rb") as stream:
        while len(head := stream.read(2)) == 2:
            size = head[1] & 0x7F
            if size >= 126:
                size = int.from_bytes(stream.read(2 if size == 126 else 8))
            mask = stream.read(4) if head[1] & 0x80 else b"\0" * 4
            data = bytes(each ^ mask[place % 4] for place, each in enumerate(stream.read(size)))
            if head[0] & 0x0F == CLOSE:
                return
            yield head[0] & 0x0F, data


def _write(link: socket.socket, said: JSON) -> None:
    _write_frame(link, TEXT, json.dumps(said).encode())


def _write_frame(link: socket.socket, kind: int, data: bytes) -> None:
    size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + struct.pack(">H", len(data))
    link.sendall(bytes([0x80 | kind]) + size + data)
