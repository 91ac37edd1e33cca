"""Files that people name: what is none is told at once, whoever reads it, and nothing takes its place."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import wiring
from config.files import open_file, read_whole
from config.questionnaire import load_folder
from config.settings import Settings, UnknownSetting
from intake.ledger import Refused
from intake.mail.inward import FolderMailbox
from storage.evidence import Damaged, FolderEvidence, write_whole

KEY = "ab" * 32


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A pipe that nobody will ever write to: whoever opens it as a file waits for good."""
    path = tmp_path / "pipe.toml"
    os.mkfifo(path)
    return path


def secret(path: Path) -> object:
    return Settings.read({"S11_SECRET_KEY_FILE": str(path)}, path.parent / "none")


def stored(path: Path) -> object:
    shelf = path.parent / "store" / KEY[:2]
    shelf.mkdir(parents=True)
    (shelf / KEY).symlink_to(path)
    with FolderEvidence(path.parent / "store").open(KEY) as file:
        return file.read()


@pytest.mark.parametrize("what", ["pipe.toml", "device.toml"])
@pytest.mark.parametrize(
    ("read", "told"),
    [
        (secret, UnknownSetting),
        (wiring.read_file, Refused),
        (stored, Damaged),
        (open_file, OSError),
        (lambda path: load_folder(path.parent), OSError),
        (lambda path: list(FolderMailbox(path).letters()), OSError),
        (lambda path: write_whole(path, b"An export."), OSError),
    ],
    ids=["secret", "file of a command", "evidence", "file", "own audits", "letters", "written"],
)
def test_what_is_no_file_is_told_and_stays(
    pipe: Path, what: str, read: Callable[[Path], object], told: type[Exception]
) -> None:
    path = pipe.with_name(what)
    if path != pipe:
        pipe.unlink()
        path.symlink_to("/dev/null")
    before = path.stat()
    with pytest.raises(told):
        read(path)
    assert stat.S_IFMT(path.stat().st_mode) == stat.S_IFMT(before.st_mode)


def test_a_file_is_read_as_far_as_anybody_writes_one(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"abbr,name")
    assert read_whole(path, 9) == b"abbr,name"
    with pytest.raises(OSError, match="longer than"):
        read_whole(path, 8)
