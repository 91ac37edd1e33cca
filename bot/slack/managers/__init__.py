"""Managers in Slack: App Home and what they decide there."""

from bot.slack.managers.answers import ManagerDesk, Papers
from bot.slack.managers.home import Overview
from bot.slack.managers.listen import Managing
from bot.slack.managers.office import START, AgencyPage, Office

__all__ = [
    "START",
    "AgencyPage",
    "ManagerDesk",
    "Managing",
    "Office",
    "Overview",
    "Papers",
]
