"""A digest comes on the first working day of its day, week or month, in working hours, and once."""

from datetime import datetime, timedelta

import pytest

from config.dates import LONDON
from config.partnerships import DigestPlan as Schedule
from config.partnerships import PartnershipTable
from config.questionnaire import Template
from reports.digests import digests_due
from reports.digests.due import slot_of
from reports.digests.series import key_of
from storage.nouns import Message
from storage.record import Database
from tests.conftest import AGENCIES
from tests.rounds import Round


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON)


def table(every: str, key: str = "west", nation: str = "england") -> PartnershipTable:
    digest = Schedule.model_validate({"every": every, "to": ["board@west.example.org"]})
    return PartnershipTable.model_validate({"key": key, "name": key, "nation": nation, "digest": digest})


@pytest.mark.parametrize(
    ("every", "now", "slot"),
    [
        ("day", "2026-03-04T09:29", None),  # a Wednesday
        ("day", "2026-03-04T09:30", "2026-03-04T09:30"),
        ("day", "2026-03-04T17:01", None),
        ("day", "2026-03-07T10:00", None),  # a Saturday
        ("week", "2026-03-02T10:00", "2026-03-02T09:30"),  # a Monday
        ("week", "2026-03-05T10:00", "2026-03-02T09:30"),
        ("week", "2026-04-06T10:00", None),  # Easter Monday
        ("week", "2026-04-07T10:00", "2026-04-07T09:30"),
        ("month", "2026-05-01T10:00", "2026-05-01T09:30"),
        ("month", "2026-08-31T10:00", None),  # the summer bank holiday
        ("month", "2027-01-04T10:00", "2027-01-04T09:30"),  # after New Year's Day and its weekend
        ("month", "2026-03-30T10:00", "2026-03-02T09:30"),  # over the change of the clocks
        ("never", "2026-03-04T10:00", None),
    ],
)
def test_slots(every: str, now: str, slot: str | None) -> None:
    assert slot_of(table(every), at(now)) == (at(slot) if slot else None)


def test_scotland_has_its_own_holidays() -> None:
    assert slot_of(table("day", nation="scotland"), at("2026-04-06T10:00")) is not None  # Easter Monday
    assert slot_of(table("day", nation="scotland"), at("2027-01-04T10:00")) is None  # for the second of January


@pytest.fixture
def invited(database: Database, small: Template) -> Round:
    """CSC answers to east and west, SCH to west; they were asked on a Wednesday."""
    made = Round.opened(database, small, AGENCIES)
    with database.write.begin() as db:
        for abbr in ("CSC", "SCH"):
            made.submission(db, abbr).invited_at = at("2026-03-04T10:00")
    return made


def due(invited: Round, now: str, *tables: PartnershipTable) -> list[tuple[str, datetime]]:
    with invited.database.read() as db:
        found = digests_due(db, {each.key: each for each in tables or (table("week"),)}, at(now))
        return [(each.partnership, each.slot) for each in found]


def write(invited: Round, partnership: str, slot: str, now: str) -> None:
    key = key_of(invited.key, partnership, at(slot), "board@west.example.org")
    with invited.database.write.begin() as db:
        db.add(Message(key=key, via="email", recipient="b", subject="", body="", not_before=at(now)))


def test_the_first_comes_in_the_week_after_the_invitations_and_then_one_a_week(invited: Round) -> None:
    assert due(invited, "2026-03-04T11:00") == []
    assert due(invited, "2026-03-06T11:00") == []
    assert due(invited, "2026-03-09T09:30") == [("west", at("2026-03-09T09:30"))]
    write(invited, "west", "2026-03-09T09:30", "2026-03-09T09:31")
    assert due(invited, "2026-03-09T09:32") == []
    assert due(invited, "2026-03-13T16:00") == []
    assert due(invited, "2026-03-16T10:00") == [("west", at("2026-03-16T09:30"))]


def test_a_clock_that_was_down_for_three_days_writes_one(invited: Round) -> None:
    daily = table("day")
    write(invited, "west", "2026-03-05T09:30", "2026-03-05T09:31")
    assert due(invited, "2026-03-10T10:00", daily) == [("west", at("2026-03-10T09:30"))]
    write(invited, "west", "2026-03-10T09:30", "2026-03-10T10:00")
    assert due(invited, "2026-03-10T10:01", daily) == []


def test_every_partnership_of_a_joint_return_has_its_own(invited: Round) -> None:
    found = due(invited, "2026-03-10T10:00", table("week"), table("day", "east"))
    assert found == [("east", at("2026-03-10T09:30")), ("west", at("2026-03-09T09:30"))]


def test_none_where_nobody_was_invited_or_the_audit_is_closed(database: Database, small: Template) -> None:
    made = Round.opened(database, small, AGENCIES)
    assert due(made, "2026-03-10T10:00") == []
    with database.write.begin() as db:
        made.submission(db, "SCH").invited_at = at("2026-03-04T10:00") - timedelta(days=1)
    assert len(due(made, "2026-03-10T10:00")) == 1
    made.close()
    assert due(made, "2026-03-10T10:00") == []


def test_none_where_nobody_would_read_it(invited: Round) -> None:
    silent = PartnershipTable.model_validate({"key": "west", "name": "West"})
    assert due(invited, "2026-03-10T10:00", silent) == []
