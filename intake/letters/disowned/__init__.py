"""What a letter says outside its answers that makes them none: a draft, held back, another's. Pure."""

from intake.letters.disowned.aside import asked_back, disown
from intake.letters.disowned.back import without_taken_back, without_undone, without_withdrawn
from intake.letters.disowned.files import form_disowns, heading_of_another, without_answers, without_others_tabs
from intake.letters.disowned.headings import STANDS_ABOVE, heads_another, passes_on
from intake.letters.disowned.names import ask_of_files, disowns_by_name, not_meant, subject_disowns, two_years
from intake.letters.disowned.said import Disowned, disowned, outside
from intake.letters.disowned.times import may_head_alone, of_another_time

__all__ = [
    "STANDS_ABOVE",
    "Disowned",
    "ask_of_files",
    "asked_back",
    "disown",
    "disowned",
    "disowns_by_name",
    "form_disowns",
    "heading_of_another",
    "heads_another",
    "may_head_alone",
    "not_meant",
    "of_another_time",
    "outside",
    "passes_on",
    "subject_disowns",
    "two_years",
    "without_answers",
    "without_others_tabs",
    "without_taken_back",
    "without_undone",
    "without_withdrawn",
]
