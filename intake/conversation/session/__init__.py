"""A turn on the record: loaded, carried out, logged."""

from intake.conversation.session.carry_out import BesideFile
from intake.conversation.session.caution import ERASE, NAME_TELLS
from intake.conversation.session.choose_return import chosen, last_spoken_for, named, returns_of_contact, which
from intake.conversation.session.load import last_turn, place_of, reference, refuse_stranger
from intake.conversation.session.privacy import warning
from intake.conversation.session.question_form import FormOutcome, answer_form, ask_once, leave_rest, open_form
from intake.conversation.session.talker import Talk, Talker
from intake.conversation.session.turn import give_file, hello, press, question_of_file, read_choice, say_beside, speak
from intake.conversation.session.turn_log import ShownRow, newest_shown, same_again
from intake.conversation.session.who_speaks import Came, Desk, OpenTurn, WhichReturn

__all__ = [
    "ERASE",
    "NAME_TELLS",
    "BesideFile",
    "Came",
    "Desk",
    "FormOutcome",
    "OpenTurn",
    "ShownRow",
    "Talk",
    "Talker",
    "WhichReturn",
    "answer_form",
    "ask_once",
    "chosen",
    "give_file",
    "hello",
    "last_spoken_for",
    "last_turn",
    "leave_rest",
    "named",
    "newest_shown",
    "open_form",
    "place_of",
    "press",
    "question_of_file",
    "read_choice",
    "reference",
    "refuse_stranger",
    "returns_of_contact",
    "same_again",
    "say_beside",
    "speak",
    "warning",
    "which",
]
