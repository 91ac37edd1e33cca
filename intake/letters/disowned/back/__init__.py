"""What a letter answers and itself takes back, one answer or all of them. Pure."""

from intake.letters.disowned.back.taken_back import without_taken_back
from intake.letters.disowned.back.undone import without_undone
from intake.letters.disowned.back.withdrawn import without_withdrawn

__all__ = ["without_taken_back", "without_undone", "without_withdrawn"]
