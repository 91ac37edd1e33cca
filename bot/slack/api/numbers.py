"""Numbers of ours on their way back from Slack: one that no record holds is none of ours. Pure."""

LARGEST = 2**63 - 1  # of a row, in SQLite and in PostgreSQL
DIGITS = len(str(LARGEST))


class TooLarge(ValueError):
    """A number that no row of ours has."""


def row_number(words: str) -> int | None:
    """The number that stands there; None for other words, and for one too large to be a row's."""
    if not (words.isascii() and words.isdecimal() and len(words) <= DIGITS):
        return None
    number = int(words)
    return number if number <= LARGEST else None


def small(digits: str) -> int:
    """An integer of JSON; raises TooLarge."""
    if len(digits) > DIGITS + 1 or abs(int(digits)) > LARGEST:
        raise TooLarge
    return int(digits)
