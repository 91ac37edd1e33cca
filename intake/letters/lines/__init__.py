"""A letter becomes lines, whatever format it came in."""

from intake.letters.lines.css import strikes_out
from intake.letters.lines.files import office_faults, office_kind
from intake.letters.lines.line import BREAK, END, TAB, UNSEEN, Line, TableCell, Wording, anew, by_row, lines_of_text
from intake.letters.lines.paragraphs import first_sentence, is_list, paragraphs, trimmed

__all__ = [
    "BREAK",
    "END",
    "TAB",
    "UNSEEN",
    "Line",
    "TableCell",
    "Wording",
    "anew",
    "by_row",
    "first_sentence",
    "is_list",
    "lines_of_text",
    "office_faults",
    "office_kind",
    "paragraphs",
    "strikes_out",
    "trimmed",
]
