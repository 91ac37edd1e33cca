"""The partnership's rating beside the agency's own: with reason and giver, counted only where it counts."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from config.questionnaire import Unclear
from intake.after import GivenRating, rate, rate_by_sheet
from intake.audits import FaultyTable
from intake.ledger import Refused, Saying
from intake.returns import Given, cells, progress
from reports.both import both_ratings
from reports.report.picture import heat_map
from storage.nouns import Review
from storage.record import current_answers
from tests.rounds import Round, jo


@pytest.fixture
def signed(round_of_small: Round) -> Round:
    """The council rated 1.1 a 2, and signed."""
    round_of_small.say("CSC", Given("1.1", "rating", "2"), Given("1.1", "text", "Ann leads."), minutes=1)
    round_of_small.submit("CSC", minutes=2)
    return round_of_small


def rated(
    told: Round, ref: str, rating: str, because: str = "No date.", abbr: str = "CSC", *, minutes: int = 5
) -> bool:
    with told.database.write.begin() as db:
        saying = Saying(jo(minutes), f"review:{minutes}", "partnership")
        return rate(db, told.template, told.submission(db, abbr), GivenRating(ref, rating, because), saying)


def sheet(told: Round, data: str, because: str = "") -> tuple[int, int]:
    with told.database.write.begin() as db:
        return rate_by_sheet(db, told.audit(db), told.template, data.encode(), because, jo(7))


def reasons(told: Round) -> list[tuple[object, ...]]:
    return told.rows(sa.select(Review.question, Review.value, Review.because, Review.said_by).order_by(Review.id))


def test_both_ratings_stand_and_the_agencys_counts(signed: Round) -> None:
    assert rated(signed, "1.1", "poor")
    assert (signed.cell("CSC", "1.1").rating, signed.cell("CSC", "1.1", "partnership").rating) == ("2", "0")
    assert signed.figures().by_question["1.1"].ratings == {"2": 1}
    assert reasons(signed) == [("1.1", "0", "No date.", "Jo Park")]
    assert signed.first_bad_entry() is None


def test_the_heat_map_marks_where_they_part(signed: Round) -> None:
    assert heat_map(signed.figures()).count("<polygon") == 0
    rated(signed, "1.1", "2", minutes=5)
    assert [each.is_apart for each in both_ratings(signed.figures())] == [False]
    rated(signed, "1.1", "0", minutes=6)
    assert heat_map(signed.figures()).count("<polygon") == 2  # in the cell, and in the legend


def test_where_the_partnership_rates_its_rating_counts(signed: Round) -> None:
    signed.template = replace(signed.template, rated_by="partnership")
    assert rated(signed, "1.1", "0")
    assert signed.figures().by_question["1.1"].ratings == {"0": 1}
    with pytest.raises(Refused, match="The partnership gives the ratings"):
        signed.say("CSC", Given("1.1", "rating", "1"), minutes=9)


def test_a_rating_beside_is_no_answer_of_the_agencys(signed: Round) -> None:
    rated(signed, "1.2", "1")
    with signed.database.read() as db:
        said = cells(signed.template, current_answers(db, [signed.submission(db, "CSC").id]))
    assert progress(signed.template, "council", said) == (1, 6)


def test_the_same_again_changes_nothing_and_another_reason_does(signed: Round) -> None:
    assert rated(signed, "1.1", "0", minutes=5)
    assert not rated(signed, "1.1", "0", minutes=6)
    assert rated(signed, "1.1", "0", "The board saw none.", minutes=7)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (("1.1", "0", "  "), "Say why the answer is rated so"),
        (("9.9", "0"), r"There is no question 9\.9"),
        (("2.2", "0"), r"Question 2\.2 is not asked of CSC"),
        (("1.1", "0", "Why not.", "SCH"), "SCH has not submitted"),
    ],
)
def test_what_cannot_be_rated(signed: Round, facts: tuple[str, ...], told: str) -> None:
    with pytest.raises(Refused, match=told):
        rated(signed, *facts)


def test_a_rating_of_no_scale_is_told_what_fits(signed: Round) -> None:
    with pytest.raises(Unclear, match="2 Good"):
        rated(signed, "1.1", "marvellous")


@pytest.mark.parametrize("words", ["Yes", "Yes - 1"])
def test_a_yes_or_no_is_given_alone_or_with_its_rating_as_in_a_sheet(signed: Round, words: str) -> None:
    assert rated(signed, "1.2", words)
    given = signed.cell("CSC", "1.2", "partnership")
    assert (given.yes_no, given.rating) == ("yes", "1" if "1" in words else None)
    assert not rated(signed, "1.2", words)


@pytest.mark.parametrize(
    "data",
    [
        "agency,question,rating,because\nCSC,1.1,0,No date.\nCSC,1.2,1,Half of them.\n",
        "question,CSC\n1.1,0\n1.2,1\n",
    ],
)
def test_ratings_by_sheet(signed: Round, data: str) -> None:
    assert sheet(signed, data, "Panel of May.") == (2, 0)
    assert sheet(signed, data, "Panel of May.") == (0, 2)
    assert (signed.cell("CSC", "1.1", "partnership").rating, signed.cell("CSC", "1.2").rating) == ("0", None)
    assert signed.first_bad_entry() is None


def test_every_fault_of_a_sheet_is_named_and_nothing_is_recorded(signed: Round) -> None:
    data = "agency,question,rating,because\nCSC,1.1,0,\nSCH,1.1,0,No.\nCSC,9.9,0,No.\nCSC,1.2,5,No.\n"
    with pytest.raises(FaultyTable) as faulty:
        sheet(signed, data)
    assert [each.row for each in faulty.value.faults] == [2, 3, 4, 5]
    assert reasons(signed) == []
