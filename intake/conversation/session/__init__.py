"""A turn on the record: loaded, carried out, logged."""

from intake.conversation.session.choose_return import chosen, last_spoken_for, returns_of_contact, which
from intake.conversation.session.load import last_turn, place_of, reference, refuse_stranger
from intake.conversation.session.talker import Talk, Talker
from intake.conversation.session.turn import give_file, hello, press, speak

__all__ = [
    "Talk",
    "Talker",
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
