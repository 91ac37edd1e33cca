"""What was typed, as an intent. Pure."""

from intake.conversation.intents.commands import Command, Do
from intake.conversation.intents.names import files_named, find_colleague, find_questions, is_question
from intake.conversation.intents.parse import alone, near, visible, with_words
from intake.conversation.intents.rating_and_more import Both, box_for
from intake.conversation.intents.ratings_in_words import asked_back, said_in_box
from intake.conversation.intents.reply import FreeWords, Intent, command_in, next_box, understand
from intake.conversation.intents.small_talk import asks_us, is_aside, refuse_unless_reason

__all__ = [
    "Both",
    "Command",
    "Do",
    "FreeWords",
    "Intent",
    "alone",
    "asked_back",
    "asks_us",
    "box_for",
    "command_in",
    "files_named",
    "find_colleague",
    "find_questions",
    "is_aside",
    "is_question",
    "near",
    "next_box",
    "refuse_unless_reason",
    "said_in_box",
    "understand",
    "visible",
    "with_words",
]
