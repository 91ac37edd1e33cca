"""Two years of a small audit whose template changed, computed by hand.

Then: 1.1, 1.2 and, of schools, 2.2. Now 1.2 has other words (`was` says so), 2.2 is 2.5, and 1.3 asks something new.
1.4 is fixed. A, B and C (council), D and E (school) are in both; F only now, G only then.

      then 1.1 1.2 2.2        now 1.1 1.2 2.5
    A       2   1                  2   2
    B       1   0                  2   0
    C       2  N/A                 1   2
    D       0   2   2              2   2   1
    E       1   1   0              1   2   2
"""

from dataclasses import replace

import pytest

from config.questionnaire import Template
from config.themes import SHIPPED_THEMES, load_themes
from intake.returns import Cell
from reports.figures import Figures, Mention, Wrote, figures
from reports.movement import CountedRound, Moved, Movement, Portion, compare, moved_in_words, movement_json
from tests.reports.figures.test_summary import council

THEMES = load_themes(SHIPPED_THEMES)
THEN = {"A": "2 1", "B": "1 0", "C": "2 N/A", "D": "0 2 2", "E": "1 1 0", "G": "2"}
NOW = {"A": "2 2", "B": "2 0", "C": "1 2", "D": "2 2 1", "E": "1 2 2", "F": "0"}
SUPERVISION = Mention("supervision", "", "", "", 1.0)


def template_now(small: Template) -> Template:
    changed = {
        "1.2": {"text": "How well is everybody trained?", "was": "1.2"},
        "1.3": {"text": "Who leads on online safety?"},
        "2.2": {"ref": "2.5", "was": "2.2"},
    }
    return replace(small, questions=tuple(replace(each, **changed.get(each.ref, {})) for each in small.questions))  # type: ignore[arg-type]


def counted(template: Template, refs: str, table: dict[str, str]) -> Figures:
    returns = []
    for abbr, row in table.items():
        cells = {
            ref: Cell(not_applicable=True) if code == "N/A" else Cell(rating=code)
            for ref, code in zip(refs.split(), row.split(), strict=False)
        }
        returns.append(council(abbr, "submitted", cells, "school" if abbr in "DE" else "council"))
    return figures(template, returns)


def wrote(*agencies: str) -> list[Wrote]:
    """Each writes on 1.1; those in capitals mention supervision."""
    return [Wrote(each.upper(), "1.1", "text", [SUPERVISION] if each.isupper() else []) for each in agencies]


@pytest.fixture
def moved(small: Template) -> Movement:
    then = CountedRound(counted(small, "1.1 1.2 2.2", THEN), wrote("A", "b", "C", "G"))  # C writes nothing now
    now = CountedRound(counted(template_now(small), "1.1 1.2 2.5", NOW), wrote("A", "B", "f"))
    return compare("small-2025", now, then, THEMES)


def sides(moved: Movement, kind: str) -> dict[str, str]:
    return {
        each.name: f"{each.before.part}/{each.before.of} {each.now.part}/{each.now.of}"
        for each in getattr(moved, f"by_{kind}")
    }


def test_only_agencies_in_both_and_questions_that_ask_the_same_are_counted(moved: Movement) -> None:
    assert (moved.agencies, moved.only_now, moved.only_before) == (list("ABCDE"), ["F"], ["G"])
    same = {"1.1": "1.1", "1.2": "1.2", "2.5": "2.2"}
    assert {ref: was for ref, was in moved.compared.items() if ref in ("1.1", "1.2", "1.3", "2.5")} == same
    assert "1.3" in moved.new
    assert "1.3" in moved.gone


@pytest.mark.parametrize(
    ("kind", "by_hand"),
    [
        ("question", {"1.1": "2/5 3/5", "1.2": "1/4 4/5", "2.5": "1/2 1/2"}),
        ("standard", {"1": "3/9 7/10", "2": "1/2 1/2"}),
        ("agency", {"A": "1/2 2/2", "B": "0/2 1/2", "C": "1/1 1/2", "D": "2/3 2/3", "E": "0/3 2/3"}),
        ("sector", {"council": "2/5 4/6"}),
        ("theme", {"supervision": "1/2 2/2"}),
    ],
)
def test_met_of_rated_then_and_now(moved: Movement, kind: str, by_hand: dict[str, str]) -> None:
    found = sides(moved, kind)
    assert {name: found[name] for name in by_hand} == by_hand
    nothing = {"0/0 0/0", "0/2 0/2"}  # what nobody rates, and what nobody writes about
    assert {name for name, said in found.items() if said not in nothing} == set(by_hand)


def test_in_all_and_a_sector_of_two_is_shown_by_nobody(moved: Movement) -> None:
    assert moved.in_all == Moved("", Portion(4, 11), Portion(8, 12))
    assert moved.sectors_left_out == ["school"]


def test_what_has_moved_in_words(moved: Movement) -> None:
    assert list(moved_in_words(moved, {"1": "People"}, {"supervision": "Supervision"}))[1:] == [
        "Ratings met went from 4 of 11 (36%) to 8 of 12 (67%).",
        "Standards up: 1 People, from 3 of 9 (33%) to 7 of 10 (70%).",
        "Questions up: 1.2, from 1 of 4 (25%) to 4 of 5 (80%); 1.1, from 2 of 5 (40%) to 3 of 5 (60%).",
        "Agencies up: E, from 0 of 3 (0%) to 2 of 3 (67%).",
        "Sectors up: council, from 2 of 5 (40%) to 4 of 6 (67%).",
        "New questions, not compared: 1.3.",
        "Fewer than three agencies of a sector are not compared as one: school.",
    ]


def test_the_round_before_and_agencies_are_told_by_name(moved: Movement) -> None:
    named = replace(moved, title="The audit of 2025", names={"E": "East Academy"})
    told = list(moved_in_words(named, {}, {}))
    assert told[0].startswith("Since The audit of 2025, over the 5 agencies")
    assert "Agencies up: East Academy, from 0 of 3 (0%) to 2 of 3 (67%)." in told


def test_the_figures_have_both_sides(moved: Movement) -> None:
    document = movement_json(moved)
    assert document is not None
    assert document["by_question"]["2.5"] == {
        "was": "2.2",
        "before": {"met": 1, "rated": 2},
        "now": {"met": 1, "rated": 2},
    }
    assert document["by_theme"]["supervision"]["now"] == {"agencies": 2, "of_agencies": 2}
    assert movement_json(None) is None


def test_on_another_scale_no_ratings_are_compared(small: Template) -> None:
    one, *rest = small.scale.ratings
    other = replace(small, scale=replace(small.scale, ratings=(replace(one, code="3"), *rest)))
    then = CountedRound(counted(small, "1.1", {"A": "2"}), wrote("A"))
    now = CountedRound(counted(other, "1.1", {"A": "3"}), wrote("A"))
    moved = compare("small-2025", now, then, THEMES)
    assert (moved.scale_changed, moved.in_all.now.of) == (True, 0)
    assert "The scale is another one, so no ratings are compared." in list(moved_in_words(moved, {}, {}))
    assert sides(moved, "theme")["supervision"] == "1/1 1/1"


def test_two_rounds_with_nobody_in_both(small: Template) -> None:
    then, now = (CountedRound(counted(small, "1.1", {abbr: "2"}), ()) for abbr in "AB")
    moved = compare("small-2025", now, then, THEMES)
    assert list(moved_in_words(moved, {}, {})) == [
        "No agency has sent its return both now and in small-2025, so nothing is compared."
    ]
