"""Their lines become pieces, each with the question it stands at."""

from intake.letters.questions.names import Naming
from intake.letters.questions.piece import Piece, answered_whole, answers_above, current, grouped, stand_above
from intake.letters.questions.segment import Walk

__all__ = [
    "Naming",
    "Piece",
    "Walk",
    "answered_whole",
    "answers_above",
    "current",
    "grouped",
    "stand_above",
]
