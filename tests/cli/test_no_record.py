"""Only init, demo and restore make a record; whatever else finds none says so and leaves everything as it was."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from cli.main import app
from tests.cli.conftest import S11
from tests.cli.every import EVERY, KEY, NEEDS_NONE
from tests.test_documentation import commands

MEND = "Check S11_HOME and S11_DATABASE_URL, or bring a backup back with s11 restore. For a new one, run s11 init.\n"
SET = {"imap_url": "imap://s11@localhost:1/INBOX", "clamd": "localhost:1", "slack_bot_token": "xoxb-1"}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def nothing(home: Path) -> str:
    return f"There is no record at {home / 's11.db'}. {MEND}"


def an_empty_file(home: Path) -> str:
    (home / "s11.db").touch()
    return f"The record at {home / 's11.db'} is empty. {MEND}"


def no_tables(home: Path) -> str:
    with sqlite3.connect(home / "s11.db") as made:
        made.execute("PRAGMA journal_mode=WAL")
    made.close()
    return f"The record at {home / 's11.db'} is empty. {MEND}"


def tables_of_another(home: Path) -> str:
    with sqlite3.connect(home / "s11.db") as made:
        made.execute("CREATE TABLE recipes (name TEXT)")
    made.close()
    return f"The database at {home / 's11.db'} holds no record of s11, but tables of something else. {MEND}"


FOUND = (nothing, an_empty_file, no_tables, tables_of_another)


def test_every_command_is_in_the_table() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    known = {name.removeprefix("s11 ") for name in commands(group)}
    assert known | {"mail"} == EVERY.keys() | NEEDS_NONE


@pytest.mark.parametrize(
    ("command", "found"),
    [*((command, nothing) for command in EVERY), *(("audit open", found) for found in FOUND[1:])],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_without_a_record_every_command_says_so_and_changes_nothing(
    s11: S11, at_hand: Path, command: str, found: Callable[[Path], str]
) -> None:
    (at_hand / "home").mkdir()
    told = found(at_hand / "home")
    before = tree(at_hand)
    answer = s11(*command.split(), *EVERY[command], **SET)
    assert (answer.code, answer.out, answer.err) == (2, "", told)
    assert tree(at_hand) == before


@pytest.mark.parametrize("setting", ["home", "database_url"])
def test_a_mistyped_place_is_named_and_not_made(s11: S11, record: None, tmp_path: Path, setting: str) -> None:
    places = {"home": (tmp_path / "hmoe", "hmoe/s11.db"), "database_url": (f"sqlite:///{tmp_path}/s1.db", "s1.db")}
    value, named = places[setting]
    told = s11("audit", "list", **{setting: value})
    assert told.code == 2
    assert told.err == f"There is no record at {tmp_path / named}. {MEND}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_looking_whether_a_backup_fits_makes_no_record(city_hackney: S11, tmp_path: Path) -> None:
    city_hackney("backup", "--make-key", "new.key")
    assert city_hackney("backup", "b", "--key", "new.key").code == 0
    tried = city_hackney("restore", "b", "--key", "new.key", "--dry-run", home=tmp_path / "new")
    assert tried.code == 0, tried.err
    assert not (tmp_path / "new").exists()


@pytest.fixture
def stranded(city_hackney: S11, tmp_path: Path) -> S11:
    """A file of evidence lies in the store, and the record that knows it was truncated."""
    (tmp_path / "policy.txt").write_text("Our policy.")
    (tmp_path / "more.csv").write_text("agency,question,prompt,value,file\nASC,1.1,,,policy.txt\n")
    assert city_hackney("answers", "import", KEY, tmp_path / "more.csv").code == 0
    (tmp_path / "home" / "s11.db").write_bytes(b"")
    for left in (tmp_path / "home").glob("s11.db-*"):
        left.unlink()
    return city_hackney


def test_init_makes_no_record_that_would_not_know_the_stored_files(stranded: S11, tmp_path: Path) -> None:
    before = tree(tmp_path)
    told = stranded("init")
    assert told.code == 2
    assert told.err == (
        f"The record at {tmp_path / 'home' / 's11.db'} is empty. "
        f"Yet {tmp_path / 'home' / 'evidence'} holds files that a new record would not know. "
        "Check S11_HOME and S11_DATABASE_URL, or bring a backup back with s11 restore. "
        "To begin anew beside them, run s11 init --new.\n"
    )
    assert tree(tmp_path) == before
    assert stranded("init", "--new").code == 0
    assert stranded("init").code == 0


def test_init_puts_no_record_among_the_tables_of_another_program(s11: S11, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    tables_of_another(tmp_path / "home")
    told = s11("init")
    assert told.code == 2
    assert told.err.endswith("Check S11_DATABASE_URL. To put a record beside them, run s11 init --new.\n")
    assert s11("init", "--new").code == 0


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.__name__)
def test_doctor_fails_where_there_is_no_record(s11: S11, tmp_path: Path, found: Callable[[Path], str]) -> None:
    (tmp_path / "home").mkdir()
    told = found(tmp_path / "home").strip()
    answer = s11("doctor")
    assert answer.code == 1
    assert f"fail record: {told}" in answer.out.splitlines()


def test_doctor_fails_where_the_record_knows_none_of_the_stored_files(stranded: S11, tmp_path: Path) -> None:
    assert stranded("init", "--new").code == 0
    answer = stranded("doctor")
    assert answer.code == 1
    assert (
        f"fail stored files: The record knows none of the files in {tmp_path / 'home' / 'evidence'}. "
        "Check S11_DATABASE_URL and S11_EVIDENCE_URL, or restore the last backup." in answer.out.splitlines()
    )


def test_doctor_is_content_where_the_record_knows_a_stored_file(city_hackney: S11, tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text("Our policy.")
    (tmp_path / "more.csv").write_text("agency,question,prompt,value,file\nASC,1.1,,,policy.txt\n")
    city_hackney("answers", "import", KEY, tmp_path / "more.csv")
    assert "ok   stored files: The record knows them." in city_hackney("doctor").out.splitlines()
    files = tmp_path / "home" / "evidence"
    mend = "Check S11_EVIDENCE_URL and that its disk is mounted, or bring the files back from a backup."
    files.rename(tmp_path / "away")
    gone = city_hackney("doctor")
    assert (gone.code, files.exists()) == (1, False)
    assert f"fail evidence: There is no folder {files}, and the record has files. {mend}" in gone.out.splitlines()
    files.mkdir()  # where a disk was to be mounted
    told = f"fail stored files: {files} holds none of the 1 file that the record names. {mend}"
    assert told in city_hackney("doctor").out.splitlines()
