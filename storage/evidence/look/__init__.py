"""What a file is, found in its bytes: its type, what to be wary of, and what a scanner says."""

from storage.evidence.look.handed import hand, handed, on_disk
from storage.evidence.look.kept import CHUNK, Damaged, Finding, Kept, Missing, Proving, Stored, Unavailable, is_key
from storage.evidence.look.names import clean_name, disposition, name_on_disk
from storage.evidence.look.trash import TRASH, FolderTrash, Trash, Trashed

__all__ = [
    "CHUNK",
    "TRASH",
    "Damaged",
    "Finding",
    "FolderTrash",
    "Kept",
    "Missing",
    "Proving",
    "Stored",
    "Trash",
    "Trashed",
    "Unavailable",
    "clean_name",
    "disposition",
    "hand",
    "handed",
    "is_key",
    "name_on_disk",
    "on_disk",
]
