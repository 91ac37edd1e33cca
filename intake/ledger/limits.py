"""What may stand in the record as a name or a reason, by whichever way it came."""

import re
from datetime import date

from config.dates import uk_date
from config.words import count, unhidden
from intake.ledger.write import Refused

LONGEST_NAME = 200  # characters
LONGEST_REASON = 2000  # as much as a form in Slack takes
FURTHEST = 10  # years ahead in which a round may end, or somebody leave
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_BREAKS = str.maketrans("", "", "\r\n\t")  # a box of several lines has them


def one_line(words: str, what: str, most: int = LONGEST_NAME) -> str:
    """The words without blanks around them; raises Refused where they are more than a line, or a long one."""
    said = unhidden(words).strip()
    if _CONTROL.search(said):
        raise Refused(f"{what}: Write this on one line, without control characters.")
    if len(said) > most:
        raise Refused(f"{what}: Use {count(most, 'character')} at most.")
    return said


def reason(words: str, otherwise: str) -> str:
    """A reason or a note; raises Refused, with `otherwise` where it says nothing, or where it is too long."""
    said = words.strip()
    if not said:
        raise Refused(otherwise)
    if _CONTROL.search(said.translate(_BREAKS)):
        raise Refused("Write the words without control characters.")
    if len(said) > LONGEST_REASON:
        raise Refused(f"Use {LONGEST_REASON} characters at most. There are {len(said)}.")
    return said


def near(day: date, on: date) -> date:
    """The day; raises Refused where it is so far off that its year is a slip."""
    if day.year > on.year + FURTHEST:
        raise Refused(f"{uk_date(day)} is more than {FURTHEST} years off. Check the year.")
    return day
