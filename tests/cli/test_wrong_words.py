"""Every command, given a wrong word for each thing it takes: one sentence, 1 or 2, and nothing is written.

The commands and what they take are read off the program, so a new one is asked as well.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cli.main import app
from storage.backups.seal import new_key
from tests.cli.conftest import DEMO, S11
from tests.cli.every import EVERY

FORBIDDEN = re.compile(r"(?i)traceback|\b(?:invalid|sorry|please|illegal|error code|errno)\b")
HUGE = "9" * 40
NAMES = {  # what a person may mistype, by the name of what is asked
    "key": "no-such-round",
    "agency": "NOBODY",
    "from_": "NOBODY",
    "to": "NOBODY",
    "partnership": "nowhere",
    "email": "nobody at home",
    "template": "no-such-audit",
    "about": "no-such-file",
    "ref": "99.99",
    "again": "nobody@nowhere.example",
    "to_me": "nobody at home",
}
ALONE = {  # commands that need no record, with words that they understand
    "restore": ("all.backup", "--key", "backup.key", "--dry-run"),
    "tag": ("We work with the LADO.",),
    "audit check": ("audit.toml",),
    "audit new": ("--from", "questions.csv", "--out", "asked.toml"),
    "themes train": ("--more", "texts.jsonl", "--out", "out"),
    "themes evaluate": ("texts.jsonl",),
}
WRITTEN = {"out", "copies"}  # a place to write to, which need not be there
FINE = {  # a new file is made, a folder may hold no letter, and whatever comes as a letter is kept before it is read
    *((f"person {each}", where) for each in ("find", "export") for where in ("folder", "empty", "binary")),
    ("backup", "missing"),
    ("action hand", "NOBODY"),  # to whom, and what a meeting is about, are words
    ("meeting add", "no-such-file"),
    *(("mail read", each) for each in ("folder", "empty", "binary")),
    *(("themes review", each) for each in ("missing", "empty", "binary")),
}


@pytest.fixture
def at_hand(city_hackney: S11, tmp_path: Path) -> S11:
    """A record, and every file that the commands are told of, beside some that are none of these."""
    for name in ("agencies.csv", "matrix.csv"):
        shutil.copy(DEMO / name, tmp_path / name)
    (tmp_path / "letter.eml").write_text("From: jo@asc.example.org\n\nHello\n")
    (tmp_path / "export.json").write_text("{}")
    (tmp_path / "texts.jsonl").write_text("{}\n")
    (tmp_path / "backup.key").write_text(new_key()[0])
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "folder").mkdir()
    return city_hackney


def tree(folder: Path) -> dict[str, bytes]:
    passing = ("-wal", "-shm")  # what reading an SQLite record makes and takes away
    found = [path for path in folder.rglob("*") if not path.name.endswith(passing)]
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in found}


def parameters(command: str) -> list[Any]:
    found: Any = typer.main.get_command(app)
    context = typer.Context(found)
    for word in command.split():
        found = found.get_command(context, word)
    return [each for each in found.params if each.name != "help"]


def wrong(parameter: Any) -> Iterator[str]:
    kind = str(parameter.type_descriptor.annotation).lower()
    if "datetime" in kind:
        yield from ("31 Feb", "2029-02-30", "99999-01-01", "")
    elif "int" in kind:
        yield from (HUGE, "0", "one")
    elif parameter.name not in WRITTEN and "path" in kind:
        yield from ("folder", "empty", "binary", "missing", "empty/below", "long" * 100)
    elif "str" in kind and parameter.name in NAMES:
        yield from (NAMES[parameter.name], "\x00", "a\nb", "x" * 300)


def said(command: str, words: tuple[str, ...], parameter: Any, value: str) -> list[str]:
    """The command with this word in the place of what it understands."""
    given, options = list(words), [*parameter.opts, *parameter.secondary_opts]
    if parameter.param_type_name == "option":
        there = next((at for at, word in enumerate(given) if word in options), None)
        at = len(given) if there is None else there
        return [*command.split(), *given[:at], options[0], value, *given[at + 2 :]]
    places = [each.name for each in parameters(command) if each.param_type_name == "argument"]
    at = places.index(parameter.name)
    first = next((number for number, word in enumerate(given) if word.startswith("--")), len(given))
    return [*command.split(), *(given[:at] if at < first else given[:first]), value, *given[min(at + 1, first) :]]


@pytest.mark.parametrize("command", [*EVERY, *ALONE])
def test_a_wrong_word_is_told_in_a_sentence_and_changes_nothing(at_hand: S11, tmp_path: Path, command: str) -> None:
    words = (EVERY | ALONE)[command]
    before = tree(tmp_path)
    for parameter in parameters(command):
        for value in wrong(parameter):
            if (command, value) in FINE:
                continue
            asked = said(command, words, parameter, value)
            told = at_hand(*asked)
            assert told.code in (1, 2), (asked, told)
            assert not FORBIDDEN.search(told.err.replace(value or " ", "")), (asked, told.err)
            assert told.err.rstrip().endswith("."), (asked, told.err)
            assert tree(tmp_path) == before, asked
