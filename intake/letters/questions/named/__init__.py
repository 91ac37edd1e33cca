"""What a line says of the questions that it names, each with its words. Pure."""

from intake.letters.questions.named.names import Naming
from intake.letters.questions.named.said import Several

__all__ = ["Naming", "Several"]
