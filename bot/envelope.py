"""A message of the record as a letter on the wire: the same bytes in its headers on every try."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import BinaryIO

from bot.channels import DeliveryError
from config.email_address import is_deliverable
from config.letters import one_line
from intake.mail.inward import form_id, message_id, reply_address
from storage.nouns import Message

_IDS = re.compile(r"<[^<>\s\x00-\x1f]{1,400}>")

OURS = "Section 11 audit"  # who writes, where that is not one partnership

Open = Callable[[str], AbstractContextManager[BinaryIO]]


def envelope(message: Message, mail_from: str, at: datetime, open_file: Open, whose: str = OURS) -> EmailMessage:
    """The message as text with HTML beside it and its files; raises DeliveryError where it cannot be addressed."""
    if not is_deliverable(message.recipient):
        raise DeliveryError(f"{message.recipient!r} is no email address.", permanent=True, unreachable=True)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(addr_spec=mail_from, display_name=one_line(whose))
    letter["To"] = Address(addr_spec=message.recipient)
    letter["Subject"] = one_line(message.subject)
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = message_id(message.key, message.token, mail_from)
    chain = _IDS.findall(message.references)
    if message.token:
        letter["Reply-To"] = Address(addr_spec=reply_address(mail_from, message.token))
        chain.append(form_id(mail_from, message.token))
    elif is_deliverable(message.reply_to):
        letter["Reply-To"] = Address(addr_spec=message.reply_to)
    if reply := _IDS.findall(message.in_reply_to):
        letter["In-Reply-To"] = reply[0]
        chain.append(reply[0])
    if chain:
        letter["References"] = " ".join(dict.fromkeys(chain))
    if message.auto_submitted:
        letter["Auto-Submitted"] = one_line(message.auto_submitted)
    _fill(letter, message, open_file)
    return letter


def _fill(letter: EmailMessage, message: Message, open_file: Open) -> None:
    letter.set_content(message.body)
    if message.html:
        letter.add_alternative(message.html, subtype="html")
    for each in message.attachments:
        main, _, sub = str(each["media_type"]).partition("/")
        with open_file(each["sha256"]) as stream:
            letter.add_attachment(stream.read(), maintype=main, subtype=sub, filename=one_line(each["name"]))
