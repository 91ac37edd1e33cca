"""Where a return stands: one rule, for every list, figure, page and screen. Pure."""

from datetime import datetime
from typing import Literal, Protocol

Status = Literal["not_started", "in_progress", "submitted", "excused"]
State = Literal[
    "not_started",
    "in_progress",
    "answered_unsigned",
    "submitted",
    "points_to_mend",
    "re_submitted",
    "accepted",
    "excused",
]


class Standable(Protocol):
    """What is read of a return; the record's Submission is one."""

    @property
    def excused_at(self) -> datetime | None: ...
    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def is_mended(self) -> bool: ...
    @property
    def is_sent_again(self) -> bool: ...


def status(stands: Standable, *, has_answers: bool) -> Status:
    """Where a return stands, in the words of `s11 status`; one that is mended counts as it was signed."""
    return status_of(
        is_excused=stands.excused_at is not None, is_signed=stands.signed_at is not None, has_answers=has_answers
    )


def status_of(*, is_excused: bool, is_signed: bool, has_answers: bool) -> Status:
    """The same of a moment gone by, from what the trail had said by then."""
    if is_excused:
        return "excused"
    if is_signed:
        return "submitted"
    return "in_progress" if has_answers else "not_started"


def state(stands: Standable, *, has_answers: bool, is_ready: bool) -> State:
    """The same in finer words: whether it lacks only a signature, is open again, was sent again, or is accepted.

    `is_ready` as in `standing`.
    """
    found = status(stands, has_answers=has_answers)
    if found == "submitted":
        return _after(stands)
    return "answered_unsigned" if found == "in_progress" and is_ready else found


def _after(stands: Standable) -> State:
    if stands.is_mended:
        return "points_to_mend"
    if stands.accepted_at is not None:
        return "accepted"
    return "re_submitted" if stands.is_sent_again else "submitted"
