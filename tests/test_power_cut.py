"""What a power cut may not take: bytes are on the disk before they get their name, and the name before it is told."""

import io
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cli.wiring import write_file
from storage.evidence import FolderEvidence, write_whole
from storage.record import open_database

DAY = date(2026, 3, 2)


class Disk:
    """What was asked of the disk in its order: files and folders by their number, and the names they had then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.safe: dict[int, list[str]] = {}
        fsync = os.fsync

        def noted(descriptor: int) -> None:
            fsync(descriptor)
            name = str(Path(f"/proc/self/fd/{descriptor}").readlink())
            self.safe.setdefault(os.fstat(descriptor).st_ino, []).append(name)

        monkeypatch.setattr(os, "fsync", noted)

    def outlasts(self, path: Path) -> bool:
        """Whether the bytes were safe under another name, and then the name itself."""
        names = self.safe.get(path.stat().st_ino, [])
        return bool(names) and str(path) not in names and path.parent.stat().st_ino in self.safe


def a_letter(folder: Path) -> Path:
    write_whole(folder / "outbox" / "one.eml", b"From: audit@example.org\r\n\r\nHello\r\n")
    return folder / "outbox" / "one.eml"


def an_export(folder: Path) -> Path:
    write_file(folder / "out" / "export.json", "{}")
    return folder / "out" / "export.json"


def a_file_in_the_trash(folder: Path) -> Path:
    store = FolderEvidence(folder / "evidence")
    sha256 = store.put(io.BytesIO(b"Our policy.")).sha256
    store.trash.take(sha256, DAY)
    return folder / "evidence" / "trash" / DAY.isoformat() / sha256


def a_file_that_came_back(folder: Path) -> Path:
    store, sha256 = FolderEvidence(folder / "evidence"), a_file_in_the_trash(folder).name
    store.trash.give_back(next(iter(store.trash.listed())))
    return folder / "evidence" / sha256[:2] / sha256


def a_file(folder: Path) -> Path:
    sha256 = FolderEvidence(folder / "evidence").put(io.BytesIO(b"Our policy.")).sha256
    return folder / "evidence" / sha256[:2] / sha256


@pytest.mark.parametrize("written", [a_letter, an_export, a_file, a_file_in_the_trash, a_file_that_came_back])
def test_what_is_written_outlasts_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Callable[[Path], Path]
) -> None:
    disk = Disk(monkeypatch)
    assert disk.outlasts(written(tmp_path))


@pytest.mark.parametrize("lies", [a_file, a_file_in_the_trash])
def test_what_is_deleted_does_not_come_back_after_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lies: Callable[[Path], Path]
) -> None:
    path, store = lies(tmp_path), FolderEvidence(tmp_path / "evidence")
    folder = path.parent.stat().st_ino
    disk = Disk(monkeypatch)
    for each in store.trash.listed():
        store.trash.delete(each)
    store.delete(path.name)
    assert not path.exists()
    assert folder in disk.safe


def test_a_commit_is_on_the_disk_when_it_returns(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path}/s11.db") as record:
        record.migrate()
        with record.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL, of every connection
