"""Chasing what is overdue: returns that stay out after the last day, answers to what was asked back, and actions."""

from reports.overdue.actions import actions_late, audits_with_actions, chase_actions
from reports.overdue.assurance import ask_for_assurance, assurance_due
from reports.overdue.ladder import climb, overdue_now
from reports.overdue.threads import remind_of_threads, sent_again, tell_sent_again, threads_due

__all__ = [
    "actions_late",
    "ask_for_assurance",
    "assurance_due",
    "audits_with_actions",
    "chase_actions",
    "climb",
    "overdue_now",
    "remind_of_threads",
    "sent_again",
    "tell_sent_again",
    "threads_due",
]
