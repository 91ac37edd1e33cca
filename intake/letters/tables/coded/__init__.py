"""Rows get the code of the question that they answer, wherever a table gives it. Pure."""

from intake.letters.tables.coded.across import questions_down, rows_by_label
from intake.letters.tables.coded.beside import tables_apart
from intake.letters.tables.coded.codes import code_rows
from intake.letters.tables.coded.in_short import code_in_short
from intake.letters.tables.coded.laid_down import codes_down

__all__ = ["code_in_short", "code_rows", "codes_down", "questions_down", "rows_by_label", "tables_apart"]
