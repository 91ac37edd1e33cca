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
from tests.round_machine.truth.returns import (
    IS_ASKED,
    Person,
    Return,
    Row,
    is_aside,
    names,
    owed,
    returns,
    today,
)  # fmt: skip
from tests.round_machine.truth.words import MARKER, on_record

__all__ = [
    "IS_ASKED",
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
    "owed",
    "rated_by_us",
    "recommended",
    "returns",
    "threads",
    "today",
    "unsettled",
]
