"""Chasing: who is due, when, and what is written to them."""

from reports.nudges.chase import Chase
from reports.nudges.due import due_now, next_nudges, open_audits, reachable, read_contacts
from reports.nudges.letters import Chaser, Nudge, documents, nudges
from reports.nudges.phone_list import Silent, ToCall, is_list_owed, phone_lists, to_call
from reports.nudges.plan import PRE_NOTICE
from reports.nudges.preview import Coming, as_written, coming
from reports.nudges.slots import FROM, Diary, Window

__all__ = [
    "FROM",
    "PRE_NOTICE",
    "Chase",
    "Chaser",
    "Coming",
    "Diary",
    "Nudge",
    "Silent",
    "ToCall",
    "Window",
    "as_written",
    "coming",
    "documents",
    "due_now",
    "is_list_owed",
    "next_nudges",
    "nudges",
    "open_audits",
    "phone_lists",
    "reachable",
    "read_contacts",
    "to_call",
]
