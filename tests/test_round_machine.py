"""The round machine: whole audits in which anybody does anything on any day; all that is told is held to the record.

A step is a few lines, as a transcript has them. A failing round prints its lines; those that found a fault are kept in
tests/round_machine/found and are played again by every run. What can happen stands in tests/round_machine/rules.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from cli import tags
from config.settings import Settings
from intake.letters import Reader
from tests.round_machine.looks import boards, outputs, papers
from tests.round_machine.looks.told import Watch
from tests.round_machine.rules import Everybody, so_far
from tests.round_machine.rules.steps import shown
from tests.round_machine.stage import Stage
from tests.round_machine.world import World, read_lines

HERE = Path(__file__).parent / "round_machine"
FOUND, WALKS = sorted((HERE / "found").glob("*.txt")), HERE / "walks"
IS_TORTURE = settings.get_current_profile_name() == "torture"
ASKS = ("", "planned", "after", "planned after")  # how the small audit asks
LOOKS: dict[str, Callable[[World], None]] = {  # lines at which nothing happens
    "report:": papers.report,
    "digests:": papers.digests,
    "copies:": papers.copies,
    "papers:": lambda world: papers.look(world, Stage.migrated),
    "outputs:": lambda world: outputs.look(world, is_whole=False),
    "homes:": outputs.homes,
    "board:": boards.look,
}
EVERY = 5  # steps between two looks at every paper


def begun(path: Path) -> tuple[str, list[str]]:
    """How the small audit asks in a walk that is kept, as its line `opens:` says, and what happens in it."""
    first, *lines = read_lines(path)
    is_told = first.startswith("opens:")
    return (first.removeprefix("opens:").strip(), lines) if is_told else ("", [first, *lines])


@pytest.fixture(scope="module", autouse=True)
def stage(migrated_sqlite: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The model of themes is read once; a process that runs for long does the same."""
    Stage.set(tmp_path_factory.mktemp("rounds"), migrated_sqlite, reader)
    with pytest.MonkeyPatch.context() as here:
        opened: list[Any] = []  # every home has the shipped themes alone

        def once(using: Settings, opens: Callable[[Settings], Any] = tags.open_tagger) -> Any:
            opened[:] = opened or [opens(using)]
            return opened[0]

        here.setattr(tags, "open_tagger", once)
        yield


class Audit(Everybody):
    """An audit of five agencies and three partnerships, from the day it opens."""

    @initialize(number=st.integers(0, 2**32))
    def opens(self, number: int) -> None:
        """A round goes on from a day on which every agency stands somewhere else, as it was written down or thrown."""
        dice = Random(number)
        self.ends = not IS_TORTURE or dice.random() < 0.3
        grown = not IS_TORTURE or dice.random() < 0.1
        of, lines = begun(WALKS / "grown.txt") if grown else (dice.choice(ASKS), so_far(dice))
        world, rest = Stage.begun([self.filled(each) for each in lines], of)
        self.begin(world)
        self.steps, self.seen = 0, 0
        for line in rest:
            self.sees(line)
        if IS_TORTURE:  # a short round is looked at after its step and at its end, and on paper before
            with shown(self.world):
                outputs.look(self.world)
            self.every_paper()

    def sees(self, line: str) -> None:
        """A line of a walk that is kept: it happens, or it is a look at what stands now."""
        if line in LOOKS:
            with shown(self.world):
                LOOKS[line](self.world)
        else:
            self.happens(line)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                if self.ends:
                    for line in read_lines(WALKS / "late.txt"):
                        self.happens(self.filled(line))
                    self.every_paper()
                    self.do(*read_lines(WALKS / "ends.txt"))
                if IS_TORTURE:
                    self.every_paper()
            finally:
                self.world.close()

    @invariant()
    def every_fifth_step_all_papers(self) -> None:
        if hasattr(self, "steps"):
            self.steps += 1
            if self.steps % EVERY == 0:
                self.every_paper()

    def every_paper(self) -> None:
        if self.seen != len(self.world.lines):
            self.seen = len(self.world.lines)
            with shown(self.world):
                papers.look(self.world, Stage.migrated, is_whole=IS_TORTURE)


Audit.TestCase.settings = settings(
    max_examples=300 if IS_TORTURE else 1,
    stateful_step_count=10 if IS_TORTURE else 2,  # the first is the beginning
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a failing round is read as it is; making it shorter takes minutes
)
TestAudit = Audit.TestCase


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_a_round_once_found_is_found_no_more(path: Path) -> None:
    """What a line tells is looked at as it happens; `outputs:`, `report:` and so on look at more."""
    of, lines = begun(path)
    world, rest = Stage.begun(lines, of or "quiet")
    watch = Watch(world)
    watch.look("opens:")
    for line in rest:
        if line in LOOKS:
            LOOKS[line](world)
        else:
            world.happen(line)
            watch.look(line)
    world.close()
