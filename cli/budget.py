"""How many requests an address may make: what was proved costs it nothing, everything else is counted."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any

MOST_AT_ONCE = 300  # requests
A_SECOND = 5.0  # that come back to an address
MOST_ADDRESSES = 20_000  # that are remembered; for one more the one that asked longest ago is forgotten
NETWORK = 64  # bits of an IPv6 address, which one household has all addresses of
OPEN = ("/healthz", "/readyz")  # answered to anybody, so an answer proves nothing

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Budget:
    """What each address has left."""

    clock: Callable[[], float] = time.monotonic
    left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # and when that was so
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, address: str) -> bool:
        """Whether one more may come; it is counted unless it is given back."""
        with self.lock:
            left = self._left(address)
            self._note(address, left - 1 if left >= 1 else left)
        return left >= 1

    def give_back(self, address: str) -> None:
        with self.lock:
            self._note(address, self._left(address) + 1)

    def _left(self, address: str) -> float:
        left, since = self.left.get(address, (float(MOST_AT_ONCE), self.clock()))
        return min(left + (self.clock() - since) * A_SECOND, float(MOST_AT_ONCE))

    def _note(self, address: str, left: float) -> None:
        self.left[address] = (min(left, float(MOST_AT_ONCE)), self.clock())
        self.left.move_to_end(address)
        while len(self.left) > MOST_ADDRESSES:
            self.left.popitem(last=False)


def within(budget: Budget, application: Application) -> Application:
    """The application behind the budget: 429 for one request too many, before anything of it is looked at."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = network(environ.get("REMOTE_ADDR", ""))
        if not budget.take(address):
            return _too_many(start)

        def told(status: str, *more: Any) -> Any:
            if not status.startswith("4") and environ.get("PATH_INFO") not in OPEN:
                budget.give_back(address)
            return start(status, *more)

        return application(environ, told)

    return answer


def network(address: str) -> str:
    """Who an address belongs to, as far as it tells: itself, or the network of an IPv6 one."""
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> (128 - NETWORK) << (128 - NETWORK)))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)


def _too_many(start: Callable[..., Any]) -> Iterable[bytes]:
    body = b"Too many requests from this address. Try again in a minute.\n"
    length = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start("429 Too Many Requests", [*length, ("Retry-After", "60"), ("Cache-Control", "no-store")])
    return [body]
