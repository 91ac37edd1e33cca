"""Words become a rating, a yes, a no or not applicable. Pure."""

from intake.ratings.beside import belied
from intake.ratings.choices import chosen, named, standing, stressed, ticked
from intake.ratings.conclusions import concluded, of_another, without_conclusion
from intake.ratings.counts import counts_things
from intake.ratings.cues import cue, said
from intake.ratings.doubts import taken_back
from intake.ratings.head import A_COUNT, Head
from intake.ratings.marks import DECORATION, PICTURE, Mark, is_not_applicable
from intake.ratings.verdict import Spoken, ear
from intake.ratings.vocabulary import COLOURS, kept, levelled

__all__ = [
    "A_COUNT",
    "COLOURS",
    "DECORATION",
    "PICTURE",
    "Head",
    "Mark",
    "Spoken",
    "belied",
    "chosen",
    "concluded",
    "counts_things",
    "cue",
    "ear",
    "is_not_applicable",
    "kept",
    "levelled",
    "named",
    "of_another",
    "said",
    "standing",
    "stressed",
    "taken_back",
    "ticked",
    "without_conclusion",
]
