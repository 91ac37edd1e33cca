"""The round machine: whole audits in which anybody does anything on any day; all that is told is held to the record.

A step is a few lines, as a transcript has them. A failing round prints its lines; those that found a fault are kept in
tests/round_machine/found and are played again by every run. What can happen stands in tests/round_machine/rules.
"""

import functools
import itertools
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from cli import tags
from intake.letters import Reader
from tests.round_machine import outputs, papers
from tests.round_machine.rules import Everybody, so_far
from tests.round_machine.rules.steps import shown
from tests.round_machine.told import Watch
from tests.round_machine.world import World, read_lines

FOUND = sorted((Path(__file__).parent / "round_machine" / "found").glob("*.txt"))
IS_TORTURE = settings.get_current_profile_name() == "torture"
EVERY = 5  # steps between two looks at every paper


class Stage:
    """What every round needs, made once."""

    folder: ClassVar[Path]
    migrated: ClassVar[Path]
    reader: ClassVar[Reader]
    count: ClassVar[Iterator[int]] = itertools.count()

    @classmethod
    def opened(cls) -> World:
        return World.opened(cls.folder / f"round-{next(cls.count)}", cls.migrated, cls.reader)


@pytest.fixture(scope="module", autouse=True)
def stage(migrated_sqlite: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The model of themes is read once; a process that runs for long does the same."""
    Stage.folder, Stage.migrated, Stage.reader = tmp_path_factory.mktemp("rounds"), migrated_sqlite, reader
    with pytest.MonkeyPatch.context() as here:
        opened = functools.cache(lambda _, once=tags.open_tagger: once(_))
        here.setattr(tags, "open_tagger", lambda using: opened(using.model_copy(update={"now": None})))
        yield


class Audit(Everybody):
    """An audit of five agencies and three partnerships, from the day it opens."""

    @initialize(number=st.integers(8, 2**32))  # 8 is drawn first: it is short, and a draft lies beside what was signed
    def opens(self, number: int) -> None:
        """Most rounds go on from a day on which any return is in any state, and any person too."""
        self.begin(Stage.opened())
        self.steps, self.seen = 0, 0
        for line in so_far(Random(number)):
            self.happens(self.filled(line))
        if IS_TORTURE:  # a short round is looked at after its first step, and on paper where it ends
            with shown(self.world):
                outputs.look(self.world)
            self.every_paper()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
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
                papers.look(self.world, Stage.migrated)


Audit.TestCase.settings = settings(
    max_examples=300 if IS_TORTURE else 1,
    stateful_step_count=10 if IS_TORTURE else 2,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a failing round is read as it is; making it shorter takes minutes
)
TestAudit = Audit.TestCase


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_a_round_once_found_is_found_no_more(path: Path) -> None:
    """What a line tells is looked at as it happens; `outputs:` and `papers:` look at what anybody can see then."""
    world = Stage.opened()
    watch = Watch(world)
    watch.look("opens:")
    for line in read_lines(path):
        match line:
            case "papers:":
                papers.look(world, Stage.migrated)
            case "outputs:":
                outputs.look(world)
            case _:
                world.happen(line)
                watch.look(line)
    world.close()
