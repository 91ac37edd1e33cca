"""One line of s11 doctor."""

from typing import Literal, NamedTuple


class Check(NamedTuple):
    """One thing looked at, and how to mend it."""

    check: str
    state: Literal["ok", "warn", "fail"]
    says: str
    mend: str = ""
