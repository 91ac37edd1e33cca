"""What is put to all agencies together: questions by how few are there, groups of several sectors, and no low name."""

import io
from collections.abc import Mapping
from datetime import date

import pytest
from docx import Document

from config.questionnaire import Template
from config.themes import load_themes
from intake.actions import hand_to
from intake.ledger import Saying
from intake.returns import Given
from reports.actions import tracked
from reports.figures import ThemeFigures, figures_with_words, submissions_of, theme_figures
from reports.figures.themes import Count
from reports.packs import Discussion, discussion_document, discussion_of, pack_of
from storage.record import Database
from tests.rounds import Round, jo

ON = date(2026, 3, 2)


AGENCIES = """\
abbr,name,sector,partnerships,contact_name,contact_email,slack_user,role
CSC,Social Care,council,east,Ann Lee,ann@csc.example,,lead
SCH,High School,school,east,Bo Day,bo@sch.example,,lead
GPS,Hill Surgery,health,east,Di Ray,di@gps.example,,lead
POL,Police,police,east,Ed Fox,ed@pol.example,,lead
YJS,Youth Justice,council,east,Flo Hay,flo@yjs.example,,lead
"""
ALL = ("CSC", "SCH", "GPS", "POL", "YJS")
LOW = {"1.1": ("SCH", "GPS", "POL"), "1.2": ("SCH",)}


@pytest.fixture
def opened(database: Database, small: Template) -> Round:
    return Round.opened(database, small, AGENCIES)


@pytest.fixture
def told(opened: Round) -> Round:
    """1.1: two of five are there; 1.2: all but one, who could be told; the council alone writes."""
    return answered(opened, LOW)


def answered(made: Round, low: Mapping[str, tuple[str, ...]]) -> Round:
    for abbr in ALL:
        made.say(abbr, *(Given(ref, "rating", "0" if abbr in those else "2") for ref, those in low.items()), minutes=1)
        made.say(abbr, *([Given("1.1", "text", "Ann.")] if abbr == "CSC" else []), minutes=2)
        made.submit(abbr, minutes=3)
    return made


def discussion(told: Round, groups: int = 2) -> Discussion:
    with told.database.read() as db:
        found, wrote = figures_with_words(db, told.template, submissions_of(db, told.audit(db)))
        return discussion_of(found, theme_figures(found, wrote, load_themes()), [], [], groups, ON)


@pytest.mark.parametrize(
    ("low", "asked"),
    [
        (LOW, [("1.1", 2, 5, ["CSC", "YJS"]), ("1.2", 4, 5, [])]),
        (LOW | {"1.2": ALL}, [("1.1", 2, 5, ["CSC", "YJS"]), ("1.2", 0, 5, [])]),
        ({"1.1": ("SCH", "POL"), "1.2": ()}, [("1.1", 3, 5, [])]),
    ],
    ids=["one could be told", "nobody is there", "two could be told"],
)
def test_first_come_the_questions_where_somebody_is_further_on(
    opened: Round, low: Mapping[str, tuple[str, ...]], asked: list[tuple[str, int, int, list[str]]]
) -> None:
    made = discussion(answered(opened, low))
    assert [(each.ref, each.met, each.rated, list(each.further_on)) for each in made.questions] == asked
    assert [each.ask.startswith("Nobody is there yet.") for each in made.questions] == [not met for _, met, *_ in asked]


def test_what_nobody_writes_of_is_one_line_and_no_table_of_naughts(told: Round) -> None:
    with told.database.read() as db:
        found, _ = figures_with_words(db, told.template, submissions_of(db, told.audit(db)))
    silence = ThemeFigures("w", "Whistleblowing", Count(0, 1, set(), {"CSC"}), {}, {}, {}, (), {})
    made = discussion_of(found, [silence], [], [], 2, ON)
    words = [each.text for each in Document(io.BytesIO(discussion_document(made))).paragraphs]
    assert made.themes == []
    assert [each for each in words if each == "Nobody writes of Whistleblowing."]


def test_each_group_begins_elsewhere_and_no_group_is_empty(told: Round) -> None:
    assert sorted(each for hand, _ in discussion(told).groups for each in hand) == sorted(
        ["CSC", "SCH", "GPS", "POL", "YJS"]
    )
    assert [refs for _, refs in discussion(told).groups] == [["1.1"], ["1.2"]]
    assert len(discussion(told, groups=9).groups) == 5


def test_the_document_names_nobody_who_rated_low(told: Round) -> None:
    page = Document(io.BytesIO(discussion_document(discussion(told))))
    asked = [cell.text for row in page.tables[0].rows for cell in row.cells]
    assert any("Further on: CSC and YJS." in each for each in asked)
    assert not any(abbr in each for each in asked for abbr in LOW["1.1"])


def test_an_agency_handed_to_a_lead_has_planned_nothing_itself(told: Round) -> None:
    with told.database.write.begin() as db:
        case = (db, told.audit(db), told.template, told.submission(db, "SCH"), "Meg Vale", date(2026, 3, 1))
        hand_to(*case, "It met 0 of 2.", "1.1, 1.2", Saying(jo(9), "hand:9", "partnership"))
    with told.database.read() as db:
        submissions = submissions_of(db, told.audit(db))
        found, wrote = figures_with_words(db, told.template, submissions)
        actions = tracked(db, told.audit(db), submissions, None, ON)
        themes = theme_figures(found, wrote, load_themes())
        made = pack_of(db, told.template, told.submission(db, "SCH"), found, themes, actions, {}, ON)
    assert [each.ref for each in made.worth["Not met, and what comes next"]] == ["1.1", "1.2"]
    assert "Agreed before, and past its day" not in made.worth
