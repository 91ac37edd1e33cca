"""Files that came with letters: what their senders and the managers are told of each."""

from intake.mail.files.file_dates import LetterFiles, SaidInLetter, date_files, says_only_dates
from intake.mail.files.file_lines import NotedFile, lacks_files, noted, only_points_to_files
from intake.mail.files.places import asks_place, placed_by_evidence
from intake.mail.files.told_later import FileDesk
from intake.mail.files.unread import not_read, says_unread, unread_in

__all__ = [
    "FileDesk",
    "LetterFiles",
    "NotedFile",
    "SaidInLetter",
    "asks_place",
    "date_files",
    "lacks_files",
    "not_read",
    "noted",
    "only_points_to_files",
    "placed_by_evidence",
    "says_only_dates",
    "says_unread",
    "unread_in",
]
