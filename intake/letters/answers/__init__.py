"""Pieces become answers: a rating, words, files."""

from intake.letters.answers.evidence import filed, mentioned
from intake.letters.answers.form import answers
from intake.letters.answers.quoted import answers_quoted
from intake.letters.answers.unread import speaks_of_form, why_unread

__all__ = ["answers", "answers_quoted", "filed", "mentioned", "speaks_of_form", "why_unread"]
