"""An answer that is only said to be another's: "ditto", "same as 1.1"; and ratios that rate nothing."""

import re

from config.notation import LatePattern
from intake.ratings.cues import said

_REF = r"(?:(?:question|q|item|standard|no)\.?\s?)?\d{1,2}(?:\.\d{1,2})?(?:\s(?:above|below))?"
_OF_ANOTHER = LatePattern(
    rf"\W*(?:{said('now.elsewhere')}|(?:(?:the\s)?same\s(?:(?:answer|rating)\s)?(?:as|for|in)|as|as\s(?:in|per|for|at)|see|ditto)\s{_REF})"
    r"(?:\s(?:please|pls|thanks|really|here|too))?[\s.!)*_\"']*"
)
_POLITE = r"(?:\s(?:please|pls|thanks|really|here|too))?[\s.!)*_\"']*"
_BEFORE = LatePattern(rf"\W*(?:{said('now.ditto')}{_POLITE}|[\"\u3003]{{1,2}}\s*)")
_OF_A_NUMBER = LatePattern(
    r"\W*(?:(?:ditto|(?:the\s)?same(?:\s(?:answer|rating|score))?)(?:\s(?:as|for))?|as)(?:\s(?:in|per|for|at))?\s"
    rf"(?:(?:question|q|item|standard|no)\.?\s?)?(?P<ref>\d{{1,2}}(?:\.\d{{1,2}})?)(?:\s(?:above|below))?{_POLITE}"
)
ONE_TO_ONE = LatePattern(r"\b1\s*(?:[-:]|to)\s*(?:2\s*[-:]\s*)?1\b|\b121\b")


def points_away(text: str) -> bool:
    """Whether levelled words say that the answer is another's, and nothing more."""
    return len(text) < 80 and _OF_ANOTHER.fullmatch(text) is not None


def pointed_to(text: str) -> str | None:
    """The number of the question whose answer levelled words give again; empty for the one right before."""
    if len(text) >= 80 or not points_away(text):
        return "" if _BEFORE.fullmatch(text) and not re.search(r"\w", text) else None
    found = _OF_A_NUMBER.fullmatch(text)
    return found["ref"] if found else "" if _BEFORE.fullmatch(text) else None
