"""Whoever is lost at the command line is told where to go."""

import pytest

from cli.main import GROUPS, PARTS
from tests.cli.conftest import S11


def test_every_command_stands_in_one_group_of_the_help() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(PARTS)


def test_the_help_shows_examples_first_and_then_the_groups_in_the_order_of_need(s11: S11) -> None:
    told = s11("--help")
    places = [told.out.index(f"\n{each}") for each in ("    s11 demo", *(f"{group}:\n" for group in GROUPS))]
    assert places == sorted(places)
    assert told.code == 0


@pytest.mark.parametrize("words", ["", "audit", "prune", "audit open", "mail read", "themes"])
def test_h_is_help_everywhere(s11: S11, words: str) -> None:
    told = s11(*words.split(), "-h")
    assert told.code == 0
    assert told.out.startswith(f"Usage: {' '.join(['s11', *words.split()])} ")
    assert told == s11(*words.split(), "--help")


def test_the_version_is_told(s11: S11) -> None:
    assert s11("--version").out == "s11 0.1.0\n"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("statsu", "status"),
        ("repotr", "report"),
        ("audit lsit", "list"),
        ("outbox delivr", "deliver"),
        ("mail raed", "read"),
        ("contact mvoe", "move"),
    ],
)
def test_a_mistyped_command_is_answered_with_the_nearest(s11: S11, words: str, meant: str) -> None:
    told = s11(*words.split())
    assert told.code == 2
    assert f"Did you mean '{meant}'" in told.err


def test_a_mistyped_option_is_answered_with_the_nearest(s11: S11) -> None:
    told = s11("status", "section-11", "--jsn")
    assert told.code == 2
    assert "--json" in told.err
