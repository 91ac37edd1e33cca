"""Parts of which a deployment has one at a time, however many processes run them: the others wait and take over."""

import os
import socket
from collections.abc import Callable

from cli.checks import Check
from cli.rounds import Keeper
from storage.record import Database, Seat, SeatName, seat_of

ASK_AGAIN = 15.0  # seconds, so that whoever waits has taken over within a minute
WORDS: dict[SeatName, tuple[str, str]] = {
    "mailbox": ("The mailbox is read by", "Nobody reads the mailbox at this moment."),
    "clock": ("The clock is kept by", "Nobody keeps the clock at this moment."),
}


def own_seat(record: Database, name: SeatName, of: str = "") -> Seat:
    """The seat, for this process; `of` is the partnership whose own mailbox it is."""
    return seat_of(record, name, f"{socket.gethostname()} (process {os.getpid()})", of=of)


def seated(mine: Seat, name: SeatName, keeper: Keeper, work: Callable[[], float]) -> Callable[[], float]:
    """The same work while the seat is ours; else a rest, and whom one waits for is told once."""
    told: set[str | None] = set()

    def take_turns() -> float:
        if mine.take():
            if told:
                keeper.tell(f"{WORDS[name][0]} this process now.")
                told.clear()
            return work()
        holder = mine.holder()
        if holder is not None and not told:
            keeper.tell(f"{WORDS[name][0]} {holder}. This process waits, and takes over when that one ends.")
            told.add(holder)
        return ASK_AGAIN

    return take_turns


def seat_check(record: Database, name: SeatName, of: str = "") -> Check:
    """Who holds it, as a line of s11 doctor."""
    whose = f" of {of}" if of else ""
    with own_seat(record, name, of) as asked:
        holder = asked.holder()
    held, empty = WORDS[name]
    if holder is None:
        return Check(f"seats{whose}", "warn", empty, "Start s11 run, or s11 mail and s11 clock.")
    return Check(f"seats{whose}", "ok", f"{held} {holder}.")
