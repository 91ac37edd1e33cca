"""What comes after a return was sent: questions put back, what managers made of it, and what is to be done."""

from storage.nouns.after.action import ASSURANCE, HANDED, Action, ActionEntry
from storage.nouns.after.meeting import Meeting, MeetingEntry
from storage.nouns.after.recommendation import Recommendation
from storage.nouns.after.review import Review
from storage.nouns.after.thread import Thread, ThreadEntry

__all__ = [
    "ASSURANCE",
    "HANDED",
    "Action",
    "ActionEntry",
    "Meeting",
    "MeetingEntry",
    "Recommendation",
    "Review",
    "Thread",
    "ThreadEntry",
]
