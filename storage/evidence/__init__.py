"""Where files are kept: each once, by its SHA-256, in a folder or an S3 bucket, and proved."""

from storage.evidence.folder import ELSEWHERE, FolderEvidence, flush_folder, write_parts, write_whole
from storage.evidence.look import Trashed, clean_name, disposition, hand, handed, name_on_disk, on_disk
from storage.evidence.store import (
    CHUNK,
    Damaged,
    EvidenceStore,
    Kept,
    Missing,
    Stored,
    Unavailable,
    is_key,
    open_evidence,
    prove,
)
from storage.evidence.verify import Proved, verify

__all__ = [
    "CHUNK",
    "ELSEWHERE",
    "Damaged",
    "EvidenceStore",
    "FolderEvidence",
    "Kept",
    "Missing",
    "Proved",
    "Stored",
    "Trashed",
    "Unavailable",
    "clean_name",
    "disposition",
    "flush_folder",
    "hand",
    "handed",
    "is_key",
    "name_on_disk",
    "on_disk",
    "open_evidence",
    "prove",
    "verify",
    "write_parts",
    "write_whole",
]
