"""Lines become ours and theirs: what we printed is known again, what is left was said."""

from intake.letters.ours.align import Match, ReplyWords, recognise
from intake.letters.ours.authors import NOBODY, YOU
from intake.letters.ours.courtesy import (
    bare,
    begins_signature,
    bids_farewell,
    greets,
    is_disclaimer,
    is_footer,
    leaves_the_rest,
    signs_off,
    speaks_of_letter,
    speaks_to_us,
    without_asked,
    without_close,
    without_greeting,
)
from intake.letters.ours.known import Known, known_of
from intake.letters.ours.marks import take_marks_off
from intake.letters.ours.submit import (
    asks_to_submit,
    ends_in_submit,
    hands_in,
    read_signature,
    says_submit,
    set_submit_aside,
)
from intake.letters.ours.texts import Ours
from intake.letters.ours.threads import drop_threads, without_threads
from intake.letters.ours.tokens import CODE, Token, tokens, words_of
from intake.letters.ours.wishes import (
    LONGEST,
    NamedPerson,
    SaidWish,
    day_named,
    person_named,
    questions_to_us,
    says_more_than_thanks,
    set_wishes_aside,
    wish_alone,
    wishes,
)
from intake.letters.ours.withheld import NOT_SUBMITTED, WITHHELD

__all__ = [
    "CODE",
    "LONGEST",
    "NOBODY",
    "NOT_SUBMITTED",
    "WITHHELD",
    "YOU",
    "Known",
    "Match",
    "NamedPerson",
    "Ours",
    "ReplyWords",
    "SaidWish",
    "Token",
    "asks_to_submit",
    "bare",
    "begins_signature",
    "bids_farewell",
    "day_named",
    "drop_threads",
    "ends_in_submit",
    "greets",
    "hands_in",
    "is_disclaimer",
    "is_footer",
    "known_of",
    "leaves_the_rest",
    "person_named",
    "questions_to_us",
    "read_signature",
    "recognise",
    "says_more_than_thanks",
    "says_submit",
    "set_submit_aside",
    "set_wishes_aside",
    "signs_off",
    "speaks_of_letter",
    "speaks_to_us",
    "take_marks_off",
    "tokens",
    "wish_alone",
    "wishes",
    "without_asked",
    "without_close",
    "without_greeting",
    "without_threads",
    "words_of",
]
