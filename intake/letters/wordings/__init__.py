"""A wording of a letter, or a file of it, read stage after stage. Pure."""

from intake.letters.wordings.attached import read_attached
from intake.letters.wordings.read import Reading, read_reply
from intake.letters.wordings.sheets import CoverNote
from intake.letters.wordings.stages import CODED, DOCUMENT, LETTER, SHEET, LineStage

__all__ = ["CODED", "DOCUMENT", "LETTER", "SHEET", "CoverNote", "LineStage", "Reading", "read_attached", "read_reply"]
