"""The form we send, and what is kept of it. Pure."""

from intake.forms.questions import (
    ARROW,
    SHEET_HEADINGS,
    SHEET_WORDS,
    asks,
    choices,
    hint,
    last_lines,
    listed,
    prompts,
    sent_form,
)
from intake.forms.sent import ALPHABET, Offer, SentForm, new_token

__all__ = [
    "ALPHABET",
    "ARROW",
    "SHEET_HEADINGS",
    "SHEET_WORDS",
    "Offer",
    "SentForm",
    "asks",
    "choices",
    "hint",
    "last_lines",
    "listed",
    "new_token",
    "prompts",
    "sent_form",
]
