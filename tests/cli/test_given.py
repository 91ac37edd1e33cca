"""An option that is given says something: empty it is no option that was left out, and nothing is done."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cli.main import app
from tests.cli.conftest import DEMO, S11
from tests.cli.every import EVERY, KEY
from tests.cli.test_no_record import tree

NAMED = EVERY | {
    "demo": (),
    "tag": ("Words.",),
    "restore": ("out/all.backup",),
    "themes train": ("--more", "no-such.jsonl"),  # which stops it whatever happens: no test may start a training
    "themes evaluate": (),
}


def options() -> Iterator[tuple[str, str]]:
    """Every option that takes a value: its command and its name."""

    def found(name: str, command: Any) -> Iterator[tuple[str, str]]:
        for part, each in getattr(command, "commands", {}).items():
            yield from found(
                f"{name} {part}".strip(), each if hasattr(each, "params") else group.get_command(None, part)
            )
        for each in command.params:
            if each.param_type_name == "option" and not each.is_flag:
                yield name, each.opts[0]

    group: Any = typer.main.get_command(app)
    yield from found("", group)


OPTIONS = [*options()]


@pytest.fixture
def at_hand(city_hackney: S11, tmp_path: Path) -> S11:
    for name in ("agencies.csv", "matrix.csv"):
        shutil.copy(DEMO / name, tmp_path / name)
    return city_hackney


def test_options_are_found_in_commands_and_in_groups() -> None:
    assert {("invite", "--to-me"), ("contact set", "--phone"), ("report", "--out"), ("extend", "--to")} <= {*OPTIONS}
    assert {command for command, _ in OPTIONS} <= NAMED.keys()


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda each: str(each))
def test_an_option_that_is_given_and_empty_is_refused(at_hand: S11, tmp_path: Path, command: str, option: str) -> None:
    before = tree(tmp_path)
    for blank in ("", "  "):
        told = at_hand(*command.split(), *NAMED[command], option, blank)
        assert (told.code, told.out) == (2, "")
        assert told.err in (f"{option} is empty. Say it.\n", f"{option} is empty. Leave it out, or say it.\n")
    told = at_hand(*command.split(), *NAMED[command], option, "one\ntwo")
    assert (told.code, told.err) == (2, f"{option}: Write this on one line, without control characters.\n")
    assert tree(tmp_path).keys() == before.keys()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("invite", KEY, "--to-me", "nonsense"), "nonsense is no address."),
        (("excuse", KEY, "ASC", "--because", "x" * 2001), "Use 2000 characters at most."),
        (("call", KEY, "ASC", "--note", "x" * 2001), "Use 2000 characters at most."),
        (("submit", KEY, "ASC", "--by", "Jo", "--because", "x" * 2001), "Use 2000 characters at most."),
        (("reopen", KEY, "ASC", "--because", "x" * 2001), "Use 2000 characters at most."),
        (("excuse", KEY, "ASC", "--because", "merged", "--by", "x" * 201), "Who decides: Use 200 characters at most."),
        (("contact", "set", "ASC", "a@b.example", "--name", "x" * 201), "The name: Use 200 characters at most."),
        (("contact", "set", "ASC", "a@b.example", "--role", "x" * 201), "The role: Use 200 characters at most."),
        (("contact", "set", "ASC", "a@b.example", "--phone", "0" * 201), "The telephone number: Use 200"),
        (("contact", "set", "ASC", "a@b.example", "--slack-user", "U" * 41), "The Slack user: Use 40 characters"),
    ],
    ids=lambda each: " ".join(each)[:60] if isinstance(each, tuple) else "",
)
def test_what_is_no_address_or_too_long_changes_nothing(at_hand: S11, words: tuple[str, ...], told: str) -> None:
    before = at_hand("export", KEY).out
    answer = at_hand(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(told)
    assert at_hand("export", KEY).out == before
    assert at_hand("outbox", "list").out == "Nothing waits to leave.\n"
