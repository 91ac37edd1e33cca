"""Which nudge is due: the plan over one reader's diary. 2027-03-02 is a Tuesday."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.dates import LONDON
from config.questionnaire import ROLES, NudgePlan, Reminder
from reports.nudges import FROM, Diary
from reports.nudges.plan import Round, Stage, due_stage, next_stage, readers, stages
from reports.nudges.slots import TO

ROUND = Round(opens=date(2027, 3, 1), due=date(2027, 4, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def days(found: list[Stage]) -> dict[int, str]:
    return {stage.number: stage.window.not_before.date().isoformat() for stage in found}


def test_a_notice_and_three_reminders_over_two_months() -> None:
    """Easter and the first of May fall in between; the last reminder is three working days before Friday 30 April."""
    assert days(stages(NudgePlan(), ROUND, Diary())) == {
        0: "2027-02-23",  # a week before Monday 1 March is a Monday: the Tuesday
        1: "2027-03-09",  # day 7 is Monday 8 March
        2: "2027-03-31",  # the midpoint: Wednesday 31 March
        3: "2027-04-27",  # Tuesday
    }


def test_the_last_reminder_comes_earlier_rather_than_too_late() -> None:
    monday = Round(opens=date(2027, 3, 1), due=date(2027, 4, 19))
    assert days(stages(NudgePlan(), monday, Diary()))[3] == "2027-04-14"  # three working days before is Wednesday
    wednesday = Round(opens=date(2027, 3, 1), due=date(2027, 4, 21))
    assert days(stages(NudgePlan(), wednesday, Diary()))[3] == "2027-04-15"  # Friday 16 April: the Thursday before


def test_a_short_audit_has_fewer_reminders() -> None:
    fortnight = Round(opens=date(2027, 3, 1), due=date(2027, 3, 12))
    assert days(stages(NudgePlan(), fortnight, Diary())) == {0: "2027-02-23", 3: "2027-03-09"}


def test_who_was_only_just_asked_is_not_reminded() -> None:
    late = Round(opens=date(2027, 4, 26), due=date(2027, 4, 30))
    assert days(stages(NudgePlan(), late, Diary())) == {0: "2027-04-20", 2: "2027-04-28"}  # asked on Monday


def test_a_school_is_not_nudged_in_the_easter_holidays() -> None:
    school = Diary(closed=((date(2027, 3, 26), date(2027, 4, 9)),))
    assert days(stages(NudgePlan(), ROUND, school))[2] == "2027-04-13"


def test_a_clock_that_stood_still_sends_one_nudge_not_three() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    taken = due_stage(planned, {}, at("2027-04-28T10:00"), ROUND, Diary())
    assert taken
    assert taken.number == 3
    assert due_stage(planned, {3: at("2027-04-28T10:00")}, at("2027-04-29T10:00"), ROUND, Diary()) is None


def test_what_falls_due_at_night_leaves_in_the_morning() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    for asked, leaves in (
        ("2027-03-09T00:10", "2027-03-09T09:30"),
        ("2027-03-09T10:00", "2027-03-09T09:30"),  # at once: the window is open
        ("2027-03-09T22:00", "2027-03-10T09:30"),
        ("2027-03-11T12:00", "2027-03-16T09:30"),
    ):
        taken = due_stage(planned, {}, at(asked), ROUND, Diary())
        assert taken
        assert (taken.number, taken.window.not_before) == (1, at(leaves))


def test_nothing_is_due_before_its_day_or_after_the_deadline() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    assert due_stage(planned, {0: at("2027-02-23T10:00")}, at("2027-03-08T23:59"), ROUND, Diary()) is None
    assert due_stage(planned, {}, at("2027-05-04T10:00"), ROUND, Diary()) is None


def test_the_notice_is_not_sent_once_the_audit_is_open() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    assert due_stage(planned, {}, at("2027-02-23T10:00"), ROUND, Diary())
    assert due_stage(planned, {}, at("2027-03-02T10:00"), ROUND, Diary()) is None


def test_two_nudges_are_never_closer_than_two_days() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    late = {1: at("2027-03-30T10:00")}
    taken = due_stage(planned, late, at("2027-03-31T10:00"), ROUND, Diary())
    assert taken
    assert taken.window.not_before == at("2027-04-01T09:30")


def test_who_is_named_in_place_of_another_is_not_reminded_the_day_they_get_the_form() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    for asked, leaves in (("2027-03-09T09:40", "2027-03-11T09:30"), ("2027-03-03T12:00", "2027-03-09T09:30")):
        taken = due_stage(planned, {}, at("2027-03-09T10:00"), ROUND, Diary(), at(asked))
        assert taken
        assert taken.window.not_before == at(leaves)


def test_an_out_of_office_date_is_waited_for() -> None:
    away = Diary(away_until=date(2027, 3, 16))
    assert days(stages(NudgePlan(), ROUND, away))[1] == "2027-03-16"


def test_status_tells_when_the_next_one_is_planned() -> None:
    planned = stages(NudgePlan(), ROUND, Diary())
    found = next_stage(planned, [0, 1], at("2027-03-10T10:00"))
    assert found is not None
    assert found.window.not_before == at("2027-03-31T09:30")
    assert next_stage(planned, [0, 1, 2, 3], at("2027-03-10T10:00")) is None


def test_the_ladder_goes_from_the_lead_to_the_deputy_to_the_senior_lead() -> None:
    people = [("lead", "Ann"), ("Deputy", "Bob"), ("senior lead", "Cem")]
    plan = NudgePlan().reminders
    assert [readers(people, reminder, ROLES) for reminder in plan] == [["Ann"], ["Ann", "Bob"], ["Ann", "Bob", "Cem"]]


def test_where_nobody_holds_the_role_the_nearest_rung_is_asked() -> None:
    assert readers([("deputy", "Bob")], Reminder(to=("lead",)), ROLES) == ["Bob"]
    assert readers([("Practice manager", "Dee")], Reminder(to=("senior lead",)), ROLES) == ["Dee"]
    assert readers([], Reminder(), ROLES) == []


MOMENTS = st.integers(0, 70 * 24 * 12).map(lambda fives: at("2027-02-15T00:00") + timedelta(minutes=5 * fives))


@given(MOMENTS, st.integers(3, 60), st.lists(st.integers(0, 50), max_size=2, unique=True))
def test_whatever_the_clock_says_no_nudge_leaves_at_a_wrong_time(now: datetime, length: int, leave: list[int]) -> None:
    round_ = Round(ROUND.opens, ROUND.opens + timedelta(days=length))
    closed = tuple((ROUND.opens + timedelta(days=day), ROUND.opens + timedelta(days=day + 9)) for day in leave)
    diary = Diary(closed=closed)
    taken = due_stage(stages(NudgePlan(), round_, diary), {}, now, round_, diary)
    if taken:
        opens, closes = (each.astimezone(LONDON) for each in taken.window)
        assert (opens.time(), closes.time()) == (FROM, TO)
        assert closes >= now
        assert opens.weekday() in (1, 2, 3)
        assert opens <= round_.deadline
        assert not any(first <= opens.date() <= last for first, last in closed)
