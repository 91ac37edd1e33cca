"""Rows that say which question they answer."""

from intake.letters.tables.apart import each_tab_apart, each_table_apart, is_example
from intake.letters.tables.coded import (
    code_in_short,
    code_rows,
    codes_down,
    questions_down,
    rows_by_label,
    tables_apart,
)
from intake.letters.tables.confirmed import ask_unconfirmed
from intake.letters.tables.headings import ANSWER, ANSWERS, label_in_words, label_of, labels_of, under_headings
from intake.letters.tables.heads import set_others_aside
from intake.letters.tables.measures import figures_in_words, set_measures_aside
from intake.letters.tables.people import set_people_aside
from intake.letters.tables.periods import is_of_another_time, only_this_year
from intake.letters.tables.rows import ask_by_row, in_our_order, is_our_form, set_columns_aside
from intake.letters.tables.ticks import tick_columns
from intake.letters.tables.years import years_of

__all__ = [
    "ANSWER",
    "ANSWERS",
    "ask_by_row",
    "ask_unconfirmed",
    "code_in_short",
    "code_rows",
    "codes_down",
    "each_tab_apart",
    "each_table_apart",
    "figures_in_words",
    "in_our_order",
    "is_example",
    "is_of_another_time",
    "is_our_form",
    "label_in_words",
    "label_of",
    "labels_of",
    "only_this_year",
    "questions_down",
    "rows_by_label",
    "set_columns_aside",
    "set_measures_aside",
    "set_others_aside",
    "set_people_aside",
    "tables_apart",
    "tick_columns",
    "under_headings",
    "years_of",
]
