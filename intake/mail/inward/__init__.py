"""Letters in: fetched, kept, routed to the return they answer, held where a person must decide."""

from intake.mail.inward.collect import take_in, taken_in, watch
from intake.mail.inward.folder import FolderMailbox
from intake.mail.inward.hold import decide, held_letter, tell_decided
from intake.mail.inward.receive import LetterOutcome, Porter, Postroom
from intake.mail.inward.route import Trust, form_id, line_of, message_id, reply_address
from intake.mail.inward.rulings import Bench, rule

__all__ = [
    "Bench",
    "FolderMailbox",
    "LetterOutcome",
    "Porter",
    "Postroom",
    "Trust",
    "decide",
    "form_id",
    "held_letter",
    "line_of",
    "message_id",
    "reply_address",
    "rule",
    "take_in",
    "taken_in",
    "tell_decided",
    "watch",
]
