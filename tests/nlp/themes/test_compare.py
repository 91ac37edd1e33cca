"""A change that lowers a set is told apart from the luck of the draw; a set never changes unseen."""

import hashlib
from pathlib import Path

import pytest

from nlp.themes.compare import compared
from nlp.themes.training import TRAINING, Labelled, files

CORE = ("lado", "supervision")
PAGE = Path(__file__).parents[3] / "docs" / "themes.md"


def spoken(theme: str | None, number: int) -> list[Labelled]:
    return [Labelled(f"{theme}-{at}", "Said.", frozenset([theme] if theme else [])) for at in range(number)]


def told(sentences: list[Labelled], wrong: int, instead: list[str]) -> dict[str, list[str]]:
    """The right themes, but something else for the first so many sentences."""
    return {each.id: instead if at < wrong else sorted(each.themes) for at, each in enumerate(sentences)}


LADO = spoken("lado", 60)
TRAPS = spoken(None, 60)


@pytest.mark.parametrize(
    ("sentences", "before", "after", "is_lowered"),
    [
        (LADO, told(LADO, 0, []), told(LADO, 10, []), True),
        (LADO, told(LADO, 10, []), told(LADO, 0, []), False),
        (LADO, told(LADO, 10, []), told(LADO, 10, []), False),
        (LADO, told(LADO, 0, []), told(LADO, 1, []), False),  # one of sixty may be the draw
        (TRAPS, told(TRAPS, 0, []), told(TRAPS, 9, ["supervision"]), True),
        (TRAPS, told(TRAPS, 9, ["supervision"]), told(TRAPS, 0, []), False),
        (TRAPS, told(TRAPS, 0, []), told(TRAPS, 9, ["training"]), False),  # no core theme
        (LADO, {}, told(LADO, 9, []), False),  # nothing to compare with
    ],
)
def test_a_set_is_lowered_when_the_draws_hardly_ever_say_otherwise(
    sentences: list[Labelled], before: dict[str, list[str]], after: dict[str, list[str]], is_lowered: bool
) -> None:
    assert compared(sentences, before, after, CORE).is_lowered is is_lowered


def test_the_figures_of_a_change_are_those_of_the_set() -> None:
    change = compared(LADO, told(LADO, 0, []), told(LADO, 30, []), CORE)
    assert (change.before, round(change.after, 3), change.chance) == (1.0, 0.667, 0.0)


@pytest.mark.parametrize("path", [*files(TRAINING / "sets")], ids=lambda path: path.stem)
def test_a_set_that_was_frozen_is_still_what_it_was(path: Path) -> None:
    assert f"`{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}`" in PAGE.read_text("utf-8")
