"""What a manager's reply to a plea says: its own words, and the decision in their first line. Pure."""

import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from config.dates import MONTH
from intake.letters import (
    NamedPerson,
    day_named,
    greets,
    is_disclaimer,
    lines_of_text,
    person_named,
    signs_off,
    without_threads,
)

_WORD = re.compile(r"[\s*_\"'.]*(yes|no)\b[\s*_\"'.!,:;–-]*(.*)", re.IGNORECASE)
_POLITE = re.compile(
    r"(?:please|thanks|thank|you|until|till|to|by|up|the|on|of|give|extend|it|them|they|can|have|ok|okay|fine|agreed"
    r"|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?",
    re.IGNORECASE,
)
_DAY_WORD = re.compile(rf"{MONTH}|\d+(?:st|nd|rd|th)?", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:not?|don'?t|never|unless|if|but)\b", re.IGNORECASE)


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


def own_words(words: str, sent: Collection[str], name: str) -> list[str]:
    """The lines a person of this name wrote: without what they quote of what we `sent`, and without how they close."""
    names = frozenset([name.lower(), *name.lower().split()])
    known = {line.strip("> \t") for body in sent for line in body.splitlines() if len(line.strip("> \t")) > 12}
    lines = without_threads(lines_of_text(words), lambda text: text.strip() in known)
    kept: list[str] = []
    for line in lines:
        if line.depth or line.label or line.text.strip() in known or is_disclaimer(line.text):
            continue
        if kept and signs_off(line.text, names):
            break
        if line.text.strip() or kept:
            kept.append(line.text.strip())
    if kept and greets(kept[0]):
        kept = kept[1:]
    return "\n".join(kept).strip().splitlines()
