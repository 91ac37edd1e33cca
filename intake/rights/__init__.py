"""People's rights: where somebody is named, found, handed out, and erased unless a court needs it."""

from intake.rights.erase import Erased, ErasureOrder, erase, let_go_of, refuse_erasure
from intake.rights.export import export_files
from intake.rights.files import FileSearch, OpenPdf, opened_pdfs
from intake.rights.find import (
    KeptFile,
    NamedPlace,
    addresses_beside,
    file_mentions,
    home_files,
    home_mentions,
    kept_files,
    known_as,
    last_name_places,
    row_mentions,
)
from intake.rights.holds import hold_person, holds_on, open_holds, release_person
from intake.rights.inbox import erase_deliveries, inbox_mentions
from intake.rights.retention import MESSAGE, Overdue, overdue, retire
from intake.rights.rows import HOLD
from intake.rights.sought import Sought

__all__ = [
    "HOLD",
    "MESSAGE",
    "Erased",
    "ErasureOrder",
    "FileSearch",
    "KeptFile",
    "NamedPlace",
    "OpenPdf",
    "Overdue",
    "Sought",
    "addresses_beside",
    "erase",
    "erase_deliveries",
    "export_files",
    "file_mentions",
    "hold_person",
    "holds_on",
    "home_files",
    "home_mentions",
    "inbox_mentions",
    "kept_files",
    "known_as",
    "last_name_places",
    "let_go_of",
    "open_holds",
    "opened_pdfs",
    "overdue",
    "refuse_erasure",
    "release_person",
    "retire",
    "row_mentions",
]
