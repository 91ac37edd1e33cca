"""How a line begins: by naming a question, counting a list, opening with a rating, or standing in a run. Pure."""

from intake.letters.questions.starts.line_starts import BareCode, Marked, Markers
from intake.letters.questions.starts.lists import counted
from intake.letters.questions.starts.openings import Openings
from intake.letters.questions.starts.rated_ends import RatedEnds
from intake.letters.questions.starts.runs import coded, dashed, headed, in_lists, in_order, numbered
from intake.letters.questions.starts.titled import NOT_NOW, Titled, stems
from intake.letters.questions.starts.under_rating import rated_lists

__all__ = [
    "NOT_NOW",
    "BareCode",
    "Marked",
    "Markers",
    "Openings",
    "RatedEnds",
    "Titled",
    "coded",
    "counted",
    "dashed",
    "headed",
    "in_lists",
    "in_order",
    "numbered",
    "rated_lists",
    "stems",
]
