"""Work for one person in the order it came, for many people at once."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

Work = Callable[[], None]


@dataclass
class Lanes:
    """A lane a person: what they do second is done second, and nobody waits for another."""

    pool: ThreadPoolExecutor
    log: logging.Logger
    waiting: dict[str, deque[Work]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, lane: str, work: Work) -> None:
        with self.lock:
            if lane in self.waiting:
                self.waiting[lane].append(work)
                return
            self.waiting[lane] = deque([work])
        self._next(lane)

    def close(self) -> None:
        """Finish what was taken on."""
        self.pool.shutdown(wait=True)

    def idle(self) -> bool:
        with self.lock:
            return not self.waiting

    def _next(self, lane: str) -> None:
        with self.lock:
            work = self.waiting[lane][0]
        self.pool.submit(work).add_done_callback(lambda done: self._done(lane, done))

    def _done(self, lane: str, done: "Future[None]") -> None:
        error = done.exception()
        if error is not None:
            self.log.error("A turn failed: %s", type(error).__name__, exc_info=error)
        with self.lock:
            self.waiting[lane].popleft()
            more = bool(self.waiting[lane])
            if not more:
                del self.waiting[lane]
        if more:
            self._next(lane)
