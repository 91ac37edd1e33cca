"""Nobody waits for what they do not use: which libraries a command has loaded by its end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("start")  # two children say what each command and part has loaded

OFFICE = {"alembic", "docx", "lxml", "openpyxl", "resvg_py", "selectolax", "tnefparse"}
PEERS = {"boto3", "botocore", "imapclient", "msal", "requests"}
WORDS = {"holidays", "jinja2", "numpy", "phonenumbers", "spacy"}
SLACK = {"slack_bolt", "slack_sdk"}
LETTERS = {"intake.audits", "intake.letters", "intake.mail", "intake.notices"}  # ours, which few commands use
LONG = {"nlp.danger.sentence", "puremagic", "sqlalchemy.dialects.postgresql"}  # many patterns; what nobody asks for
HEAVY = OFFICE | PEERS | WORDS | SLACK | LONG | {"rich", "waitress"}

# Each in this order in one process: what one of them has loaded, those after it have too.
COMMANDS = {
    "--help": HEAVY | {"sqlalchemy", "pydantic"},
    "status small": HEAVY | LETTERS,
    "held list": HEAVY | LETTERS,
    "outbox list": HEAVY,
    "figures small": HEAVY - {"phonenumbers"},
    "audit list": HEAVY - {"phonenumbers", "rich"},
}
PARTS = {
    "intake.letters": HEAVY | {"sqlalchemy", "pydantic"},  # a reader is handed its audit: it opens no file of one
    "cli.bot": HEAVY | LETTERS - {"intake.letters"},  # until it knows that there is a token
    "cli.clock": HEAVY,
    "cli.invite": HEAVY - {"rich"},
    "cli.mail": HEAVY - {"rich"},
    "cli.talk": HEAVY - {"rich"},
    "cli.slack": HEAVY - {"rich", "waitress"} - SLACK,
    "intake.letters.pipeline": OFFICE - {"selectolax"},  # what the child loads that reads letters
}
SEEN = """
import contextlib, gc, importlib, io, json, re, sys
from cli.main import main
how, *names = sys.argv[1:]
seen = {}
for each in names:
    if how == "run":
        sys.argv = ["s11", *each.split()]
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                main()
            except SystemExit as left:
                assert not left.code, each
    else:
        importlib.import_module(each)
    seen[each] = sorted({".".join(name.split(".")[:parts]) for name in sys.modules for parts in (1, 2, 3)})
seen["compiled"] = [
    f"{module}.{name}"
    for module, held in sys.modules.items()
    if module.split(".")[0] in ("bot", "cli", "config", "intake", "nlp", "reports", "storage")
    for name, value in vars(held).items() if isinstance(value, re.Pattern) and len(value.pattern) > 200
]
seen["looked for"] = gc.isenabled()
print(json.dumps(seen))
"""


def loaded(how: str, names: dict[str, set[str]], record: Path) -> dict[str, list[str]]:
    """What a process of its own holds after each of them, in a folder without settings."""
    set_up = {name: value for name, value in os.environ.items() if not name.startswith("S11_")}
    set_up |= {"S11_DATABASE_URL": f"sqlite:///{record}", "S11_HOME": str(record.parent)}
    asked = [sys.executable, "-c", SEEN, how, *names]
    told = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True, env=set_up, cwd=record.parent).stdout
    seen: dict[str, list[str]] = json.loads(told)
    return seen


@pytest.fixture(scope="module")
def after_commands(opened_sqlite: Path) -> dict[str, list[str]]:
    return loaded("run", COMMANDS, opened_sqlite)


@pytest.fixture(scope="module")
def after_parts(opened_sqlite: Path) -> dict[str, list[str]]:
    return loaded("import", PARTS, opened_sqlite)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_has_loaded_no_library_that_it_does_not_use(words: str, after_commands: dict[str, list[str]]) -> None:
    assert COMMANDS[words].intersection(after_commands[words]) == set()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_runs_for_long_is_there_at_once(part: str, after_parts: dict[str, list[str]]) -> None:
    """What it may need one day is loaded that day: whoever starts it waits for what it does first."""
    assert PARTS[part].intersection(after_parts[part]) == set()


def test_what_is_forgotten_is_looked_for_again_once_a_command_is_loaded(after_commands: dict[str, list[str]]) -> None:
    assert after_commands["looked for"]


def test_no_part_compiles_a_long_pattern_before_it_is_looked_for(after_parts: dict[str, list[str]]) -> None:
    reads = {f"intake.letters.{each}" for each in ("answers", "filed", "questions")}  # needed by every letter
    reads |= {"intake.mail.files"}
    assert [name for name in after_parts["compiled"] if ".".join(name.split(".")[:3]) not in reads] == []
