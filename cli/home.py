"""Where the record lies, and whether one is there."""

import os
from pathlib import Path

from sqlalchemy.exc import ArgumentError

from config.settings import Settings
from storage.record import Database, file_of, read_address

OWNER = "Give it and its folder to the user who runs s11, on a disk that may be written."


def place(using: Settings) -> str:
    """Where the record lies, as a person would look for it: a whole path, or a server without its password."""
    url = read_address(using.database)
    if url.get_backend_name() == "sqlite" and url.database:
        return str(Path(url.database).absolute())
    return url.render_as_string(hide_password=True)


def may_write(path: Path) -> bool:
    """Whether a file may be written or made, or a folder filled; of what is not there, where it would be made."""
    there = next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())
    return os.access(there, os.W_OK)


def unwritable(using: Settings) -> str:
    """What is to be said of an SQLite record that may only be read; empty of any other."""
    try:
        path = file_of(read_address(using.database))
    except ArgumentError:
        return ""  # which who opens it is told
    if path is None or not path.is_file():
        return ""
    return "" if may_write(path) and may_write(path.parent) else f"s11 may not write to {path.absolute()}."


def is_forgotten(using: Settings) -> bool:
    """Whether the record would lie in memory and be gone with the command that made it."""
    url = read_address(using.database)
    return url.get_backend_name() == "sqlite" and (not url.database or ":memory:" in url.database)


def absence(using: Settings, record: Database) -> str:
    """What is to be said where no record of ours is found; empty where one is there."""
    if record.revision() is not None:
        return ""
    if record.is_empty():
        there = Path(place(using)).exists()
        return f"The record at {place(using)} is empty." if there else f"There is no record at {place(using)}."
    return f"The database at {place(using)} holds no record of s11, but tables of something else."


def other_version(record: Database) -> str:
    """What is to be said of a record that this version of the program cannot use as it is; empty where it can."""
    if record.is_current():
        return ""
    if record.is_newer():
        return "The record was made by a newer s11. Install that version or a later one."
    return "The record was made by another version of s11. Run s11 init to bring it up to date."
