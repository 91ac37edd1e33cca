"""A row whose time is over: what stays of it, so that a trail and a reply still find it."""

from dataclasses import replace
from datetime import datetime

from intake.forms import SentForm
from intake.rights.sought import MARK
from storage.nouns import Message, Receipt, Sent, Turn

_STAYS = "listed"  # among the facts of a telephone list: which returns stood on it


def retired_letter(receipt: Receipt) -> list[str]:
    """The key of its bytes, which go."""
    key = receipt.raw_key
    receipt.raw_key, receipt.sender, receipt.subject = "", MARK, MARK
    return [key]


def retired_message(message: Message, at: datetime) -> list[str]:
    """That it left stays, and when; one that never left is called off. The keys of the files that it enclosed."""
    keys = [str(each["sha256"]) for each in message.attachments]
    message.recipient = message.subject = message.body = MARK
    message.html = message.reply_to = message.last_error = ""
    message.attachments, message.facts = [], {name: each for name, each in message.facts.items() if name == _STAYS}
    if message.sent_at is None and message.cancelled_at is None:
        message.cancelled_at = at
    return keys


def retired_form(sent: Sent) -> None:
    """What it asked stays, so that a late reply can still be read; its letter and what stood in it go."""
    sent.form = replace(SentForm.from_stored(sent.form), text="", shows=(), last=(), offers=()).as_stored()


def retired_turn(turn: Turn) -> None:
    turn.held = ""
