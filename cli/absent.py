"""Files that an imported export named and did not bring: they lie where the export was made, and were never here."""

from collections.abc import Iterable

from cli import wiring
from config.files import LONGEST_OF_ALL
from config.settings import Settings
from storage.record import known_keys

LIST = "files-not-imported"


def never_came(using: Settings) -> set[str]:
    """Their SHA-256, whether or not somebody has brought them since."""
    path = using.home / LIST
    return set(wiring.read_file(path, LONGEST_OF_ALL).decode().split()) if path.is_file() else set()


def note_absent(using: Settings, keys: Iterable[str]) -> None:
    """So that they are no files that were lost; what is noted already stays."""
    wiring.write_file(using.home / LIST, "\n".join(sorted({*never_came(using), *keys})) + "\n")


def names_files(using: Settings) -> bool:
    """Whether the record names a file that came; one that cannot be opened names none, and says so itself."""
    try:
        with wiring.reading(using) as db:
            return bool(known_keys(db) - never_came(using))
    except (wiring.NotReady, *wiring.UNOPENED):
        return False
