"""What is put to all agencies together: questions by how few are there, groups of several sectors, and no low name."""

import io
from datetime import date

from docx import Document

from config.themes import load_themes
from intake.actions import hand_to
from intake.ledger import Saying
from intake.returns import Given
from reports.actions import tracked
from reports.figures import ThemeFigures, figures_with_words, submissions_of, theme_figures
from reports.figures.themes import Count
from reports.packs import Discussion, discussion_document, discussion_of, pack_of
from tests.rounds import Round, jo

ON = date(2026, 3, 2)


def answered(told: Round) -> Round:
    """1.1: one of two is there; 1.2: nobody; 1.4 is fixed; the school writes nothing."""
    told.say("CSC", Given("1.1", "rating", "2"), Given("1.2", "rating", "0"), Given("1.1", "text", "Ann."), minutes=1)
    told.say("SCH", Given("1.1", "rating", "0"), Given("1.2", "rating", "1"), minutes=1)
    for abbr in ("CSC", "SCH"):
        told.submit(abbr, minutes=2)
    return told


def discussion(told: Round, groups: int = 2) -> Discussion:
    with told.database.read() as db:
        found, wrote = figures_with_words(db, told.template, submissions_of(db, told.audit(db)))
        return discussion_of(found, theme_figures(found, wrote, load_themes()), [], [], groups, ON)


def test_first_come_the_questions_where_somebody_is_further_on(round_of_small: Round) -> None:
    made = discussion(answered(round_of_small))
    assert [(each.ref, each.met, each.rated, list(each.further_on)) for each in made.questions] == [
        ("1.1", 1, 2, ["CSC"]),
        ("1.2", 0, 2, []),
    ]
    assert made.questions[1].ask.startswith("Nobody is there yet.")


def test_what_nobody_writes_of_is_one_line_and_no_table_of_naughts(round_of_small: Round) -> None:
    with answered(round_of_small).database.read() as db:
        found, _ = figures_with_words(db, round_of_small.template, submissions_of(db, round_of_small.audit(db)))
    silence = ThemeFigures("w", "Whistleblowing", Count(0, 1, set(), {"CSC"}), {}, {}, {}, (), {})
    made = discussion_of(found, [silence], [], [], 2, ON)
    words = [each.text for each in Document(io.BytesIO(discussion_document(made))).paragraphs]
    assert made.themes == []
    assert [each for each in words if each == "Nobody writes of Whistleblowing."]


def test_each_group_begins_elsewhere_and_no_group_is_empty(round_of_small: Round) -> None:
    told = answered(round_of_small)
    assert sorted(each for hand, _ in discussion(told).groups for each in hand) == ["CSC", "SCH"]
    assert [refs for _, refs in discussion(told).groups] == [["1.1"], ["1.2"]]
    assert len(discussion(told, groups=9).groups) == 2


def test_the_document_names_nobody_who_rated_low(round_of_small: Round) -> None:
    page = Document(io.BytesIO(discussion_document(discussion(answered(round_of_small)))))
    asked = [cell.text for row in page.tables[0].rows for cell in row.cells]
    assert any("Further on: CSC." in each for each in asked)
    assert not any("SCH" in each for each in asked)


def test_an_agency_handed_to_a_lead_has_planned_nothing_itself(round_of_small: Round) -> None:
    told = answered(round_of_small)
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
