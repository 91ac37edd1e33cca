"""Work that goes on for as long as nobody stops it: whatever stands in its way is told, waited for and tried again."""

import random
import threading
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, Self

from cli import wiring
from cli.faults import noted
from config.faults import waits
from config.questionnaire import Faulty
from config.settings import Settings, UnknownSetting
from storage.evidence import Unavailable
from storage.record import AWAY, Database, Faults

PASSING = (*AWAY, wiring.Unreached, Unavailable, OSError)  # what a lock, a server or a network may raise for a while
FINAL = (wiring.NotReady, Faulty, UnknownSetting)  # wrong settings, which no waiting mends


def awaited(open_: Callable[[], Database], stop: threading.Event, tell: Callable[[str], None]) -> Database:
    """The record, opened as soon as its server is there; raises NotReady where no waiting would help.

    Ends the process where it is told to stop meanwhile.
    """
    for rest in waits(random.Random()):  # noqa: S311  (it spreads retries; nothing rests on it)
        try:
            return open_()
        except wiring.Unreached as error:
            tell(f"{error} Next try in {rest:.0f} s.")
        if stop.wait(rest):
            break
    raise SystemExit(0)


class Keeper(NamedTuple):
    """How the parts of a process are kept at work: until when, who is told, and where faults are noted."""

    stop: threading.Event
    tell: Callable[[str], None]
    note: Callable[[Faults], object]

    @classmethod
    def of(cls, using: Settings, record: Database, stop: threading.Event) -> Self:
        return cls(stop, wiring.err().print, partial(noted, using, record))

    def keep_on(self, name: str, work: Callable[[], float]) -> None:
        """Do it again and again, each time resting for as many seconds as it says; raises where settings are wrong."""
        chance = random.Random()  # noqa: S311  (it spreads retries; nothing rests on it)
        tries = waits(chance)
        while not self.stop.is_set():
            try:
                rest = work()
                tries = waits(chance)
            except PASSING as error:
                rest = self._again(name, wiring.reason(error), next(tries))
            except FINAL:
                raise
            except Exception as error:  # noqa: BLE001  (the outermost place: a fault in one part costs no other)
                rest = self._again(name, self._noted(name, error), next(tries))
            self.stop.wait(rest)

    def _again(self, name: str, why: str, rest: float) -> float:
        if not self.stop.is_set():
            self.tell(f"{name} cannot go on now ({why}); next try in {rest:.0f} s.")
        return rest

    def _noted(self, name: str, error: Exception) -> str:
        faults = Faults()
        faults.add(name, error)
        try:
            self.note(faults)
        except AWAY as away:
            self.tell(f"The fault could not be noted: {wiring.reason(away)}.")
        return faults.found[name]
