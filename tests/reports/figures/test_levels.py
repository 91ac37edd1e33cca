"""How high agencies stand in each standard, counted by hand."""

import pytest

from config.letters import open_letters
from config.questionnaire import Template
from intake.returns import Cell
from reports.figures import Figures, figures, level_of, levels, most_of, rolled_up
from reports.figures.levels import Level
from reports.report import figures_json
from reports.report.page import page
from tests.reports.figures.test_summary import council, counted
from tests.reports.report.test_page import words_of


@pytest.fixture
def found(small: Template) -> Figures:
    """Standard 1: A has 2 2, B 2 1, C 0 and a N/A; 1.4 is fixed at 1 for all three. Standard 2: D, a school, has 2."""
    said = {
        "A": {"1.1": Cell(rating="2"), "1.2": Cell(rating="2"), "1.3": Cell(yes_no="no")},
        "B": {"1.1": Cell(rating="2"), "1.2": Cell(rating="1")},
        "C": {"1.1": Cell(rating="0"), "1.2": Cell(not_applicable=True)},
    }
    returns = [council(abbr, "submitted", each) for abbr, each in said.items()]
    school = {"1.1": Cell(rating="2"), "1.2": Cell(rating="2"), "2.2": Cell(rating="2")}
    return figures(small, [*returns, council("D", "submitted", school, "school")])


def test_an_agency_stands_at_its_lowest_rating_and_a_fixed_one_is_nobodys(found: Figures) -> None:
    assert {abbr: level_of(found, abbr, "1") for abbr in "ABCD"} == {"A": "2", "B": "1", "C": "0", "D": "2"}
    assert {abbr: level_of(found, abbr, "2") for abbr in "ABCD"} == {"A": None, "B": None, "C": None, "D": "2"}


def test_how_many_agencies_stand_at_a_level_and_reached_it(found: Figures) -> None:
    assert levels(found) == {
        "1": {"2": Level(2, 2, 4), "1": Level(1, 3, 4), "0": Level(1, 4, 4)},
        "2": {"2": Level(1, 1, 1), "1": Level(0, 1, 1), "0": Level(0, 1, 1)},
    }


def test_a_standard_that_rolls_up_is_at_its_own_rating() -> None:
    """Area 4: GP1 and SCH met, VOL partial, LIC not met, DA N/A. All areas: GP1 6 met; SCH 4 met, 1 partial, 1 N/A;
    VOL 3 met, 3 partial; LIC 3 met, 1 partial, 1 not met, 1 N/A; DA 6 N/A."""
    found, _ = counted("hillingdon")
    assert levels(found)["4"] == {"met": Level(2, 2, 4), "partial": Level(1, 3, 4), "not_met": Level(1, 4, 4)}
    total = rolled_up(found)
    assert dict(total.ratings) == {"met": 6 + 4 + 3 + 3, "partial": 1 + 3 + 1, "not_met": 1}
    assert (total.rated, total.states["not_applicable"]) == (22, 1 + 1 + 6)


def test_who_has_most_of_each_rating_by_share_and_never_of_two(found: Figures) -> None:
    """Only D has three ratings of its own, all Good."""
    assert most_of(found) == {"2": ["D"], "1": [], "0": []}


def test_who_has_most_of_each_rating_in_city_and_hackney() -> None:
    """Counted in the published table without 1.4 and 2.4: CSC 45 G of 45, ASC 24 S and 4 IN of 46, DAAT 20 IA of 46."""
    found, _ = counted("city-hackney")
    assert most_of(found) == {"G": ["CSC"], "S": ["ASC"], "IA": ["DAAT"], "IN": ["ASC"]}
    said = words_of(page(open_letters(), "k", None, found))
    assert "S Satisfactory: ASC , 24 of 46 (52%) IA Inadequate - Actions taken: DAAT , 20 of 46 (43%)" in said


def test_those_level_with_the_six_that_are_named_are_counted(small: Template) -> None:
    said = {"1.1": Cell(rating="2"), "1.2": Cell(rating="2"), "2.2": Cell(rating="2")}
    found = figures(small, [council(f"A{number}", "submitted", said, "school") for number in range(8)])
    words = words_of(page(open_letters(), "small", None, found))
    assert "2 Good: A0 , 3 of 3 (100%); A1" in words
    assert "A5 , 3 of 3 (100%); 2 more are level with them" in words
    assert "A6 , 3 of 3 (100%)" not in words


def test_the_page_has_agency_and_standard_for_an_audit_that_counts_answers(found: Figures) -> None:
    said = words_of(page(open_letters(), "small", None, found))
    for words in (
        "Standard A B C D 1 2 2 of 3 1 1 of 3 0 0 of 2 2 2 of 3 2 no ratings no ratings no ratings 2 1 of 1",
        "1 People 2 of 4 (50%) 1 of 4 (25%) 1 of 4 (25%) 3 of 4 (75%)",
        "2 Good: D , 3 of 3 (100%)",
        "1 Fair: no agency",
        "council 3 of 3 (100%) 3 of 4 (75%) 3 4 1 3 of 8 (38%)",
        "school 1 of 1 (100%) 1 of 4 (25%) 3 1 0 3 of 4 (75%)",
    ):
        assert words in said, words


def test_the_figures_have_them_too(found: Figures) -> None:
    document = figures_json("small", None, found)
    assert document["levels"]["1"]["1"] == {"at": 1, "reached": 3, "of": 4}
    assert document["by_agency_standard"]["B"]["1"]["level"] == "1"
    assert document["most_of"]["2"] == ["D"]
    school = document["by_sector"]["school"]
    assert {key: school[key] for key in ("submitted", "invited", "rated", "met")} == {
        "submitted": 1,
        "invited": 1,
        "rated": 4,
        "met": 3,
    }
