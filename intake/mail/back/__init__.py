"""Letters about a question back or an action, which an agency answers and a manager decides; and papers ordered."""

from intake.mail.back.action import action_of, reply_to_action
from intake.mail.back.late_action import asked_of_action, end_action
from intake.mail.back.manager import ask_on, asked_in_thread
from intake.mail.back.meeting import asked_of_meeting, keep_reply
from intake.mail.back.paper import order_by_letter
from intake.mail.back.replied import own_reply
from intake.mail.back.reply import reply_to_thread
from intake.mail.back.words import own_words

__all__ = [
    "action_of",
    "ask_on",
    "asked_in_thread",
    "asked_of_action",
    "asked_of_meeting",
    "end_action",
    "keep_reply",
    "order_by_letter",
    "own_reply",
    "own_words",
    "reply_to_action",
    "reply_to_thread",
]
