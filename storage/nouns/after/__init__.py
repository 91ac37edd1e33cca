"""What comes after a return was sent: questions put back to its agency, and what its managers made of it."""

from storage.nouns.after.review import Review
from storage.nouns.after.thread import Thread, ThreadEntry

__all__ = ["Review", "Thread", "ThreadEntry"]
