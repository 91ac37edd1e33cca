"""Several children, so that the next letters are read while one is recorded: each begins when the others are busy."""

import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from intake.letters.worker import Reader

T = TypeVar("T")


class Readers:
    """So many children, of which each reads one letter at a time. One that is lost costs its letter and no other."""

    def __init__(self, children: list[Reader]) -> None:
        self.many = len(children)
        self._free: queue.LifoQueue[Reader] = queue.LifoQueue()
        for each in reversed(children):  # one letter alone is always read by the first
            self._free.put(each)
        self._hands = ThreadPoolExecutor(self.many, thread_name_prefix="letter")
        self._carrier = ThreadPoolExecutor(1, thread_name_prefix="bytes")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each in (self._hands, self._carrier):
            each.shutdown(cancel_futures=True)

    def begin(self, work: Callable[[Reader], T]) -> Future[T]:
        """Do this with a child that is free, beside whatever else is done; what it raises its result raises."""
        return self._hands.submit(self._with_one, work)

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """Do this without a child, one after another, beside whatever else is done."""
        return self._carrier.submit(work)

    def _with_one(self, work: Callable[[Reader], T]) -> T:
        reader = self._free.get()
        try:
            return work(reader)
        finally:
            self._free.put(reader)
