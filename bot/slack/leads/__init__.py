"""Agency leads in Slack: questions, answers, files."""

from bot.slack.leads.files import Filing
from bot.slack.leads.listen import Listeners
from bot.slack.leads.outcome import HandedFile, TurnOutcome
from bot.slack.leads.show import Screen

__all__ = [
    "Filing",
    "HandedFile",
    "Listeners",
    "Screen",
    "TurnOutcome",
]
