"""People told by one letter: "Child B said", "L. has asked", "K told us that she"."""

import re
from collections.abc import Iterator

from config.notation import LatePattern
from nlp.people.initials import NEXT, PRONOUN, does
from nlp.people.wordlists import cues

ONE = LatePattern(r"(?<![\w.&/'’-])[A-Z](?![\w&/-])")
CALLED = LatePattern(r"[A-Za-z]+ $")
GRADE = LatePattern(r" (?:[Ll]evels?|grades?|[Ss]tar|[A-Z]|[A-Z][a-z]+)\b|\d")
REVIEWED = LatePattern(
    r"\b(?:reviews?|[A-Z]*SCPR|CSPR|SCR|SPR|learning|lessons?|death of|briefing|published|inquiry)\b", re.IGNORECASE
)
NEAR = 50  # characters beside a child's letter in which it may be a published review's
AND_OWN = LatePattern(
    r" and (?:his|her) (?:[a-z]+ )?(?:mum|mother|dad|father|brother|sister|nan|gran|aunt|uncle|friend)s?\b"
)
BEGINS = LatePattern(r"(?:^|[.!?\n]\s|\b(?:and|that|if|when|because|until|since|as)\s)$")


def letters(text: str) -> Iterator[tuple[int, int]]:
    """Where one letter stands for a person, as (start, end)."""
    for found in ONE.finditer(text):
        if _is_person(text, *found.span()):
            yield found.span()


def _is_person(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 12) : start]
    called = CALLED.search(before)
    if called and called[0].strip().lower() in cues().child:
        if called[0].lower() == "person " and not before[: called.start()].endswith("oung "):
            return False
        if f"{called[0].strip()}-{text[start]}".lower() in cues().inquiries:
            return False
        return GRADE.match(text, end) is None and REVIEWED.search(text[max(0, start - NEAR) : end + NEAR]) is None
    if text[start] in "AI":  # an article or a pronoun
        return False
    if text[end : end + 2] == ". " and text[end + 2 : end + 3].islower():
        return _acts(text, end + 1) or PRONOUN.match(text, end + 1) is not None
    if BEGINS.search(before) is None:
        return False
    return AND_OWN.match(text, end) is not None or (_acts(text, end) and PRONOUN.match(text, end) is not None)


def _acts(text: str, end: int) -> bool:
    after = NEXT.match(text[end : end + 50])
    return after is not None and does(*(word or "" for word in after.groups()))
