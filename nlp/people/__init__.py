"""Who a text tells of: names and identifiers, found so that they stay in the house."""

from nlp.people.personal import WORDS, Personal, find, passage, redact
from nlp.people.wordlists import lists

__all__ = [
    "WORDS",
    "Personal",
    "find",
    "lists",
    "passage",
    "redact",
]
