"""Letters out because of the audit or a letter: invitations, acknowledgements, and what they left in the record."""

from intake.mail.outward.instead import Deciding, ask_instead, name_contact
from intake.mail.outward.invite import (
    Asker,
    Invited,
    Keep,
    ask,
    ask_newcomer,
    asked_once_more,
    name_partnerships,
    not_yet_asked,
    queue,
    to_invite,
    trial,
    write_out,
)
from intake.mail.outward.layout import blocks
from intake.mail.outward.matter import VIA, CarriedFile, Matter
from intake.mail.outward.record import answer, say_closed, take_answers, take_files, take_signature
from intake.mail.outward.requests import ASKS, KEY, asked_about, day_asked, ours, person_asked, plead_beside
from intake.mail.outward.understood import in_words

__all__ = [
    "ASKS",
    "KEY",
    "VIA",
    "Asker",
    "CarriedFile",
    "Deciding",
    "Invited",
    "Keep",
    "Matter",
    "answer",
    "ask",
    "ask_instead",
    "ask_newcomer",
    "asked_about",
    "asked_once_more",
    "blocks",
    "day_asked",
    "in_words",
    "name_contact",
    "name_partnerships",
    "not_yet_asked",
    "ours",
    "person_asked",
    "plead_beside",
    "queue",
    "say_closed",
    "take_answers",
    "take_files",
    "take_signature",
    "to_invite",
    "trial",
    "write_out",
]
