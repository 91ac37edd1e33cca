"""What one agency's return holds: what was given, what stands, and how far it has got. Pure."""

from intake.returns.answer import (
    FILE,
    Given,
    as_stored,
    is_file,
    not_applicable,
    reason_of,
    storable,
    understand,
    understand_cell,
)
from intake.returns.clashes import SeenAnswer, adds_up, both, met, others_words
from intake.returns.signature import is_full_name, name_in
from intake.returns.standing import (
    EMPTY,
    REASON,
    Cell,
    Cells,
    cells,
    chosen,
    evidence_outstanding,
    is_ready,
    outstanding,
    progress,
    still_open,
)
from intake.returns.states import State, Status, state, status, status_of

__all__ = [
    "EMPTY",
    "FILE",
    "REASON",
    "Cell",
    "Cells",
    "Given",
    "SeenAnswer",
    "State",
    "Status",
    "adds_up",
    "as_stored",
    "both",
    "cells",
    "chosen",
    "evidence_outstanding",
    "is_file",
    "is_full_name",
    "is_ready",
    "met",
    "name_in",
    "not_applicable",
    "others_words",
    "outstanding",
    "progress",
    "reason_of",
    "state",
    "status",
    "status_of",
    "still_open",
    "storable",
    "understand",
    "understand_cell",
]
