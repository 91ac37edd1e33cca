"""The one web server of every part that listens: its limits, and its stop without cutting off a request."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.wasyncore import close_all

from cli.budget import Budget, within

LONGEST_STOP = 5.0  # seconds a request in hand may take to end
LONGEST_REQUEST = 1 << 20  # bytes of body; Slack's own are far smaller
LONGEST_HEADER = 32 * 1024  # bytes
LONGEST_ARRIVAL = 20.0  # seconds in which a request must have come, header and body
LONGEST_IDLE = 60  # seconds between two requests of one connection
MOST_WAITING = 400  # connections that have no whole request yet; for one more the oldest is closed
MOST_AN_ADDRESS = 100  # of these from one address
LIMITS: dict[str, Any] = {
    "max_request_body_size": LONGEST_REQUEST,
    "max_request_header_size": LONGEST_HEADER,
    "channel_timeout": LONGEST_IDLE,
    "inbuf_overflow": 64 * 1024,  # bytes of a body in memory; the rest waits on disk, so that many cost little
    "cleanup_interval": 10,
    "connection_limit": 4 * MOST_WAITING,  # never reached by those that wait
    "asyncore_use_poll": True,  # select() ends at 1,024 files
    "trusted_proxy": "127.0.0.1",  # Caddy on the same machine says who asks; from anywhere else the header is dropped
    "trusted_proxy_headers": {"x-forwarded-for"},
    "clear_untrusted_proxy_headers": True,
    "log_socket_errors": False,
    "ident": "s11",
}


class BoundedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that must say what it wants within a time, and gives way to newer ones while it has not."""

    had_one = False  # a whole request

    def __init__(self, server: Any, *facts: Any, **more: Any) -> None:
        self.since = time.monotonic()
        super().__init__(server, *facts, **more)
        self._make_room([each for each in server.active_channels.values() if each.is_waiting])

    @property
    def is_waiting(self) -> bool:
        """Whether no whole request of it is in hand, and no answer on its way."""
        return not (self.requests or self.total_outbufs_len or self.will_close)

    def readable(self) -> bool:
        """Asked about once a second of every connection, so it is looked at here how long a request has been coming."""
        is_late = time.monotonic() - self.since > LONGEST_ARRIVAL
        if is_late and self.is_waiting and not (self.had_one and self.request is None):
            self.will_close = True
        return bool(super().readable())

    def received(self, data: bytes) -> bool:
        """The time of a later request begins with its first byte, of the first one with the connection."""
        if self.had_one and self.request is None:
            self.since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        self.had_one = True
        super().service()

    def _make_room(self, waiting: list["BoundedChannel"]) -> None:
        same = [each for each in waiting if each.addr[0] == self.addr[0]]
        crowd = same if len(same) > MOST_AN_ADDRESS else waiting if len(waiting) > MOST_WAITING else []
        for oldest in sorted(crowd, key=lambda each: each.since)[:1]:
            oldest.will_close = True


@contextmanager
def serving(application: Callable[..., Any], bind: str, *, threads: int, budget: Budget | None = None) -> Iterator[str]:
    """Answer at `bind` (host:port) meanwhile; gives the address in use. Raises OSError where another uses it."""
    sockets: dict[int, Any] = {}
    bounded = within(budget or Budget(), application)
    server = waitress.create_server(bounded, map=sockets, listen=bind, threads=threads, **LIMITS)
    listening = [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]
    for each in listening:
        each.channel_class = BoundedChannel
    thread = threading.Thread(target=server.run, name="web", daemon=True)
    thread.start()
    try:
        yield f"{listening[0].effective_host}:{listening[0].effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=LONGEST_STOP)
        listening[0].trigger.pull_trigger(lambda: close_all(sockets))  # by its own thread, which is looking at them
        thread.join(LONGEST_STOP)
