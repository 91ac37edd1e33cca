"""The channel set up: a folder for each person, by their address; what they put into `in` is answered in `out`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from config.ways import Way
from intake.conversation import Desk, Talk
from storage.record import Database
from tests.bot.folder.listen import FolderListener

FOLDER = Way("folder", "email", "folder", "folder's name")  # the row of config.ways


def make_listener(root: Path, database: Database, now: Callable[[], datetime]) -> FolderListener:
    return FolderListener(root, Desk(database, Talk(), now, FOLDER))
