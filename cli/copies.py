"""What was taken out of the record and lies elsewhere: a line each, for whoever asks what remains."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cli import wiring
from config.dates import uk_moment
from config.settings import Settings

BACKUP = "backup"


class CopyMade(NamedTuple):
    """A file or folder that a command wrote: when, by which command, and where."""

    at: datetime
    what: str
    place: str

    def __str__(self) -> str:
        return f"{self.what}, {uk_moment(self.at)}: {self.place}"


def copies_file(using: Settings) -> Path:
    return using.home / "handed-out"


def note_copy(using: Settings, what: str, place: Path) -> None:
    """Note that this is written there, before its first file where there are several.

    A home that takes no line costs nobody their report.
    """
    line = "\t".join((wiring.now(using).isoformat(timespec="seconds"), what, str(place.absolute())))
    try:
        using.home.mkdir(parents=True, exist_ok=True)
        with copies_file(using).open("a", encoding="utf-8") as target:
            target.write(f"{line}\n")
    except OSError as error:
        wiring.err().print(f"It could not be noted that {place} was written: {error.strerror}.")


def copies_made(using: Settings) -> Iterator[CopyMade]:
    """Oldest first; a line that is not ours is passed over."""
    try:
        lines = copies_file(using).read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    for line in lines:
        parts = line.split("\t")
        if len(parts) == 3:
            try:
                yield CopyMade(datetime.fromisoformat(parts[0]), parts[1], parts[2])
            except ValueError:
                continue
