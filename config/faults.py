"""Faults that somebody outside the program can mend, in words for whoever does."""


class PlainFault(Exception):
    """What is wrong in the deployment's own files or record; its words are plain and tell of no person."""

    @property
    def in_short(self) -> str:
        """As a note of what was left out tells it."""
        return str(self).rstrip(".")


class UnknownZone(PlainFault):
    """A time zone that nobody knows."""
