"""Letters about a question back or an action: an agency answers one, a manager goes on with it or closes it."""

from intake.mail.back.action import action_of, reply_to_action
from intake.mail.back.manager import ask_on, asked_in_thread
from intake.mail.back.meeting import asked_of_meeting, keep_reply
from intake.mail.back.reply import reply_to_thread
from intake.mail.back.words import own_words

__all__ = [
    "action_of",
    "ask_on",
    "asked_in_thread",
    "asked_of_meeting",
    "keep_reply",
    "own_words",
    "reply_to_action",
    "reply_to_thread",
]
