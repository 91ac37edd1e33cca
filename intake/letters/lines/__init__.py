"""A letter becomes lines, whatever format it came in."""

from intake.letters.lines.body import MOST_LINES, flow, refuse_endless
from intake.letters.lines.css import strikes_out
from intake.letters.lines.line import BREAK, Line, TableCell, by_row, lines_of_text
from intake.letters.lines.office import lines_of_file
from intake.letters.lines.paragraphs import first_sentence, is_list, paragraphs, trimmed

__all__ = [
    "BREAK",
    "MOST_LINES",
    "Line",
    "TableCell",
    "by_row",
    "first_sentence",
    "flow",
    "is_list",
    "lines_of_file",
    "lines_of_text",
    "paragraphs",
    "refuse_endless",
    "strikes_out",
    "trimmed",
]
