"""A sentence of theirs becomes the questions it names, and what is said of each. Pure."""

from intake.letters.questions.sentences.corrections import Amending
from intake.letters.questions.sentences.exceptions import Exceptions
from intake.letters.questions.sentences.pairs import Pairs
from intake.letters.questions.sentences.refs import ARROW, PREFIX, UNITS, Numbering, Pair

__all__ = ["ARROW", "PREFIX", "UNITS", "Amending", "Exceptions", "Numbering", "Pair", "Pairs"]
