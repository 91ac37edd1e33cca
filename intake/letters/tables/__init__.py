"""Rows that say which question they answer."""

from intake.letters.tables.columns import coded, marked
from intake.letters.tables.headings import ANSWER, headings, label_of, labels_of
from intake.letters.tables.periods import current
from intake.letters.tables.rows import asked_by_row, in_order, without_asides

__all__ = [
    "ANSWER",
    "asked_by_row",
    "coded",
    "current",
    "headings",
    "in_order",
    "label_of",
    "labels_of",
    "marked",
    "without_asides",
]
