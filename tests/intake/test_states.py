"""Where a return stands, from what is known of it: the same words wherever it is told."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from intake.returns import State, Status, state, status

AT = datetime(2026, 3, 2, tzinfo=UTC)


class Known(NamedTuple):
    excused_at: datetime | None = None
    signed_at: datetime | None = None
    is_mended: bool = False
    is_sent_again: bool = False
    accepted_at: datetime | None = None


@pytest.mark.parametrize(
    ("known", "has_answers", "is_ready", "words", "finer"),
    [
        (Known(), False, False, "not_started", "not_started"),
        (Known(), True, False, "in_progress", "in_progress"),
        (Known(), True, True, "in_progress", "answered_unsigned"),
        (Known(signed_at=AT), True, True, "submitted", "submitted"),
        (Known(signed_at=AT, is_mended=True), True, True, "submitted", "points_to_mend"),
        (Known(signed_at=AT, is_sent_again=True), True, True, "submitted", "re_submitted"),
        (Known(signed_at=AT, accepted_at=AT, is_sent_again=True), True, True, "submitted", "accepted"),
        (Known(signed_at=AT, is_mended=True, is_sent_again=True), True, True, "submitted", "points_to_mend"),
        (Known(excused_at=AT), True, True, "excused", "excused"),
        (Known(excused_at=AT, signed_at=AT), True, True, "excused", "excused"),
    ],
)
def test_where_it_stands(known: Known, *, has_answers: bool, is_ready: bool, words: Status, finer: State) -> None:
    assert status(known, has_answers=has_answers) == words
    assert state(known, has_answers=has_answers, is_ready=is_ready) == finer
