"""Pieces become answers: a rating, words."""

from intake.letters.answers.colour import about_colours
from intake.letters.answers.form import answers
from intake.letters.answers.quoted import answers_quoted

__all__ = [
    "about_colours",
    "answers",
    "answers_quoted",
]
