"""Nudges as letters: who gets one, what it says, and what makes it untrue. The small audit is due on 30 June 2026."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from config.dates import LONDON
from config.letters import open_letters
from config.partnerships import Manager, PartnershipTable
from config.ways import LETTERS_ONLY, WAYS, Way
from intake import audits as decisions
from intake.forms import SentForm
from intake.notices import Stationery
from intake.returns import Given
from reports.nudges import Chase, Chaser, Nudge, documents, next_nudges, nudges, phone_lists
from storage.nouns import Contact, Message, Sent
from tests.rounds import Round, jo

EAST = PartnershipTable(
    key="east",
    name="The East",
    managers=[Manager(name="Mo Shah", email="mo@east.example.org", phone="01632 960 003")],
)
CHASER = Chaser(Stationery(open_letters(), {"east": EAST}, "audit@example.org"))
INVITED = datetime(2026, 3, 3, 9, tzinfo=UTC)
DAY_7 = datetime(2026, 3, 10, 10, tzinfo=LONDON)  # Tuesday; seven days after Tuesday 3 March


@pytest.fixture
def invited(round_of_small: Round) -> Round:
    with round_of_small.database.write.begin() as db:
        for submission in round_of_small.audit(db).submissions:
            submission.invited_at = INVITED
    return round_of_small


def chase(told: Round, now: datetime, *, keep: bool = True, chaser: Chaser = CHASER) -> list[dict[str, object]]:
    with told.database.write() as db:
        found: list[Nudge] = nudges(db, told.audit(db), told.template, chaser, now)
        shown = documents(found)
        if keep:
            db.commit()
        return shown


def of(shown: list[dict[str, object]], abbr: str) -> list[dict[str, object]]:
    return [each for each in shown if each["agency"] == abbr]


def messages(told: Round, key: str = "nudge:") -> list[Message]:
    with told.database.read() as db:
        return list(db.scalars(select(Message).where(Message.key.startswith(key)).order_by(Message.id)))


def test_a_nudge_is_personal_and_carries_the_next_question(invited: Round) -> None:
    first = of(chase(invited, DAY_7), "CSC")[0]
    body = str(first["body"])
    assert first["stage"] == 1
    assert first["due_at"] == "2026-03-10T09:30:00+00:00"
    assert "The last day is Tuesday 30 June 2026, 23:59." in body
    assert "has not yet begun" in body
    assert "[1.1]" in body
    assert "[1.2]" not in body
    assert "Ask Mo Shah (mo@east.example.org, 01632 960 003)." in body
    assert "call 999" in body
    assert "have replied" not in body  # two were asked, none has: no line on what others do


def test_a_reply_to_it_is_read_against_the_form_it_carries(invited: Round) -> None:
    chase(invited, DAY_7)
    with invited.database.read() as db:
        sent = list(db.scalars(select(Sent)))
    assert sent
    form = SentForm.from_stored(sent[0].form)
    assert [each.question for each in form.asked] == ["1.1"]
    assert form.text == next(each.body for each in messages(invited) if each.token == sent[0].token)


def test_each_step_is_taken_once(invited: Round) -> None:
    assert chase(invited, DAY_7)
    assert chase(invited, DAY_7 + timedelta(minutes=1)) == []
    assert chase(invited, DAY_7 + timedelta(days=1)) == []


def test_looking_queues_nothing(invited: Round) -> None:
    assert chase(invited, DAY_7, keep=False)
    assert messages(invited) == []


def test_whoever_was_not_invited_is_not_chased(round_of_small: Round) -> None:
    assert chase(round_of_small, DAY_7) == []


@pytest.mark.parametrize("decision", ["submitted", "excused", "paused", "extended"])
def test_what_waits_is_called_off_by(decision: str, invited: Round) -> None:
    chase(invited, DAY_7)
    with invited.database.write.begin() as db:
        csc, speaker = invited.submission(db, "CSC"), jo(10)
        if decision == "excused":
            decisions.excuse(db, csc, speaker, "Closed.", CHASER.stationery)
        elif decision == "paused":
            decisions.pause(db, csc, speaker, date(2026, 4, 1), CHASER.stationery)
        elif decision == "extended":
            decisions.extend(db, csc, speaker, date(2026, 7, 31), CHASER.stationery)
    if decision == "submitted":
        invited.submit("CSC")
    with invited.database.read() as db:
        own = invited.submission(db, "CSC").id
    called_off = {each.submission_id: each.cancelled_at is not None for each in messages(invited)}
    assert called_off[own]
    assert not all(called_off.values())


def test_a_nudge_that_could_not_leave_in_its_hours_takes_the_next_morning(invited: Round) -> None:
    chase(invited, DAY_7)
    with invited.database.write.begin() as db:
        for message in db.scalars(select(Message)):
            message.cancelled_at, message.last_error = DAY_7, "Its time had passed before it could go."
    assert of(chase(invited, DAY_7 + timedelta(hours=12)), "CSC")[0]["due_at"] == "2026-03-11T09:30:00+00:00"
    kept = messages(invited)
    assert len({each.key for each in kept}) == len(kept)
    assert all(each.cancelled_at is None for each in kept)


def test_somebody_away_or_gone_or_unreachable_hears_nothing(invited: Round) -> None:
    before = chase(invited, DAY_7, keep=False)
    with invited.database.write.begin() as db:
        people = list(db.scalars(select(Contact).order_by(Contact.email)))
        people[0].away_until = date(2026, 3, 20)
        for each in people[1:]:
            each.bounced_at = DAY_7
    shown = chase(invited, DAY_7)
    assert len(before) > 0
    assert [each["due_at"] for each in shown] in ([], ["2026-03-24T09:30:00+00:00"])


def test_in_slack_where_the_contact_is(invited: Round) -> None:
    with invited.database.write.begin() as db:
        for number, each in enumerate(db.scalars(select(Contact))):
            each.slack_user = f"U{number}"
    shown = chase(invited, DAY_7, chaser=Chaser(CHASER.stationery, WAYS))
    assert {each["via"] for each in shown} == {"slack"}
    assert all("Type resume" in str(each["body"]) for each in shown)
    assert {each.recipient[0] for each in messages(invited)} == {"U"}


@pytest.mark.parametrize(("ways", "by"), [(LETTERS_ONLY, "email"), (WAYS, "slack")])
def test_a_return_with_every_answer_and_no_signature_is_no_fault(
    invited: Round, ways: tuple[Way, ...], by: str
) -> None:
    asked = [each.ref for each in invited.template.questions if each.asked_of("council")]
    invited.load("question,CSC\n" + "".join(f"{ref},N/A\n" for ref in asked))
    with invited.database.write.begin() as db:
        invited.submission(db, "CSC").submitted_at = None
        for number, each in enumerate(db.scalars(select(Contact))):
            each.slack_user = f"U{number}"
    shown = chase(invited, DAY_7, chaser=Chaser(CHASER.stationery, ways))
    assert [each["via"] for each in of(shown, "CSC")] == [by]


@pytest.mark.parametrize(("ways", "by"), [(LETTERS_ONLY, []), (WAYS, ["slack"])], ids=["letters alone", "Slack too"])
def test_whose_letters_come_back_is_reminded_in_slack_only_where_it_is_set_up(
    invited: Round, ways: tuple[Way, ...], by: list[str]
) -> None:
    with invited.database.write.begin() as db:
        for number, each in enumerate(db.scalars(select(Contact))):
            each.slack_user, each.bounced_at = f"U{number}", INVITED
    shown = chase(invited, DAY_7, chaser=Chaser(CHASER.stationery, ways))
    assert [each["via"] for each in of(shown, "CSC")] == by


def test_status_knows_the_next_one(invited: Round) -> None:
    with invited.database.read() as db:
        chase = Chase(invited.template.nudges, {"east": EAST}, INVITED)
        csc = invited.submission(db, "CSC")
        assert next_nudges(db, [csc], chase) == {csc.id: datetime(2026, 3, 10, 9, 30, tzinfo=LONDON)}


def test_after_the_last_reminder_the_manager_gets_numbers_to_call(invited: Round) -> None:
    invited.say("SCH", *[])
    last = datetime(2026, 6, 26, 10, tzinfo=LONDON)  # the last reminder was three working days before 30 June
    with invited.database.write.begin() as db:
        for agency in ("CSC", "SCH"):
            for contact in invited.submission(db, agency).agency.contacts:
                contact.phone = "01632 960 100"
        lists = phone_lists(db, invited.audit(db), invited.template, CHASER, last)
        again = phone_lists(db, invited.audit(db), invited.template, CHASER, last)
        assert [each.recipient for each in lists] == ["mo@east.example.org"]
        assert again == []
        assert "01632 960 100" in lists[0].body
        assert "0 of " in lists[0].body


def test_no_phone_list_before_its_time(invited: Round) -> None:
    with invited.database.write.begin() as db:
        assert phone_lists(db, invited.audit(db), invited.template, CHASER, DAY_7) == []


def test_the_letters_read_well_in_a_file(invited: Round, tmp_path: Path) -> None:
    """No gap where nothing was said, no line that runs together."""
    body = str(of(chase(invited, DAY_7), "CSC")[0]["body"])
    assert "\n\n\n\n" not in body
    assert ".The" not in body.replace("\n", " ")


WHOLE = (  # everything the small audit requires of a council
    Given("1.1", "rating", "2"), Given("1.2", "yes_no", "yes"), Given("1.2", "rating", "2"),
    Given("1.3", "yes_no", "no"), Given("2.1", "text", "Later opening hours."), Given("2.4", "rating", "2"),
)  # fmt: skip
IN_SLACK = Chaser(CHASER.stationery, WAYS)


@pytest.mark.parametrize(
    ("chaser", "asks"),
    [
        (CHASER, "reply to this letter with the word SUBMIT and your full name on one line."),
        (IN_SLACK, "Type SUBMIT here, look your answers over, and sign with your full name."),
    ],
)
def test_a_return_that_lacks_only_a_signature_is_asked_for_one(invited: Round, chaser: Chaser, asks: str) -> None:
    invited.say("CSC", *WHOLE)
    told = of(chase(invited, DAY_7, chaser=chaser), "CSC")[0]
    body = str(told["body"])
    assert str(told["subject"]).startswith(
        "Children's Social Care: every question answered, not signed, due Tuesday 30 June 2026"
    )
    assert "only the signature is missing." in body
    assert asks in body
    assert "ext question" not in body
    assert "Next:" not in body


def test_a_reply_to_that_reminder_finds_its_return(invited: Round) -> None:
    invited.say("CSC", *WHOLE)
    chase(invited, DAY_7)
    sent = {each.token for each in messages(invited) if "not signed" in each.subject}
    assert sent
    assert "" not in sent


def test_the_reminder_of_a_return_that_is_mended_carries_the_reason(invited: Round) -> None:
    invited.say("CSC", *WHOLE)
    invited.submit("CSC")
    invited.reopen("CSC", "Which is it at 1.2?\nThe words say 1.")
    for chaser in (CHASER, IN_SLACK):
        told = of(chase(invited, DAY_7, keep=False, chaser=chaser), "CSC")[0]
        assert str(told["subject"]).startswith("Children's Social Care: open again for a change, due")
        assert "The reason: “Which is it at 1.2? The words say 1.”" in str(told["body"])
        assert "SUBMIT" in str(told["body"])
        assert "ext question" not in str(told["body"])


def test_what_is_mended_is_among_those_who_replied(invited: Round) -> None:
    """With three asked: of two, the line would point at one."""
    invited.open(THIRD)
    invited.submit("SCH")
    invited.submit("CSC")
    invited.reopen("CSC", "Which is it?")
    assert "2 of 3 have replied." in str(of(chase(invited, DAY_7), "CSC")[0]["body"])


THIRD = "abbr,name,sector,partnerships\nYOT,Youth,justice,east\n"


@pytest.mark.parametrize("ways", [LETTERS_ONLY, WAYS], ids=["by letter", "in slack"])
def test_whoever_answered_one_box_has_begun(invited: Round, ways: Sequence[Way]) -> None:
    invited.say("CSC", Given("1.2", "yes_no", "yes"))
    with invited.database.write.begin() as db:
        for number, each in enumerate(db.scalars(select(Contact))):
            each.slack_user = f"U{number}"
    (begun, *_) = of(chase(invited, DAY_7, chaser=Chaser(CHASER.stationery, ways)), "CSC")
    assert "has begun the" in str(begun["body"])
    assert "No question of its 6 is complete yet." in str(begun["body"])
    assert "has not yet begun" not in str(begun["body"])


BOTH = Chaser(
    Stationery(
        open_letters(), {key: EAST.model_copy(update={"key": key}) for key in ("east", "west")}, "audit@example.org"
    )
)
LAST, PAST = datetime(2026, 6, 26, 10, tzinfo=LONDON), datetime(2026, 7, 2, 10, tzinfo=LONDON)


def lists(told: Round, now: datetime) -> list[str]:
    with told.database.write.begin() as db:
        return [each.body for each in phone_lists(db, told.audit(db), told.template, BOTH, now)]


def test_a_clock_that_stood_still_keeps_nobody_off_the_telephone_list(invited: Round) -> None:
    (body,) = lists(invited, PAST)
    assert "2 agencies have still to answer" in body
    assert "To these 2 no reminder goes any more" in body
    assert body.count("Its last day was Tuesday 30 June 2026.") == 2
    assert lists(invited, PAST + timedelta(days=1)) == []


def test_a_return_that_is_open_again_is_not_told_as_one_to_be_answered(invited: Round) -> None:
    invited.submit("CSC")
    invited.reopen("CSC", "Which is it?")
    (body,) = lists(invited, PAST)
    assert "1 agency has still to answer the A small audit. 1 return is open again for a change" in body
    assert body.count("Its return is open again.") == 1


def test_each_agency_is_on_the_telephone_list_when_its_own_last_reminder_is_past(invited: Round) -> None:
    with invited.database.write.begin() as db:
        invited.submission(db, "SCH").extended_to = date(2026, 7, 28)
    (first,) = lists(invited, LAST)
    assert "2 agencies have still to answer" in first
    assert "To this one no reminder goes any more" in first
    assert "CSC, " in first
    assert "SCH, " not in first
    (second,) = lists(invited, datetime(2026, 7, 24, 10, tzinfo=LONDON))
    assert "Its last day is Tuesday 28 July 2026." in second
    assert "CSC, " not in second


def test_an_agency_at_which_nobody_can_be_reached_is_on_the_telephone_list(invited: Round) -> None:
    with invited.database.write.begin() as db:
        for contact in invited.submission(db, "CSC").agency.contacts:
            contact.bounced_at = INVITED
        for contact in invited.submission(db, "SCH").agency.contacts:
            contact.left_on = INVITED.date()
    (body,) = lists(invited, LAST)
    assert "(marked as not reached)" in body
    assert "Nobody speaks for it now. Find out whom to ask." in body
    assert "you decide by reply" in body
    assert "or ask whoever runs s11" in body
