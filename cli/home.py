"""Where the record lies, and whether one is there."""

from pathlib import Path

from config.settings import Settings
from storage.record import Database, read_address


def place(using: Settings) -> str:
    """Where the record lies, as a person would look for it: a whole path, or a server without its password."""
    url = read_address(using.database)
    if url.get_backend_name() == "sqlite" and url.database:
        return str(Path(url.database).absolute())
    return url.render_as_string(hide_password=True)


def is_forgotten(using: Settings) -> bool:
    """Whether the record would lie in memory and be gone with the command that made it."""
    url = read_address(using.database)
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def absence(using: Settings, record: Database) -> str:
    """What is to be said where no record of ours is found; empty where one is there."""
    if record.revision() is not None:
        return ""
    if record.is_empty():
        there = Path(place(using)).exists()
        return f"The record at {place(using)} is empty." if there else f"There is no record at {place(using)}."
    return f"The database at {place(using)} holds no record of s11, but tables of something else."
