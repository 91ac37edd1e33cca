"""A web server beside other work, stopped without cutting off a request."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from waitress.server import BaseWSGIServer
from waitress.wasyncore import close_all

LONGEST_STOP = 5.0  # seconds a request in hand may take to end


@contextmanager
def serving(application: Callable[..., Any], bind: str, *, threads: int, **adjusted: Any) -> Iterator[str]:
    """Answer at `bind` (host:port) meanwhile; gives the address in use. Raises OSError where another uses it."""
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        application,
        map=sockets,
        listen=bind,
        threads=threads,
        ident="s11",
        clear_untrusted_proxy_headers=True,
        **adjusted,
    )
    listening = next(each for each in sockets.values() if isinstance(each, BaseWSGIServer))
    thread = threading.Thread(target=server.run, name="web", daemon=True)
    thread.start()
    try:
        yield f"{listening.effective_host}:{listening.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=LONGEST_STOP)
        listening.trigger.pull_trigger(lambda: close_all(sockets))  # by its own thread, which is looking at them
        thread.join(LONGEST_STOP)
