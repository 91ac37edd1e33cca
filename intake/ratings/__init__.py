"""Words become a rating, a yes, a no or not applicable. Pure."""

from intake.ratings.marks import PICTURE
from intake.ratings.ticks import standing, stressed, ticked
from intake.ratings.verdict import Head, Spoken
from intake.ratings.vocabulary import levelled

__all__ = [
    "PICTURE",
    "Head",
    "Spoken",
    "levelled",
    "standing",
    "stressed",
    "ticked",
]
