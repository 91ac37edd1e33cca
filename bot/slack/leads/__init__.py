"""Agency leads in Slack: questions, answers, files."""

from bot.slack.leads.asked_back import AskedBack, answer_button, asked_of_lead, thread_in
from bot.slack.leads.files import Filing
from bot.slack.leads.listen import Listeners
from bot.slack.leads.outcome import HandedFile, TurnOutcome
from bot.slack.leads.show import Screen

__all__ = [
    "AskedBack",
    "Filing",
    "HandedFile",
    "Listeners",
    "Screen",
    "TurnOutcome",
    "answer_button",
    "asked_of_lead",
    "thread_in",
]
