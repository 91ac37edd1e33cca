"""Work for one person in the order it came, for many people at once."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

Work = Callable[[], None]
Opening = Future[str | None]  # the id of a view that is being opened; None where it did not open


@dataclass
class Lanes:
    """A lane a person: what they do second is done second, and nobody waits for another."""

    pool: ThreadPoolExecutor
    log: logging.Logger
    waiting: dict[str, deque[Work]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, lane: str, work: Work) -> bool:
        """Whether it will be done; not where we are closing."""
        with self.lock:
            if lane in self.waiting:
                self.waiting[lane].append(work)
                return True
            self.waiting[lane] = deque([work])
        return self._next(lane)

    def open(self, opening: Opening, call: Callable[[], str | None]) -> None:
        """Open a view beside the lanes: a trigger lives three seconds."""
        try:
            self.pool.submit(lambda: opening.set_result(call()))
        except RuntimeError:  # we are closing
            opening.set_result(None)

    def close(self) -> None:
        """Finish what is under way; what waits is in the inbox, and is taken up at the next start."""
        self.pool.shutdown(wait=True)

    def idle(self) -> bool:
        with self.lock:
            return not self.waiting

    def _next(self, lane: str) -> bool:
        with self.lock:
            work = self.waiting[lane][0]
        try:
            self.pool.submit(work).add_done_callback(lambda done: self._done(lane, done))
        except RuntimeError:  # we are closing
            with self.lock:
                del self.waiting[lane]
            return False
        return True

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
