"""People's rights: where somebody is named, found, handed out, and erased unless a court needs it."""

from intake.rights.erase import Erased, ErasureOrder, erase, let_go_of
from intake.rights.export import export_files
from intake.rights.files import look, named, without
from intake.rights.find import (
    KeptFile,
    NamedPlace,
    file_mentions,
    home_files,
    home_mentions,
    kept_files,
    known_as,
    row_mentions,
)
from intake.rights.holds import hold_person, holds_on, open_holds, refuse_held, release_person
from intake.rights.inbox import erase_deliveries, inbox_mentions
from intake.rights.retention import Overdue, overdue, retire
from intake.rights.sought import Sought

__all__ = [
    "Erased",
    "ErasureOrder",
    "KeptFile",
    "NamedPlace",
    "Overdue",
    "Sought",
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
    "let_go_of",
    "look",
    "named",
    "open_holds",
    "overdue",
    "refuse_held",
    "release_person",
    "retire",
    "row_mentions",
    "without",
]
