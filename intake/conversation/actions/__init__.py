"""What an intent comes to: a move, decided from the situation. Pure."""

from intake.conversation.actions.answer import answer, ask_why_reopen, free_words, saved, several
from intake.conversation.actions.file_dates import file_aged
from intake.conversation.actions.last_time import UNCHANGED, too_late
from intake.conversation.actions.table import COMMANDS

__all__ = [
    "COMMANDS",
    "UNCHANGED",
    "answer",
    "ask_why_reopen",
    "file_aged",
    "free_words",
    "saved",
    "several",
    "too_late",
]
