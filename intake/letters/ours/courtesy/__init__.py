"""What letters say around their answers: a greeting, a close, a name and what stands below it. Pure."""

from intake.letters.ours.courtesy.asides import bare, without_asked
from intake.letters.ours.courtesy.closings import (
    bids_farewell,
    brings_again,
    is_disclaimer,
    is_footer,
    leaves_the_rest,
    signs_off,
    speaks_of_letter,
    speaks_to_us,
    without_close,
)
from intake.letters.ours.courtesy.openings import greets, without_greeting
from intake.letters.ours.courtesy.signature import begins_signature, names_greeted, ways_to_sign

__all__ = [
    "bare",
    "begins_signature",
    "bids_farewell",
    "brings_again",
    "greets",
    "is_disclaimer",
    "is_footer",
    "leaves_the_rest",
    "names_greeted",
    "signs_off",
    "speaks_of_letter",
    "speaks_to_us",
    "ways_to_sign",
    "without_asked",
    "without_close",
    "without_greeting",
]
