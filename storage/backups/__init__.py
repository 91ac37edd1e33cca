"""Backups: the whole deployment in one sealed file, and back from it."""

from storage.backups.backup import BackupSource, Contents, back_up
from storage.backups.orphans import is_strange, let_go, needed_again, restored, unused
from storage.backups.restore import MARKER, Opening, look_through, refuse_unless_empty, restore

__all__ = [
    "MARKER",
    "BackupSource",
    "Contents",
    "Opening",
    "back_up",
    "is_strange",
    "let_go",
    "look_through",
    "needed_again",
    "refuse_unless_empty",
    "restore",
    "restored",
    "unused",
]
