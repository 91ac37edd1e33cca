"""Pieces become answers: a rating, words, files."""

from intake.letters.answers.colour import about_colours
from intake.letters.answers.evidence import filed, mentioned
from intake.letters.answers.form import answers
from intake.letters.answers.quoted import answers_quoted
from intake.letters.answers.told_files import attached_to
from intake.letters.answers.unread import LEFT_OUT, WITHOUT_QUESTIONS, Carrier, with_reason

__all__ = [
    "LEFT_OUT",
    "WITHOUT_QUESTIONS",
    "Carrier",
    "about_colours",
    "answers",
    "answers_quoted",
    "attached_to",
    "filed",
    "mentioned",
    "with_reason",
]
