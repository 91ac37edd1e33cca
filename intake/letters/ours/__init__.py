"""Lines become ours and theirs: what we printed is known again, what is left was said."""

from intake.letters.ours.align import Match, ReplyWords
from intake.letters.ours.closings import greets, is_disclaimer, signs_off, speaks_of_letter, without_threads
from intake.letters.ours.submit import asks_to_submit, ends_in_submit, hands_in, says_submit, signed, stands_alone
from intake.letters.ours.texts import Ours, ours
from intake.letters.ours.tokens import CODE, Token, words_of
from intake.letters.ours.wishes import (
    LONGEST,
    Asked,
    Person,
    day_named,
    person_named,
    questions_to_us,
    says_more_than_thanks,
    wished_lines,
    wishes,
)

__all__ = [
    "CODE",
    "LONGEST",
    "Asked",
    "Match",
    "Ours",
    "Person",
    "ReplyWords",
    "Token",
    "asks_to_submit",
    "day_named",
    "ends_in_submit",
    "greets",
    "hands_in",
    "is_disclaimer",
    "ours",
    "person_named",
    "questions_to_us",
    "says_more_than_thanks",
    "says_submit",
    "signed",
    "signs_off",
    "speaks_of_letter",
    "stands_alone",
    "wished_lines",
    "wishes",
    "without_threads",
    "words_of",
]
