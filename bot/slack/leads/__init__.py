"""Agency leads in Slack: questions, answers, files."""

from bot.slack.leads.asked_back import AskedBack, answer_button, asked_of_lead, thread_in
from bot.slack.leads.files import Filing
from bot.slack.leads.form_window import FormWindow
from bot.slack.leads.listen import Listeners
from bot.slack.leads.outcome import HandedFile, TurnOutcome
from bot.slack.leads.show import Screen
from bot.slack.leads.work_off import WorkOff

__all__ = [
    "AskedBack",
    "Filing",
    "FormWindow",
    "HandedFile",
    "Listeners",
    "Screen",
    "TurnOutcome",
    "WorkOff",
    "answer_button",
    "asked_of_lead",
    "thread_in",
]
