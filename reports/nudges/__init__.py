"""Chasing: who is due, when, and what is written to them."""

from reports.nudges.after import remind_of_threads, sent_again, tell_sent_again, threads_due
from reports.nudges.chase import Chase
from reports.nudges.due import due_now, next_nudges, open_audits, reachable, read_contacts
from reports.nudges.late_actions import actions_late, audits_with_actions, chase_actions
from reports.nudges.letters import Chaser, Nudge, documents, nudges
from reports.nudges.overdue import climb, overdue_now
from reports.nudges.phone_list import is_list_owed, phone_lists
from reports.nudges.plan import PRE_NOTICE
from reports.nudges.preview import Coming, as_written, coming
from reports.nudges.slots import FROM, Diary

__all__ = [
    "FROM",
    "PRE_NOTICE",
    "Chase",
    "Chaser",
    "Coming",
    "Diary",
    "Nudge",
    "actions_late",
    "as_written",
    "audits_with_actions",
    "chase_actions",
    "climb",
    "coming",
    "documents",
    "due_now",
    "is_list_owed",
    "next_nudges",
    "nudges",
    "open_audits",
    "overdue_now",
    "phone_lists",
    "reachable",
    "read_contacts",
    "remind_of_threads",
    "sent_again",
    "tell_sent_again",
    "threads_due",
]
