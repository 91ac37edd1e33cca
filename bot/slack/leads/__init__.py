"""Agency leads in Slack: questions, answers, files."""

from bot.slack.leads.files import Filing
from bot.slack.leads.form_window import FormWindow
from bot.slack.leads.listen import Listeners
from bot.slack.leads.outcome import HandedFile, TurnOutcome, came_to
from bot.slack.leads.show import KEPT, Screen
from bot.slack.leads.work_off import WordsBeside, WorkOff

__all__ = [
    "KEPT",
    "Filing",
    "FormWindow",
    "HandedFile",
    "Listeners",
    "Screen",
    "TurnOutcome",
    "WordsBeside",
    "WorkOff",
    "came_to",
]
