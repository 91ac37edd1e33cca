"""What a letter says of all questions at once, and what we offered and it says YES to. Pure."""

from intake.letters.of_all.beside import beside_of_all
from intake.letters.of_all.hear import hear_of_all
from intake.letters.of_all.rate import ABOUT_ALL, asked_once, rate_all
from intake.letters.of_all.scales import without_other_scale
from intake.letters.of_all.yes import accept, set_yes_aside

__all__ = [
    "ABOUT_ALL",
    "accept",
    "asked_once",
    "beside_of_all",
    "hear_of_all",
    "rate_all",
    "set_yes_aside",
    "without_other_scale",
]
