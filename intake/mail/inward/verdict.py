"""What a manager's reply to a plea says: the decision in the first line of its own words. Pure."""

import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from config.dates import MONTH
from config.notation import LatePattern
from intake.letters import NamedPerson, day_named, person_named

_WORD = LatePattern(r"[\s*_\"'.]*(yes|no)\b[\s*_\"'.!,:;–-]*(.*)", re.IGNORECASE)
_POLITE = LatePattern(
    r"(?:please|thanks|thank|you|until|till|to|by|up|the|on|of|give|extend|it|them|they|can|have|ok|okay|fine|agreed"
    r"|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?",
    re.IGNORECASE,
)
_DAY_WORD = LatePattern(rf"{MONTH}|\d+(?:st|nd|rd|th)?", re.IGNORECASE)
_AGAINST = LatePattern(r"\b(?:not?|don'?t|never|unless|if|but)\b", re.IGNORECASE)


class Verdict(NamedTuple):
    """What a first line says: yes, no, a day, a person; nothing of it where it is not plain."""

    word: str = ""  # yes | no
    day: date | None = None
    person: NamedPerson | None = None


def verdict(first: str, on: date, besides: Collection[str]) -> Verdict:
    """YES or NO alone, a date or a person, or YES with one of these; anything else says nothing."""
    found = _WORD.fullmatch(first)
    word, rest = (found[1].lower(), found[2]) if found else ("", first)
    if person := person_named(rest, besides):
        return Verdict(word, person=person) if word != "no" and not _AGAINST.search(rest) else Verdict()
    left = [each for each in re.findall(r"\w+", rest) if not _POLITE.fullmatch(each)]
    if day := day_named(rest, on):
        return Verdict(word, day) if word != "no" and all(map(_DAY_WORD.fullmatch, left)) else Verdict()
    return Verdict(word) if word and not left else Verdict()
