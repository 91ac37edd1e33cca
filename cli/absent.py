"""Files that an imported export named and did not bring: they lie where the export was made, and were never here."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import wiring
from config.files import LONGEST_OF_ALL
from config.settings import Settings
from storage.nouns import Evidence, Receipt
from storage.record import known_keys

LIST = "files-not-imported"
SOME = 5  # of each end of each kind: one that is lost makes the store no other


def never_came(using: Settings) -> set[str]:
    """Their SHA-256, whether or not somebody has brought them since."""
    path = using.home / LIST
    return set(wiring.read_file(path, LONGEST_OF_ALL).decode().split()) if path.is_file() else set()


def note_absent(using: Settings, keys: Iterable[str]) -> None:
    """So that they are no files that were lost; what is noted already stays."""
    wiring.write_file(using.home / LIST, "\n".join(sorted({*never_came(using), *keys})) + "\n")


def names_files(using: Settings) -> bool:
    """Whether the record names a file that came."""
    return bool(some_files(using))


def some_files(using: Settings) -> set[str]:
    """The first and the last files that came, by the record; one that cannot be opened names none, and says so itself.

    Both, for a store that came back from a backup lacks the last, and one that was thinned out may lack the first.
    """
    absent = never_came(using)
    try:
        with wiring.reading(using) as db:
            return (set() if absent else _ends(db)) or set(sorted(known_keys(db) - absent)[: 4 * SOME])
    except (wiring.NotReady, *wiring.UNOPENED):
        return set()


def _ends(db: Session) -> set[str]:
    return {
        each
        for key, number in ((Evidence.sha256, Evidence.id), (Receipt.raw_key, Receipt.id))
        for end in (number, number.desc())
        for each in db.scalars(select(key).where(key != "").order_by(end).limit(SOME))
    }
