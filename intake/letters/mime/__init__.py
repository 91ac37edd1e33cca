"""Bytes become a letter: its header, texts and attachments."""

from intake.letters.mime.automatic import away_until, kind_of
from intake.letters.mime.bounce import unreachable
from intake.letters.mime.charsets import decoded
from intake.letters.mime.headers import Header, addresses, body_sha256
from intake.letters.mime.letter import Attachment, BodyPart, Letter, Unreadable
from intake.letters.mime.parse import read_letter
from intake.letters.mime.preview import plain

__all__ = [
    "Attachment",
    "BodyPart",
    "Header",
    "Letter",
    "Unreadable",
    "addresses",
    "away_until",
    "body_sha256",
    "decoded",
    "kind_of",
    "plain",
    "read_letter",
    "unreachable",
]
