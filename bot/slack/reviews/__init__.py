"""Slack after the returns: what waits for a manager, a return a standard at a time, and the questions put back."""

from bot.slack.reviews.asked_back import AskedBack, answer_button, asked_of_lead, thread_in
from bot.slack.reviews.home import after_returns
from bot.slack.reviews.listen import Reviewing

__all__ = ["AskedBack", "Reviewing", "after_returns", "answer_button", "asked_of_lead", "thread_in"]
