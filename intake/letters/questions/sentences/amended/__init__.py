"""A sentence that takes the place of what we have: a rating put right, other words for a question. Pure."""

from intake.letters.questions.sentences.amended.anew import Anew
from intake.letters.questions.sentences.amended.corrections import Amending
from intake.letters.questions.sentences.amended.edits import Edits
from intake.letters.questions.sentences.amended.plain import Plain
from intake.letters.questions.sentences.amended.rewordings import Rewordings

__all__ = ["Amending", "Anew", "Edits", "Plain", "Rewordings"]
