"""Findings beside priorities, and what page, workbook, figures and digest tell of actions and recommendations."""

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from config.letters import open_letters
from config.partnerships import Priority
from config.questionnaire import Template
from intake.actions import NewAction, NewRecommendation, add_action, add_recommendation, ask_assurance
from intake.ledger import Saying
from intake.returns import Given
from reports.actions import Afterwards, Recommended, after_json, afterwards_of, by_area
from reports.figures import Figures, figures_of, submissions_of
from reports.report import figures_json
from reports.report.page import page
from reports.report.workbook import workbook
from tests.rounds import Round, jo

PEOPLE = Priority(key="people", name="People who know", questions=["1"])  # the whole standard
PLACES = Priority(key="places", name="Safe places", questions=["2.4", "9.9"])
AFTER = date(2026, 6, 1)


@pytest.fixture
def told(round_of_small: Round) -> Round:
    """The council rates 1.1 good and 1.2 poor; one action rests on 1.2, one recommendation serves people."""
    made = round_of_small
    made.say("CSC", Given("1.1", "rating", "2"), Given("1.2", "rating", "0"), minutes=1)
    made.submit("CSC", minutes=2)
    with made.database.write.begin() as db:
        audit, saying = made.audit(db), Saying(jo(3), "action:3", "partnership")
        action = NewAction("Train Mx Nobody.", made.submission(db, "CSC"), by_when="2026-05", refs="1.2")
        add_action(db, audit, made.template, action, saying)
        new = NewRecommendation("Train every governor.", "Training group", "1.2", "people")
        add_recommendation(db, audit, made.template, new, ["people", "places"], saying)
    return made


def afterwards(told: Round) -> tuple[Figures, Afterwards]:
    with told.database.read() as db:
        audit = told.audit(db)
        submissions = submissions_of(db, audit)
        found = figures_of(db, told.template, submissions)
        return found, afterwards_of(db, audit, submissions, None, found, [PEOPLE, PLACES], AFTER)


def test_findings_beside_priorities(told: Round) -> None:
    """1.1 is met, 1.2 is not, and 1.4 is fixed at a rating that is not met; of the places nothing is rated."""
    people, places = afterwards(told)[1].priorities
    assert people.refs == ["1.1", "1.2", "1.3", "1.4"]
    assert (people.met, people.rated, people.below) == (1, 3, ["CSC"])
    assert (people.recommendations, people.actions) == ([1], [1])
    assert (places.met, places.rated, places.below, places.actions) == (0, 0, [], [])
    with told.database.write.begin() as db:
        audit, csc = told.audit(db), told.submission(db, "CSC")
        assert ask_assurance(db, audit, told.template, csc, 6, Saying(jo(4), "report:4", "partnership"))
    assert afterwards(told)[1].priorities[0].actions == [1]  # a report on actions is none of them


def test_the_page_has_recommendations_word_for_word_and_of_actions_no_word(told: Round) -> None:
    found, after = afterwards(told)
    html = page(open_letters(), "small", None, found, after=after)
    assert all(each in html for each in ("Train every governor.", "People who know", "1 action: 1 overdue", "May 2026"))
    assert "Nobody" not in html


def test_the_workbook_has_all_of_it(told: Round) -> None:
    found, after = afterwards(told)
    book = load_workbook(io.BytesIO(workbook(found, "A small audit", after=after)))
    row = [each.value for each in book["Actions"][2]]
    assert row[:5] == [1, "CSC", None, "Train Mx Nobody.", "1.2"]
    assert row[-2:] == ["May 2026", "overdue"]
    assert [each.value for each in book["Recommendations"][2]][1:3] == ["Train every governor.", "Training group"]
    assert [each.value for each in book["Priorities"][2]][3:6] == [1, 3, 1 / 3]


def test_the_figures_have_no_sentence_of_anybodys(told: Round) -> None:
    found, after = afterwards(told)
    document = figures_json("small", None, found, after=after)
    assert document["actions"]["states"] == {"overdue": 1}
    assert document["recommendations"] == [{"number": 1, "questions": ["1.2"], "priorities": ["people"]}]
    assert document["priorities"][0]["not_met_at"] == ["CSC"]
    assert "Train" not in json.dumps(after_json(after))


def test_recommendations_stand_by_area_and_those_of_several_last(small: Template) -> None:
    refs = (("2.1",), ("1.1", "2.1"), ("1.2", "1.1"), ())
    told = [Recommended(number, "Train all.", "", each, ()) for number, each in enumerate(refs, start=1)]
    areas = [(area, [each.number for each in own]) for area, own in by_area(told, small)]
    assert areas == [("People", [3]), ("Places", [1]), ("", [2, 4])]
