"""Pieces become answers: a rating, words, files."""

from intake.letters.answers.evidence import filed
from intake.letters.answers.form import answers
from intake.letters.answers.quoted import answers_quoted

__all__ = [
    "answers",
    "answers_quoted",
    "filed",
]
