"""Managers in Slack: App Home and what they decide there."""

from bot.slack.managers.agencies import asked
from bot.slack.managers.forms import WAITING, menu
from bot.slack.managers.home import Overview
from bot.slack.managers.listen import Managing
from bot.slack.managers.office import SAID, START, AgencyPage, Decides, Decision, Office

__all__ = [
    "SAID",
    "START",
    "WAITING",
    "AgencyPage",
    "Decides",
    "Decision",
    "Managing",
    "Office",
    "Overview",
    "asked",
    "menu",
]
