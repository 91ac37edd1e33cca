"""Chasing what is overdue: returns that stay out after the last day, answers to what was asked back, and actions."""

from reports.overdue.actions import actions_late, audits_with_actions, chase_actions
from reports.overdue.assurance import ask_for_assurance, assurance_due
from reports.overdue.ladder import climb, overdue_now
from reports.overdue.meetings import ask_what_came, audits_with_meetings, meetings_held
from reports.overdue.threads import remind_of_threads, sent_again, tell_sent_again, threads_due

__all__ = [
    "actions_late",
    "ask_for_assurance",
    "ask_what_came",
    "assurance_due",
    "audits_with_actions",
    "audits_with_meetings",
    "chase_actions",
    "climb",
    "meetings_held",
    "overdue_now",
    "remind_of_threads",
    "sent_again",
    "tell_sent_again",
    "threads_due",
]
