"""What a manager decides, and what the trail says of it."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from intake import audits
from intake.ledger import Refused
from intake.letters import Reader
from storage.nouns import Agency, Call, Contact, Message
from tests.post import ANN, postroom
from tests.rounds import DUE, NOON, STATIONERY, Round, jo


def decide(told: Round, decision: object, *more: object, minutes: int = 10) -> None:
    with told.database.write.begin() as db:
        decision(db, told.submission(db, "CSC"), jo(minutes), *more)  # type: ignore[operator]


def actions(told: Round) -> list[str]:
    return [action for _, _, _, _, action, _ in told.events()]


def test_an_excused_agency_is_not_counted_until_it_is_asked_again(round_of_small: Round) -> None:
    asked = len(round_of_small.figures().invited)
    decide(round_of_small, audits.excuse, "Closed in May.", STATIONERY)
    assert len(round_of_small.figures().invited) == asked - 1
    decide(round_of_small, audits.ask_again, STATIONERY, minutes=11)
    assert len(round_of_small.figures().invited) == asked
    assert actions(round_of_small)[-2:] == ["return excused", "return asked for again"]
    assert round_of_small.first_bad_entry() is None


def test_a_reason_is_asked_for(round_of_small: Round) -> None:
    with pytest.raises(Refused, match="Say why the agency is excused"):
        decide(round_of_small, audits.excuse, "  ", STATIONERY)
    with pytest.raises(Refused, match="is not excused"):
        decide(round_of_small, audits.ask_again, STATIONERY)


def test_more_time_and_peace_are_sealed(round_of_small: Round) -> None:
    decide(round_of_small, audits.extend, date(2026, 7, 14), STATIONERY)
    decide(round_of_small, audits.pause, date(2026, 5, 1), STATIONERY, minutes=11)
    with round_of_small.database.read() as db:
        submission = round_of_small.submission(db, "CSC")
        assert (submission.extended_to, submission.paused_until) == (date(2026, 7, 14), date(2026, 5, 1))
    assert round_of_small.first_bad_entry() is None
    round_of_small.tamper("UPDATE submissions SET extended_to = '2027-01-01' WHERE extended_to IS NOT NULL")
    assert "The return of CSC to small is not as its trail says." in (round_of_small.first_bad_entry() or "")


def test_more_time_is_later_than_the_due_date(round_of_small: Round) -> None:
    with pytest.raises(Refused, match=r"is due on 30 June 2026\. Give a later day"):
        decide(round_of_small, audits.extend, DUE, STATIONERY)


def test_a_call_is_noted_beside_the_trail(round_of_small: Round) -> None:
    decide(round_of_small, audits.note_call, "Will answer by Friday.")
    assert round_of_small.rows(select(Call.said_by, Call.words)) == [("Jo Park", "Will answer by Friday.")]
    assert actions(round_of_small)[-1] == "call noted"


def test_a_closed_audit_is_sealed_and_takes_nothing_more(round_of_small: Round) -> None:
    with round_of_small.database.write.begin() as db:
        audits.close(db, round_of_small.audit(db), jo(10), STATIONERY)
    assert round_of_small.first_bad_entry() is None
    with pytest.raises(Refused, match="is closed"):
        decide(round_of_small, audits.excuse, "Closed in May.", STATIONERY)
    round_of_small.tamper("UPDATE audits SET closed_at = NULL")
    assert round_of_small.first_bad_entry() == "The audit small is not as its trail says it was opened."


def test_contacts_come_move_and_leave(round_of_small: Round) -> None:
    with round_of_small.database.write.begin() as db:
        here, there = (db.scalars(select(Agency).where(Agency.abbr == abbr)).one() for abbr in ("CSC", "SCH"))
        sam = audits.set_contact(db, here, "Sam@csc.example.org", jo(10), name="Sam Hill", role="deputy")
        audits.move_contact(db, sam, here, there, jo(11), STATIONERY)
        assert [agency.abbr for agency in sam.agencies] == ["SCH"]
        audits.mark_left(db, sam, date(2026, 4, 1), jo(12), STATIONERY)
        with pytest.raises(Refused, match="does not speak for CSC"):
            audits.move_contact(db, sam, here, there, jo(13), STATIONERY)
    assert actions(round_of_small)[-4:] == ["contact set", "contact moved", "contact moved", "contact left"]
    assert round_of_small.rows(select(Contact.email, Contact.left_on).where(Contact.name == "Sam Hill")) == [
        ("sam@csc.example.org", date(2026, 4, 1))
    ]
    assert all("Sam" not in about and "sam" not in about for *_, about in round_of_small.events())
    assert round_of_small.first_bad_entry() is None


SAM = "sam@csc.example.org"


def sam_is_to_be_nudged(told: Round) -> None:
    """Twice: by letter and in Slack."""
    with told.database.write.begin() as db:
        agency = db.scalars(select(Agency).where(Agency.abbr == "CSC")).one()
        sam = audits.set_contact(db, agency, SAM, jo(10), phone="01632 960 001")
        for via in ("email", "slack"):
            key = f"nudge:1:{sam.id}:{via}"
            db.add(Message(key=key, via=via, recipient=SAM, subject="7 left", body="", contact_id=sam.id))


def waiting(told: Round) -> list[str]:
    return [
        via for (via,) in told.rows(select(Message.via).where(Message.cancelled_at.is_(None)).order_by(Message.via))
    ]


def test_no_letter_goes_where_letters_do_not_arrive_until_the_contact_is_named_again(round_of_small: Round) -> None:
    sam_is_to_be_nudged(round_of_small)
    for minute in (20, 21):
        with round_of_small.database.write.begin() as db:
            audits.mark_unreachable(db, audits.contact_of(db, SAM), jo(minute))
    assert waiting(round_of_small) == ["slack"]
    assert actions(round_of_small)[-2:] == ["contact set", "contact unreachable"]
    with round_of_small.database.write.begin() as db:
        sam = audits.set_contact(db, audits.contact_of(db, SAM).agencies[0], SAM, jo(22))
        assert (sam.bounced_at, sam.phone) == (None, "01632 960 001")
    assert round_of_small.first_bad_entry() is None


def test_who_writes_from_an_address_marked_as_not_reached_is_reached(
    round_of_small: Round, tmp_path: Path, reader: Reader
) -> None:
    post = postroom(round_of_small, tmp_path, reader)
    with round_of_small.database.write.begin() as db:
        audits.mark_unreachable(db, audits.contact_of(db, ANN), jo(20))
    post.comes("1.1: Good\n", token=post.form())
    assert post.contact(ANN).bounced_at is None
    assert "contact reached" in actions(round_of_small)
    assert round_of_small.first_bad_entry() is None


@pytest.mark.parametrize(("day", "still"), [(NOON.date(), []), (date(2026, 12, 1), ["email", "slack"])])
def test_nudges_to_somebody_who_left_are_called_off_from_that_day(
    round_of_small: Round, day: date, still: list[str]
) -> None:
    sam_is_to_be_nudged(round_of_small)
    with round_of_small.database.write.begin() as db:
        audits.mark_left(db, audits.contact_of(db, SAM), day, jo(20), STATIONERY)
    assert waiting(round_of_small) == still


def test_nudges_to_somebody_who_changed_agency_are_called_off(round_of_small: Round) -> None:
    sam_is_to_be_nudged(round_of_small)
    with round_of_small.database.write.begin() as db:
        here, there = (db.scalars(select(Agency).where(Agency.abbr == abbr)).one() for abbr in ("CSC", "SCH"))
        audits.move_contact(db, audits.contact_of(db, SAM), here, there, jo(20), STATIONERY)
    assert waiting(round_of_small) == []


@pytest.mark.parametrize("words", ["sam", "sam at csc.example", "a@b.example, c@d.example", "Sam <sam@csc.example>"])
def test_what_is_no_address_is_refused(round_of_small: Round, words: str) -> None:
    with round_of_small.database.write.begin() as db:
        agency = db.scalars(select(Agency).where(Agency.abbr == "CSC")).one()
        with pytest.raises(Refused, match="is no address"):
            audits.set_contact(db, agency, words, jo(1))


def test_an_unknown_time_zone_or_a_taken_slack_user_is_refused(round_of_small: Round) -> None:
    with round_of_small.database.write.begin() as db:
        agency = db.scalars(select(Agency).where(Agency.abbr == "CSC")).one()
        audits.set_contact(db, agency, "a@csc.example.org", jo(1), slack_user="U9")
        with pytest.raises(Refused, match="There is no time zone 'Anytown'"):
            audits.set_contact(db, agency, "b@csc.example.org", jo(1), time_zone="Anytown")
        with pytest.raises(Refused, match="The Slack user U9 is another contact"):
            audits.set_contact(db, agency, "c@csc.example.org", jo(1), slack_user="U9")
