"""Opening an audit: who is asked, from when until when, and that nothing is sent."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from config.questionnaire import Template
from intake.audits import open_audit
from intake.ledger import Refused
from intake.returns import Given
from storage.nouns import Agency, Audit, Contact, Event, Message, Partnership, Sent, Submission
from storage.record import Database, trail
from tests.conftest import AGENCIES
from tests.rounds import DUE, NOON, Round

HEADER = "abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role\n"
ANOTHER = (
    HEADER + "CSC,Children's Services,council,north,Cy Fox,cy@csc.example,,\nYOT,Youth Offending,justice,east,,,,\n"
)


def partnerships(round: Round, abbr: str) -> list[str]:
    with round.database.read() as db:
        return [each.key for each in round.submission(db, abbr).partnerships]


def test_who_is_asked_and_nothing_is_sent(round_of_small: Round) -> None:
    assert round_of_small.rows(sa.select(Agency.abbr).order_by(Agency.abbr)) == [("CSC",), ("SCH",)]
    contacts = round_of_small.rows(sa.select(Contact.name, Contact.email, Contact.slack_user).order_by(Contact.name))
    assert contacts == [("Ann Lee", "ann@csc.example", "U1"), ("Bo Day", "bo@sch.example", None)]
    assert round_of_small.rows(sa.select(Partnership.key, Partnership.name).order_by(Partnership.key)) == [
        ("east", "The East"),
        ("west", "west"),
    ]
    assert round_of_small.rows(sa.select(Submission.invited_at)) == [(None,), (None,)]
    assert round_of_small.rows(sa.select(Message.id)) == round_of_small.rows(sa.select(Sent.id)) == []


def test_the_exact_bytes_and_dates_are_kept(round_of_small: Round) -> None:
    kept = round_of_small.rows(sa.select(Audit.template, Audit.opens, Audit.due, Audit.closed_at))
    assert kept == [(round_of_small.template.source, NOON.date(), DUE, None)]


def test_it_opens_on_the_day_it_is_in_london(database: Database, small: Template) -> None:
    """23:30 UTC on 30 June is half past midnight on 1 July in London."""
    late = trail.Speaker("Jo Park", "terminal", datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    with database.write.begin() as db:
        assert open_audit(db, small, "late", (None, date(2026, 7, 1)), [], {}, late).audit.opens == date(2026, 7, 1)


def test_due_before_it_opens_is_refused(database: Database, small: Template) -> None:
    with pytest.raises(Refused, match="opens on 2 March 2026 and is due before that"):
        Round(database, small, "small").open(AGENCIES, opens=date(2026, 3, 2), due=date(2026, 3, 1))
    assert Round(database, small, "small").rows(sa.select(Audit.id)) == []


def test_due_in_a_year_that_is_a_slip_is_refused(database: Database, small: Template) -> None:
    with pytest.raises(Refused, match="20 January 3027 is more than 10 years off"):
        Round(database, small, "small").open(AGENCIES, due=date(3027, 1, 20))


def test_a_round_of_the_past_can_be_entered(database: Database, small: Template) -> None:
    past = Round(database, small, "small")
    past.open(AGENCIES, due=date(2010, 1, 20))
    assert past.rows(sa.select(Audit.opens, Audit.due)) == [(date(2010, 1, 20), date(2010, 1, 20))]


def test_again_adds_only_what_is_new(round_of_small: Round) -> None:
    again = round_of_small.open(AGENCIES)
    assert (again.agencies, again.contacts) == ([], [])
    more = round_of_small.open(ANOTHER)
    assert (more.agencies, more.contacts) == (["YOT"], ["cy@csc.example"])
    assert round_of_small.rows(sa.select(sa.func.count(Submission.id))) == [(3,)]
    assert round_of_small.first_bad_entry() is None


def test_partnerships_are_those_of_the_day_it_opened(round_of_small: Round) -> None:
    """A later file moves CSC to the north; its open return stays with the east and the west."""
    round_of_small.open(ANOTHER)
    assert partnerships(round_of_small, "CSC") == ["east", "west"]
    assert partnerships(Round.opened(round_of_small.database, round_of_small.template, ANOTHER, "next"), "CSC") == [
        "north"
    ]
    with round_of_small.database.read() as db:
        agency = db.scalars(sa.select(Agency).where(Agency.abbr == "CSC")).one()
        assert (agency.name, [each.key for each in agency.partnerships]) == ("Children's Services", ["north"])
    assert round_of_small.first_bad_entry() is None


def test_another_spelling_is_the_same_agency(round_of_small: Round) -> None:
    assert round_of_small.open("abbr,name,sector\ncsc,Care,council\n").agencies == []
    assert round_of_small.rows(sa.select(Agency.abbr).order_by(Agency.abbr)) == [("CSC",), ("SCH",)]


def test_another_questionnaire_date_or_closed_audit_is_refused(round_of_small: Round, city_hackney: Template) -> None:
    with pytest.raises(Refused, match="open with another questionnaire"):
        round_of_small.open(ANOTHER, template=city_hackney)
    with pytest.raises(Refused, match="due on 30 June 2026"):
        round_of_small.open(ANOTHER, due=date(2026, 7, 1))
    round_of_small.close()
    with pytest.raises(Refused, match="is closed"):
        round_of_small.open(ANOTHER)
    assert round_of_small.rows(sa.select(sa.func.count(Submission.id))) == [(2,)]


def test_a_slack_user_is_one_person(round_of_small: Round) -> None:
    with pytest.raises(Refused, match=r"U1 is ann@csc\.example"):
        round_of_small.open(HEADER + "YOT,Youth,justice,,Eve,eve@yot.example,U1,\n")
    assert round_of_small.rows(sa.select(sa.func.count(Agency.id))) == [(2,)]


def test_a_telephone_number_comes_with_the_file_and_stays_where_a_later_one_names_none(round_of_small: Round) -> None:
    numbered = "abbr,name,sector,partnerships,contact_name,contact_email,phone\nYOT,Youth,justice,,Eve,eve@yot.example,"
    round_of_small.open(numbered + "01632 960 001\n")
    round_of_small.open(numbered + "\n")
    known = round_of_small.rows(sa.select(Contact.phone).where(Contact.email == "eve@yot.example"))
    assert known == [("01632 960 001",)]


def test_one_agency_in_two_audits(round_of_small: Round) -> None:
    """One agency and one contact; two returns that know nothing of each other."""
    other = Round.opened(round_of_small.database, round_of_small.template, AGENCIES, "other")
    other.say("CSC", Given("1.1", "rating", "0"))
    assert other.cell("CSC", "1.1").rating == "0"
    assert round_of_small.cell("CSC", "1.1").is_empty
    assert other.rows(
        sa.select(
            sa.func.count(Agency.id),
        )
    ) == [(2,)]
    assert other.rows(sa.select(sa.func.count(Contact.id))) == [(2,)]
    assert other.rows(sa.select(sa.func.count(Submission.id))) == [(4,)]
    assert other.first_bad_entry() is round_of_small.first_bad_entry() is None


def test_an_agency_described_anew_leaves_its_entry(round_of_small: Round) -> None:
    round_of_small.open(HEADER + "SCH,Hill School and Nursery,early_years,west,,,,\n")
    entries = round_of_small.rows(
        sa.select(Event.about, Event.facts).where(Event.action == "agency described anew").order_by(Event.number)
    )
    assert [about for about, _ in entries] == ["SCH itself"]
    assert entries[0][1]["is"] == ["Hill School and Nursery", "early_years"]
    assert round_of_small.first_bad_entry() is None
