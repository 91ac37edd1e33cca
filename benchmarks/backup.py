"""How fast 5,000 files are backed up and restored, and in how much memory, beside plain tar and age on the same."""

import io
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pyrage

from benchmarks.table import tell
from storage.backups import BackupSource, back_up, look_through, refuse_unless_empty, restore
from storage.backups.seal import new_key, read_keys
from storage.evidence import open_evidence
from storage.nouns import Evidence
from storage.record import Database, open_database

FILES = 5_000
SIZES = (20_000, 180_000)  # bytes, from a scanned page to a policy
KEYS = read_keys(new_key()[0])


def seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def home(folder: Path, record: Database) -> BackupSource:
    return BackupSource(folder, record, open_evidence(str(folder / "evidence")), folder / "outbox", folder / "config")


def filled(place: BackupSource, chance: random.Random) -> int:
    """Keep the files and say how many bytes they are."""
    place.record.migrate()
    total = 0
    with place.record.write.begin() as db:
        for number in range(FILES):
            data = chance.randbytes(chance.randint(*SIZES))
            kept = place.evidence.put(io.BytesIO(data))
            total += kept.size
            db.add(Evidence(sha256=kept.sha256, name=f"{number}.pdf", size=kept.size, media_type="application/pdf"))
    return total


def tar_and_age(source: Path, target: Path) -> None:
    """The ceiling: the same files, the same seal, no record and no proof of a single byte."""
    with (
        subprocess.Popen(["/bin/tar", "-cf", "-", "-C", source, "."], stdout=subprocess.PIPE) as tar,
        target.open("wb") as file,
    ):
        pyrage.encrypt_io(tar.stdout, file, KEYS.recipients)
        file.flush()
        os.fsync(file.fileno())


def age_and_tar(source: Path, target: Path) -> None:
    target.mkdir()
    with (
        subprocess.Popen(["/bin/tar", "-xf", "-", "-C", target], stdin=subprocess.PIPE) as tar,
        source.open("rb") as file,
    ):
        pyrage.decrypt_io(file, tar.stdin, KEYS.identities)
    subprocess.run(["/bin/sync", "--file-system", target], check=True)


def untracked(keys: Sequence[str]) -> Iterator[str]:
    yield from keys


def restored(place: BackupSource, file: Path) -> None:
    @contextmanager
    def opening(_what: str) -> Iterator[BinaryIO]:
        with file.open("rb") as source:
            yield source

    with opening("Checking") as source:
        contents = look_through(source, KEYS)
    refuse_unless_empty(place, contents)
    restore(place, opening, KEYS, contents)


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Most memory this process held since the peak was forgotten, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, at = Path(name), datetime(2026, 3, 2, tzinfo=UTC)
        with (
            open_database(f"sqlite:///{folder / 'old' / 's11.db'}") as old,
            open_database(f"sqlite:///{folder / 'new' / 's11.db'}") as new,
        ):
            source, target = home(folder / "old", old), home(folder / "new", new)
            total = filled(source, random.Random(11)) / 1_000_000
            forget_peak()
            file, before = folder / "ours.backup", peak()
            ours = seconds(lambda: back_up(source, KEYS, file, at, untracked))
            ours_back = seconds(lambda: restored(target, file))
            memory = peak() - before
        plain = seconds(lambda: tar_and_age(folder / "old", folder / "plain.age"))
        plain_back = seconds(lambda: age_and_tar(folder / "plain.age", folder / "plain"))
    size = f"{FILES} files, {total:.0f} MB, beside tar and age"
    tell(f"backup of {size}", ours, plain)
    tell(f"restore of {size}", ours_back, plain_back)
    tell("backup and restore, memory beyond the start", memory, unit="MB")


if __name__ == "__main__":
    main()
