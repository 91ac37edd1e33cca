"""Pieces become answers: a rating, words, files."""

from intake.letters.answers.evidence import filed
from intake.letters.answers.question import Hearing
from intake.letters.answers.quoted import answers_quoted

__all__ = [
    "Hearing",
    "answers_quoted",
    "filed",
]
