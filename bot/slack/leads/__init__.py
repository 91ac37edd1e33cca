"""Agency leads in Slack: questions, answers, files."""

from bot.slack.leads.desk import Desk, TurnOutcome
from bot.slack.leads.files import Filing
from bot.slack.leads.listen import Listeners
from bot.slack.leads.show import Screen

__all__ = [
    "Desk",
    "Filing",
    "Listeners",
    "Screen",
    "TurnOutcome",
]
