"""Managers in Slack after the returns: what waits, a return a standard at a time, and what they make of it."""

from bot.slack.reviews.home import after_returns
from bot.slack.reviews.listen import Reviewing

__all__ = ["Reviewing", "after_returns"]
