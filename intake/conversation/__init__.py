"""One turn of a conversation: state and words become a move and a reply, the same in every channel."""

from intake.conversation.intents import Command, Do, alone
from intake.conversation.session import (
    Talk,
    Talker,
    chosen,
    give_file,
    hello,
    last_spoken_for,
    last_turn,
    place_of,
    press,
    reference,
    refuse_stranger,
    returns_of_contact,
    speak,
    which,
)

__all__ = [
    "Command",
    "Do",
    "Talk",
    "Talker",
    "alone",
    "chosen",
    "give_file",
    "hello",
    "last_spoken_for",
    "last_turn",
    "place_of",
    "press",
    "reference",
    "refuse_stranger",
    "returns_of_contact",
    "speak",
    "which",
]
