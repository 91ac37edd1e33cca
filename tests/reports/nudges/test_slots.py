"""When a nudge may arrive."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays

from config.dates import LONDON
from reports.nudges import Diary
from reports.nudges.bank_holidays import SUBDIVISIONS, bank_holidays, table

MONDAY = date(2027, 3, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("2027-03-02T09:29", "2027-03-02T09:30"),  # Tuesday, just before
        ("2027-03-02T10:00", "2027-03-02T09:30"),  # inside: the window that is open
        ("2027-03-02T11:31", "2027-03-03T09:30"),  # just after: tomorrow
        ("2027-03-04T12:00", "2027-03-09T09:30"),  # Thursday noon: next Tuesday
        ("2027-03-06T10:00", "2027-03-09T09:30"),  # Saturday
    ],
)
def test_mid_morning_from_tuesday_to_thursday(asked: str, given: str) -> None:
    window = Diary().next_window(at(asked))
    assert window
    assert window.not_before == at(given)


@pytest.mark.parametrize(
    ("nation", "day", "welcome"),
    [
        ("northern_ireland", "2027-03-17", False),  # Saint Patrick's Day, a Wednesday
        ("england", "2027-03-17", True),
        ("scotland", "2024-01-02", False),  # 2 January, a Tuesday
        ("england", "2024-01-02", True),
        ("scotland", "2027-11-30", False),  # Saint Andrew's Day, a Tuesday
        ("england", "2028-12-26", False),  # Boxing Day, a Tuesday
    ],
)
def test_bank_holidays_are_the_nations_own(nation: str, day: str, welcome: bool) -> None:
    assert Diary(nations=frozenset({nation})).welcomes(date.fromisoformat(day)) is welcome


@pytest.mark.parametrize(("nation", "subdivision"), SUBDIVISIONS.items())
def test_the_table_of_near_years_is_what_the_library_tells_and_other_years_are_its_own(
    nation: str, subdivision: str
) -> None:
    years = [*table(nation), 2024, 2041]
    told = {year: frozenset(country_holidays("GB", subdiv=subdivision, years=year)) for year in years}
    assert len(years) == 18
    assert {year: bank_holidays(nation, year) for year in years} == told


def test_half_term_and_leave_are_waited_for() -> None:
    school = Diary(closed=((date(2027, 2, 15), date(2027, 2, 19)),))
    window = school.next_window(at("2027-02-15T08:00"))
    assert window
    assert window.not_before == at("2027-02-23T09:30")
    away = Diary(away_until=date(2027, 3, 3))
    assert [day for day in range(1, 6) if away.welcomes(date(2027, 3, day))] == [3, 4]


def test_both_changes_of_the_clock_keep_the_wall_time() -> None:
    winter, summer = (Diary().window(date.fromisoformat(day)) for day in ("2027-03-25", "2027-03-30"))
    assert winter.not_before.astimezone(UTC).hour == 9
    assert summer.not_before.astimezone(UTC).hour == 8
    autumn = Diary().window(date(2027, 11, 2))
    assert autumn.not_before.astimezone(UTC).hour == 9


def test_the_morning_is_the_readers_own() -> None:
    abroad = Diary(zone=ZoneInfo("America/New_York"))
    assert abroad.window(date(2027, 3, 2)).not_before.astimezone(UTC).hour == 14


def test_working_days_are_counted_over_weekends_and_easter() -> None:
    tuesday_after_easter = date(2027, 3, 30)  # Good Friday is 26 March, Easter Monday the 29th
    assert Diary().working_days_before(tuesday_after_easter, 3) == date(2027, 3, 23)


def test_a_reader_who_is_never_there_has_no_window() -> None:
    assert Diary(closed=((date(2027, 1, 1), date(2028, 1, 1)),)).next_window(at("2027-03-01T09:00")) is None
