"""A sentence of theirs becomes the questions it names, and what is said of each. Pure."""

from intake.letters.questions.sentences.amended import Amending, Anew, Edits, Plain, Rewordings
from intake.letters.questions.sentences.exceptions import Exceptions
from intake.letters.questions.sentences.groups import Groups
from intake.letters.questions.sentences.pairs import Pairs
from intake.letters.questions.sentences.ranges import JOINED, Ranges
from intake.letters.questions.sentences.refs import ARROW, PREFIX, UNITS, Numbering, Pair, numbering_of
from intake.letters.questions.sentences.spans import Spans
from intake.letters.questions.sentences.standards import WholeStandards
from intake.letters.questions.sentences.turns import InTurn

__all__ = [
    "ARROW",
    "JOINED",
    "PREFIX",
    "UNITS",
    "Amending",
    "Anew",
    "Edits",
    "Exceptions",
    "Groups",
    "InTurn",
    "Numbering",
    "Pair",
    "Pairs",
    "Plain",
    "Ranges",
    "Rewordings",
    "Spans",
    "WholeStandards",
    "numbering_of",
]
