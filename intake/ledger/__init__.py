"""The only writers of a return: answers and files are added, never changed."""

from intake.ledger.evidence import Brought, bring, date_file, enter_file, look, rescan, waiting
from intake.ledger.files import File, files_of
from intake.ledger.limits import LONGEST_NAME, near, one_line, reason
from intake.ledger.write import (
    Refused,
    Saying,
    accept,
    attach,
    enter,
    hand,
    lift_acceptance,
    open_again,
    record,
    refuse_forbidden,
    refuse_unaccepted,
    speak_for,
    submit,
    withdraw,
)

__all__ = [
    "LONGEST_NAME",
    "Brought",
    "File",
    "Refused",
    "Saying",
    "accept",
    "attach",
    "bring",
    "date_file",
    "enter",
    "enter_file",
    "files_of",
    "hand",
    "lift_acceptance",
    "look",
    "near",
    "one_line",
    "open_again",
    "reason",
    "record",
    "refuse_forbidden",
    "refuse_unaccepted",
    "rescan",
    "speak_for",
    "submit",
    "waiting",
    "withdraw",
]
