"""What every round needs, made once: a world that many rounds begin with is made for the first, and copied after."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from intake.letters import Reader
from tests.round_machine.looks.told import Watch
from tests.round_machine.people import ASKED
from tests.round_machine.world import World


class Stage:
    """Where worlds are made; `of` says how the small audit asks in them: `planned`, `after`, `quiet`, or as it is."""

    folder: ClassVar[Path]
    migrated: ClassVar[Path]
    reader: ClassVar[Reader]
    count: ClassVar[Iterator[int]] = itertools.count()
    kept: ClassVar[dict[tuple[str, tuple[str, ...]], World]] = {}

    @classmethod
    def set(cls, folder: Path, migrated: Path, reader: Reader) -> None:
        cls.folder, cls.migrated, cls.reader = folder, migrated, reader
        cls.kept = {}

    @classmethod
    def begun(cls, lines: Sequence[str], of: str = "") -> tuple[World, Sequence[str]]:
        """A world in which agencies were asked as these lines begin, and those of them that are still to happen."""
        number = next((each for each in range(len(ASKED), 0, -1) if tuple(lines[:each]) == ASKED[:each]), 0)
        model = cls._model(of, ASKED[:number])
        return model.copied(cls._place()), lines[number:]

    @classmethod
    def _model(cls, of: str, lines: tuple[str, ...]) -> World:
        if (of, lines) not in cls.kept:
            cls.kept[of, lines] = cls._made(of, lines)
        return cls.kept[of, lines]

    @classmethod
    def _made(cls, of: str, lines: tuple[str, ...]) -> World:
        if not lines:
            world = World.opened(cls._place(), cls.migrated, cls.reader, of)
        else:
            world = cls._model(of, lines[:-1]).copied(cls._place())
            watch = Watch(world)
            watch.look("opens:")
            world.happen(lines[-1])
            watch.look(lines[-1])
        world.close()
        return world

    @classmethod
    def _place(cls) -> Path:
        return cls.folder / f"round-{next(cls.count)}"
