"""Numbers, dates and choices of question 2.3, added up by hand."""

from typing import Any

import pytest

from config.letters import open_letters
from config.questionnaire import Template
from intake.returns import Cell
from reports.figures import Figures, figures, values
from reports.report import figures_json
from reports.report.page import page
from reports.report.sheets import summary_rows
from tests.reports.figures.test_summary import council
from tests.reports.report.test_page import words_of

SAID = {
    "A": Cell(words={"staff": "1200", "checked": "2026-03-01", "how_often": "Every year"}),
    "B": Cell(words={"staff": "7", "checked": "2025-11-30", "how_often": "Every year"}),
    "C": Cell(words={"staff": "12.5", "how_often": "Never."}),
    "D": Cell(words={"staff": "30"}),
    "E": Cell(not_applicable=True, words={"staff": "999", "reason": "closed"}),  # set aside: no longer counts
    "F": Cell(),
}


@pytest.fixture
def found(small: Template) -> Figures:
    returns = [council(abbr, "submitted", {"2.3": cell}) for abbr, cell in SAID.items()]
    unsent = council("G", "in_progress", {"2.3": Cell(words={"staff": "5000"})})
    return figures(small, [*returns, unsent])


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("staff", {"kind": "number", "n": 4, "of": 6, "total": 1249.5, "median": 21.25, "from": 7, "to": 1200}),
        (
            "checked",
            {
                "kind": "date",
                "n": 2,
                "of": 6,
                "total": None,
                "median": "2025-11-30",
                "from": "2025-11-30",
                "to": "2026-03-01",
            },
        ),
        ("how_often", {"kind": "choice", "n": 3, "of": 6, "counts": {"Every year": 2, "Now and then": 0, "Never.": 1}}),
    ],
)
def test_what_they_come_to(found: Figures, prompt: str, wanted: dict[str, Any]) -> None:
    documents = {each["prompt"]: each for each in figures_json("small", None, found)["values"]}
    assert documents[prompt] == {"question": "2.3", "prompt": prompt, **wanted}


def test_the_page_says_it_in_words(found: Figures) -> None:
    said = words_of(page(open_letters(), "small", None, found))
    for words in (
        "2.3 How many staff? 4 of 6 (67%) 4 answers: from 7 to 1,200, median 21.25; 1,249.5 in all",
        "2.3 When was it last checked? 2 of 6 (33%) 2 answers: from 30 November 2025 to 1 March 2026",
        "Every year: 2 of 3 (67%); Now and then: 0 of 3 (0%); Never: 1 of 3 (33%)",
    ):
        assert words in said, words


def test_the_workbook_has_each_as_a_value(found: Figures) -> None:
    rows = list(summary_rows(found))
    assert ("Question", "2.3 staff", "in all", 1249.5, None, None) in rows
    assert ("Question", "2.3 how_often", "Never.", 1, 3, 1 / 3) in rows


def test_without_an_answer_nothing_is_added_up(small: Template) -> None:
    none = figures(small, [council("A", "submitted", {})])
    assert [(each.n, each.of, each.total, each.middle, each.ends) for each in values(none)] == [
        (0, 1, None, None, None)
    ] * 3
    assert "2.3 How many staff? 0 of 1 (0%) no answers" in words_of(page(open_letters(), "small", None, none))


def test_what_the_partnership_entered_for_an_agency_counts_where_it_said_nothing(small: Template) -> None:
    sent = council("A", "submitted", {})
    said = {("2.3", "partnership"): Cell(words={"staff": "4"})}
    assert values(figures(small, [sent._replace(said=said)]))[0].total == 4
