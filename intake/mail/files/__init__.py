"""Files that came with letters: what their senders and the managers are told of each."""

from intake.mail.files.file_dates import LetterFiles, SaidInLetter, date_files, says_only_dates
from intake.mail.files.file_lines import NotedFile, lacks_files, noted, only_points_to_files
from intake.mail.files.unread import not_read, says_unread, unread_in

__all__ = [
    "LetterFiles",
    "NotedFile",
    "SaidInLetter",
    "date_files",
    "lacks_files",
    "not_read",
    "noted",
    "only_points_to_files",
    "says_only_dates",
    "says_unread",
    "unread_in",
]
