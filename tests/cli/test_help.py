"""Whoever is lost at the command line is told where to go."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import GROUPS, PARTS
from config.settings import PREFIX, Settings
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


def test_the_manual_page_has_every_command_with_each_of_its_options_and_every_setting(s11: S11) -> None:
    page = s11("man").out.replace("\\-", "-")
    assert [name for name in PARTS if f"\n.SS s11 {name} " not in page] == []
    sections = {each.split(" [", 1)[0]: each for each in page.split("\n.SS ")[1:]}
    opening = s11("audit", "open", "--help").out
    for option in ("--agencies", "--due", "--opens", "--as", "--distinct"):
        assert option in opening
        assert f"\\fB{option}" in sections["s11 audit open"]
    assert [name for name in Settings.model_fields if f"\\fB{PREFIX}{name.upper()}\\fR" not in page] == []
    assert page.isascii()  # troff takes each byte of another letter for a letter


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_to_ask_s11_itself(s11: S11, shell: str) -> None:
    assert f"_S11_COMPLETE=complete_{shell}" in s11("completion", shell).out


def test_bash_completes_commands_and_options_as_it_is_told(s11: S11, tmp_path: Path) -> None:
    """The printed script, loaded into a real bash, for `s11 aud` and `s11 audit op`."""
    (tmp_path / "s11.bash").write_text(s11("completion", "bash").out)
    ask = 'source s11.bash; COMP_WORDS=(s11 $1 $2); COMP_CWORD=$#; _s11_completion "$0"; echo "${COMPREPLY[@]}"'
    program = str(Path(sys.executable).with_name("s11"))

    def completed(*words: str) -> str:
        asked = ["/bin/bash", "-c", ask, program, *words]
        return subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()

    assert completed("aud") == "audit"
    assert completed("audit", "op") == "open"


def test_a_shell_that_nobody_completes_for_is_told_in_a_sentence(s11: S11) -> None:
    told = s11("completion", "tcsh")
    assert (told.code, told.out) == (2, "")
    assert told.err == "s11 completes for bash, zsh and fish, and not for tcsh. Name one of these.\n"
