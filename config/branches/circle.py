"""Whom a mailbox, a sender or a Slack app is for. Pure."""

from collections.abc import Collection
from typing import NamedTuple


class Circle(NamedTuple):
    """The partnerships of one branch: the one that has something of its own, or all that have not.

    Whoever looks from inside a circle sees nothing of a return that is no partnership's in it.
    """

    key: str = ""  # the partnership whose own it is; empty for what the others have in common
    apart: frozenset[str] = frozenset()  # the partnerships that have their own

    def serves(self, partnership: str) -> bool:
        return partnership == self.key if self.key else partnership not in self.apart

    def serves_any(self, partnerships: Collection[str]) -> bool:
        """Whether one of them is in it; what is no partnership's is everybody's in common."""
        return any(map(self.serves, partnerships)) if partnerships else not self.key

    def at(self, key: str) -> "Circle":
        """The circle of another branch of the same installation."""
        return self._replace(key=key)

    @property
    def is_whole(self) -> bool:
        """Whether nobody here has anything of their own, so that nothing need be kept apart."""
        return not (self.key or self.apart)


WHOLE = Circle()
