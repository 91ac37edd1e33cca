"""For which questions the files of a letter are evidence, as it says itself. Pure."""

from intake.letters.filed.answered import attached_to
from intake.letters.filed.aside import file_words, set_file_talk_aside, speaks_of_files
from intake.letters.filed.back import files_taken_back
from intake.letters.filed.evidence import filed
from intake.letters.filed.names import words_of_name
from intake.letters.filed.said import SaidOfPlace, said_of_places
from intake.letters.filed.told import told_of_files
from intake.letters.filed.unread import LEFT_OUT, WITHOUT_QUESTIONS, Carrier, with_reason

__all__ = [
    "LEFT_OUT",
    "WITHOUT_QUESTIONS",
    "Carrier",
    "SaidOfPlace",
    "attached_to",
    "file_words",
    "filed",
    "files_taken_back",
    "said_of_places",
    "set_file_talk_aside",
    "speaks_of_files",
    "told_of_files",
    "with_reason",
    "words_of_name",
]
