"""Files that came with letters: what their senders and the managers are told of each."""

from intake.mail.files.file_lines import NotedFile, lacks_files, noted
from intake.mail.files.unread import not_read, unread_in

__all__ = ["NotedFile", "lacks_files", "not_read", "noted", "unread_in"]
