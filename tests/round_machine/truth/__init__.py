"""What the record holds, told by rules of its own: the simplest that could be right, over bare rows."""

from tests.round_machine.truth.after import (
    Asked,
    Deed,
    approved,
    deeds,
    forgotten,
    has_left,
    judged,
    outcomes_of,
    rated_by_us,
    recommended,
    threads,
    unsettled,
)  # fmt: skip
from tests.round_machine.truth.returns import Person, Return, Row, is_aside, names, returns, today
from tests.round_machine.truth.words import MARKER, on_record

__all__ = [
    "MARKER",
    "Asked",
    "Deed",
    "Person",
    "Return",
    "Row",
    "approved",
    "deeds",
    "forgotten",
    "has_left",
    "is_aside",
    "judged",
    "names",
    "on_record",
    "outcomes_of",
    "rated_by_us",
    "recommended",
    "returns",
    "threads",
    "today",
    "unsettled",
]
