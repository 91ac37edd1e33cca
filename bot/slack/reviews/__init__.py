"""Slack after the returns: what waits for a manager, a return a standard at a time, and the questions put back."""

from bot.slack.reviews.asked_back import AskedBack, answer_button, asked_of_lead, thread_in
from bot.slack.reviews.home import after_returns, returns_of, waiting_of
from bot.slack.reviews.listen import REVIEW, Reviewing
from bot.slack.reviews.pleas import PleasDesk
from bot.slack.reviews.views import queued

__all__ = [
    "REVIEW",
    "AskedBack",
    "PleasDesk",
    "Reviewing",
    "after_returns",
    "answer_button",
    "asked_of_lead",
    "queued",
    "returns_of",
    "thread_in",
    "waiting_of",
]
