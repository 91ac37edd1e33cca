"""A fault told in plain words, and how long to wait before what failed is tried again."""

import random
from collections.abc import Iterator
from itertools import count

MOST_DOUBLINGS = 20
LONGEST_WAIT = 45.0  # seconds between tries to connect: what is there again is found within a minute


class PlainFault(Exception):
    """What is wrong in the deployment's own files or record; its words are plain and tell of no person."""

    @property
    def in_short(self) -> str:
        """As a note of what was left out tells it."""
        return str(self).rstrip(".")


class UnknownZone(PlainFault):
    """A time zone that nobody knows."""


def wait_after(failed: int, first: float, longest: float, chance: random.Random) -> float:
    """Seconds to wait after this many failed tries: doubling, by a random half, so that many spread out."""
    return min(first * 2.0 ** min(failed - 1, MOST_DOUBLINGS), longest) * chance.uniform(0.5, 1.0)


def waits(chance: random.Random) -> Iterator[float]:
    """Seconds between tries to reach what others run, one after the other: from one second to most of a minute."""
    return (wait_after(failed, 1.0, LONGEST_WAIT, chance) for failed in count(1))
