"""What a person may ask for at any time, and what it is about. Pure."""

from enum import StrEnum
from typing import NamedTuple


class Do(StrEnum):
    """What a person may ask for at any time."""

    BACK = "back"
    SKIP = "skip"
    NEXT = "next"
    AGREE = "ok"
    STATUS = "status"
    REPEAT = "repeat"
    OPEN = "open"
    HELP = "help"
    WHY = "why"
    REVIEW = "review"
    SUBMIT = "submit"
    SUBMIT_WITHOUT = "submit without"
    CHANGE = "change"
    JUMP = "go to"
    HAND = "hand"
    TAKE_BACK = "take back"
    RETURN = "hand back"
    WITHDRAW = "remove"
    KEEP = "keep"
    DROP = "drop"
    REPLACE = "replace"
    BOTH = "both"
    PAUSE = "pause"
    SCOPE = "scope"
    COPY = "copy"
    REOPEN = "reopen"
    AGENCY = "agency"
    NOT_APPLICABLE = "n/a"
    DATE_FILE = "date"


class Command(NamedTuple):
    """A wish, and what it is about: a question or standard as typed, a reason; `who` is a name, or words as typed."""

    do: Do
    about: str = ""
    who: str = ""
