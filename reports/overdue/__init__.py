"""Chasing what is overdue: returns that stay out after the last day, and answers to what was asked back."""

from reports.overdue.ladder import climb, overdue_now
from reports.overdue.threads import remind_of_threads, sent_again, tell_sent_again, threads_due

__all__ = ["climb", "overdue_now", "remind_of_threads", "sent_again", "tell_sent_again", "threads_due"]
