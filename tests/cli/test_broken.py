"""What a disk may do: one plain line, exit 1, and what was there before is there still."""

import os
import resource
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from cli import wiring
from storage.evidence import write_whole
from tests.cli.conftest import DEMO, S11
from tests.cli.every import EVERY

KEY = "city-hackney-2009"


@pytest.fixture
def home(s11: S11, tmp_path: Path) -> Path:
    assert s11("init").code == 0
    assert s11("audit", "open", KEY, "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31").code == 0
    return tmp_path / "home"


@contextmanager
def no_room() -> Iterator[None]:
    """No file may grow any more, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    "words", [("status", KEY), ("figures", KEY), ("held", "list"), ("doctor",), ("init",)], ids=" ".join
)
def test_a_damaged_record_is_one_line_and_needs_a_person(s11: S11, home: Path, words: tuple[str, ...]) -> None:
    whole = (home / "s11.db").read_bytes()
    (home / "s11.db").write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    told = s11(*words)
    assert told.code == 1
    assert "s11 restore" in told.out + told.err
    assert len(told.err.splitlines()) <= 1


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("database is locked", "Wait until that is done, and run this again."),
        ("canceling statement due to lock timeout", "Wait until that is done, and run this again."),
        ("database disk image is malformed", "a damaged file comes back from a backup with s11 restore."),
        ("file is not a database", "the file is damaged: bring a backup back with s11 restore."),
        ("connection refused", "Check S11_DATABASE_URL and S11_HOME."),
    ],
)
def test_what_a_record_refuses_is_told_with_what_mends_that(said: str, mend: str) -> None:
    """A record that another command holds needs no setting changed, and a damaged one no other address."""
    assert wiring.mend(OperationalError("", {}, sqlite3.OperationalError(said))).endswith(mend)


LISTENS = {"bot", "run", "web", "mail"}  # they go on, and wait for it
UNTOUCHED = {"evidence scan"}  # no scanner is set, which is said first


def broken_tables(home: Path, *tables: str) -> None:
    """The first page of each table and of its indexes is overwritten, as by a disk that wrote to the wrong place."""
    for left in home.glob("s11.db-*"):
        left.unlink()
    with closing(sqlite3.connect(home / "s11.db")) as made:
        size = made.execute("PRAGMA page_size").fetchone()[0]
        named = made.execute("SELECT tbl_name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall()
    raw = bytearray((home / "s11.db").read_bytes())
    for name, page in named:
        if name in tables:
            raw[(page - 1) * size : page * size] = b"\xff" * size
    (home / "s11.db").write_bytes(raw)


@contextmanager
def a_full_disk(home: Path) -> Iterator[None]:
    with no_room():
        yield


@contextmanager
def a_spoilt_file(home: Path) -> Iterator[None]:
    whole = (home / "s11.db").read_bytes()
    (home / "s11.db").write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    yield


@contextmanager
def spoilt_pages(home: Path) -> Iterator[None]:
    broken_tables(home, "submissions", "contacts", "audits", "receipts", "messages", "evidence", "agencies")
    yield


@contextmanager
def a_folder_in_the_way(home: Path) -> Iterator[None]:
    """What root may not write either: a folder stands where the record was."""
    for left in home.glob("s11.db*"):
        left.unlink()
    (home / "s11.db").mkdir()
    yield


@pytest.mark.parametrize("fault", [a_full_disk, a_spoilt_file, spoilt_pages, a_folder_in_the_way])
def test_every_command_says_what_the_disk_did_in_one_line(
    city_hackney: S11, at_hand: Path, fault: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with fault(at_hand / "home"):
        told = {each: city_hackney(*each.split(), *EVERY[each]) for each in EVERY if each not in LISTENS | UNTOUCHED}
        doctor = city_hackney("doctor")
    went_on = {each: said for each, said in told.items() if said.code not in (1, 2) or len(said.err.splitlines()) != 1}
    assert went_on == {}
    assert (doctor.code, "fail record: " in doctor.out) == (1, True)


def test_a_full_disk_is_one_line_and_costs_nothing_that_was_kept(s11: S11, home: Path, tmp_path: Path) -> None:
    before = s11("status", KEY, "--json").out
    with no_room():
        told = s11("pause", KEY, "ASC", "--until", "2030-03-01")
    assert (told.code, len(told.err.splitlines())) == (1, 1)
    assert s11("status", KEY, "--json").out == before
    assert s11("pause", KEY, "ASC", "--until", "2030-03-01").code == 0


def test_a_home_for_which_there_is_no_room_is_made_once_there_is(s11: S11) -> None:
    with no_room():
        told = s11("init")
    assert (told.code, told.out, len(told.err.splitlines())) == (1, "", 1)
    assert "Make room on the disk" in told.err
    assert s11("init").code == 0


def test_what_is_written_is_its_owners_alone_whatever_the_shell_says(
    s11: S11, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    before = os.umask(0)
    request.addfinalizer(lambda: os.umask(before))
    s11("init")
    s11("audit", "open", KEY, "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31")
    s11("export", KEY, "--out", tmp_path / "home" / "out" / "export.json")
    shared = [each for each in (tmp_path / "home").rglob("*") if stat.S_IMODE(each.stat().st_mode) & 0o077]
    assert (shared, (tmp_path / "home" / "out" / "export.json").exists()) == ([], True)


def test_a_letter_for_which_there_is_no_room_leaves_no_half(tmp_path: Path) -> None:
    write_whole(tmp_path / "one.eml", b"From: audit@example.org\r\n\r\nHello\r\n")
    with no_room(), pytest.raises(OSError, match="large"):
        write_whole(tmp_path / "two.eml", b"Hello")
    assert [each.name for each in tmp_path.glob("*.eml")] == ["one.eml"]
