"""What a partnership is told on one screen, and when it is sent."""

from reports.digests.due import digests_due
from reports.digests.gather import digest_of
from reports.digests.send import KINDS, PICTURE, REPORT, WORKBOOK, Post, note_answers, queue
from reports.digests.series import series_of
from reports.digests.text import DigestLetter, DigestLinks, pieces, told

__all__ = [
    "KINDS",
    "PICTURE",
    "REPORT",
    "WORKBOOK",
    "DigestLetter",
    "DigestLinks",
    "Post",
    "digest_of",
    "digests_due",
    "note_answers",
    "pieces",
    "queue",
    "series_of",
    "told",
]
