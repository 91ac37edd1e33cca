"""What some words say of a rating at their head, before anybody weighs what follows. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from intake.ratings.counts import may_count_in_brackets
from intake.ratings.marks import Mark

A_COUNT = "a count or a rating: "  # the cue of a number that may be either


class Head(NamedTuple):
    """What stands at the head of some words: rating codes and yes/no as said, and where the rest begins.

    More than one of a kind, or `unsure`, means that it cannot be told what was meant.
    """

    ratings: frozenset[str] = frozenset()
    yes_no: frozenset[str] = frozenset()
    not_applicable: bool = False
    unsure: bool = False
    end: int = 0
    cue: str = ""  # what decided that it is unsure, or none: "later: by march"

    @property
    def says_something(self) -> bool:
        return bool(self.ratings or self.yes_no or self.not_applicable or self.unsure)

    @property
    def is_clear(self) -> bool:
        said = len(self.ratings) <= 1 and len(self.yes_no) <= 1 and not (self.not_applicable and self.ratings)
        return self.says_something and not self.unsure and said


def as_head(said: Sequence[Mark], end: int, doubt: str) -> Head:
    """The head that these make."""
    return Head(
        frozenset(each.value for each in said if each.kind == "rating"),
        frozenset(each.value for each in said if each.kind == "yes_no"),
        any(each.kind == "aside" for each in said),
        bool(doubt),
        end,
        doubt,
    )


def may_count(text: str, run: Sequence[Mark]) -> str:
    """What makes a number a share or a count as well as it may be the rating: "3/3", "2 (two policies)"."""
    pairs = [(a, b) for a, b in pairwise(run) if a.is_number and b.is_number and a.value == b.value]
    if any(text[a.end : b.start].strip() == "/" for a, b in pairs):
        return f"place or share: {text[run[0].start : run[-1].end]}"
    number = text[run[0].start : run[0].end]
    is_again = number.isdecimal() and may_count_in_brackets(number, text[run[0].end :])
    return f"{A_COUNT}{text[run[0].start : run[0].end + 20]}" if is_again else ""
