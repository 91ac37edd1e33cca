"""What every rule does: its lines happen, and then everything is looked at that everybody can see."""

import contextlib
import itertools
from collections.abc import Iterator

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.round_machine.looks import outputs
from tests.round_machine.looks.told import Watch
from tests.round_machine.people import KEY, MAIL, MANAGERS
from tests.round_machine.world import World

ABBRS = st.sampled_from(("CSC", "SCH", "GPS", "YOT", "TRU"))
SPEAKERS = st.sampled_from(("ann", "di", "fay", "fay for TRU", "fay for YOT", "ann for CSC"))
BY_MANAGERS = st.sampled_from(tuple(MANAGERS))
WRITERS = st.sampled_from(("ann", "cy", "bo", "di", "ed", "fay"))
ADDRESSES = st.sampled_from(tuple(MAIL.values()))
REFS = st.sampled_from(("1.1", "1.2", "1.3", "1.4", "2.1", "2.3", "2.4"))
DAYS = st.sampled_from(("2026-03-20", "2026-04-09", "2026-05-14", "2026-06-12"))
AGENCY_OF = {"cy": "CSC", "ann": "CSC", "bo": "SCH", "di": "GPS", "ed": "GPS", "fay": "TRU"}


class Steps(RuleBasedStateMachine):
    """A round under way."""

    world: World
    watch: Watch
    words: Iterator[int]

    def __init__(self) -> None:
        super().__init__()
        self.words = itertools.count(1)

    def begin(self, world: World) -> None:
        self.world, self.watch = world, Watch(world)
        self.watch.look("opens:")

    def happens(self, line: str) -> None:
        """One line: who is told by it is looked at, and all else when its step is over."""
        with shown(self.world):
            self.world.happen(line)
            self.watch.look(line)

    def do(self, *lines: str) -> None:
        for line in lines:
            self.happens(self.filled(line))
        with shown(self.world):
            outputs.look(self.world)

    def filled(self, line: str) -> str:
        """Each `{word}` is one that nobody said before, so that it is known again wherever it stands."""
        while "{word}" in line:
            line = line.replace("{word}", f"zebra{next(self.words)}", 1)
        return line.replace("{key}", KEY)


def by(who: str, does: str, words: str) -> str:
    """`fay for TRU` presses: who, what, and for whom."""
    name, _, of = who.partition(" ")
    return f"{name} {does}{f' {of}' if of else ''}: {words}"


@contextlib.contextmanager
def shown(world: World) -> Iterator[None]:
    """What a round did until it failed, as the lines that would be kept."""
    try:
        yield
    except BaseException as found:
        found.add_note("\n".join(["The round was:", *world.lines]))
        raise
