"""Their lines become pieces, each with the question it stands at."""

from intake.letters.questions.afterthoughts import given_in, names_rating, points_at_none
from intake.letters.questions.piece import Piece, Pieces, answered_whole, answers_above, current, grouped, stand_above
from intake.letters.questions.place import is_implied, is_outside
from intake.letters.questions.segment import segment
from intake.letters.questions.sentences import JOINED, PREFIX, Numbering, Ranges, numbering_of

__all__ = [
    "JOINED",
    "PREFIX",
    "Numbering",
    "Piece",
    "Pieces",
    "Ranges",
    "answered_whole",
    "answers_above",
    "current",
    "given_in",
    "grouped",
    "is_implied",
    "is_outside",
    "names_rating",
    "numbering_of",
    "points_at_none",
    "segment",
    "stand_above",
]
