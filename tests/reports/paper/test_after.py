"""The paper on what is to be done: whose, by when, resting on what; and no word of an agency's."""

from dataclasses import replace

from config.letters import open_letters
from config.partnerships import Priority
from config.questionnaire import Template
from reports.actions import Afterwards, PriorityRow, Recommended, TrackedAction
from reports.paper import Grid, paper
from reports.report import figures_json
from tests.reports.made import small_audit
from tests.reports.paper.test_paper import chapter, parts, sentences, source

MEND = TrackedAction(
    number=4, agency="A", owner="Head of quality", what="Kayleigh's words", refs=["1.1"], because="", known_by="",
    by_when="2026-05-31", rated="", is_revised=False, is_updated=True, last_word="", state="open",
)  # fmt: skip
AFTER = Afterwards(
    actions=[
        MEND,
        MEND._replace(number=5, agency="", what="Train all.", by_when="", refs=["2.1"], state="overdue"),
        MEND._replace(number=6, what="Send a report.", by_when="2026-11-30", is_assurance=True),
    ],
    recommendations=[
        Recommended(1, "Name a designated practitioner.", "Quality group", ["1.1"], ["leaders"]),
        Recommended(2, "Agree one way.", "", [], []),
    ],
    priorities=[PriorityRow(Priority(key="leaders", name="Leaders who listen"), ["1.1"], 2, 5, ["A"], [1], [4])],
)


def test_what_is_to_be_done_has_its_owner_its_day_and_what_it_rests_on(small: Template) -> None:
    made = list(paper(replace(source(small_audit(small)), after=AFTER), open_letters()))
    grids = {each.name: each.rows for each in chapter(made, "What is to be done") if isinstance(each, Grid)}
    assert grids["Recommendations"] == [
        ["1", "People", "Name a designated practitioner.", "Quality group", "4 by Sunday 31 May 2026", "1.1"],
        ["2", "several", "Agree one way.", "not named", "none yet", "none"],
    ]
    assert grids["Findings beside the priorities"] == [
        ["Leaders who listen", "1.1", "2 of 5 (40%)", "A", "1", "4"],
    ]
    assert grids["Actions of agencies"] == [["4", "A", "1.1", "yes", "Sunday 31 May 2026", "open"]]
    assert grids["Shared actions"] == [["5", "Train all.", "Head of quality", "2.1", "none", "overdue"]]
    assert "1 assurance report on actions asked for by Monday 30 November 2026: A." in str(made)
    assert "Kayleigh" not in str(made)


def test_how_plans_are_rated_and_followed_is_counted_off_the_figures(small: Template) -> None:
    """Three actions of agencies: two plans rated Good and one Poor; one revised, two with an update, one endless."""
    own = {
        "agency": "A",
        "questions": [],
        "by_when": "2026-05",
        "revised": False,
        "update_received": True,
        "state": "open",
    }
    told = [own | {"rated": "2"}, own | {"rated": "2", "revised": True}]
    told += [own | {"rated": "0", "by_when": "", "update_received": False}, own | {"agency": "", "rated": ""}]
    found = small_audit(small)
    document = figures_json("small", None, found) | {"actions": {"states": {"open": 4}, "all": told}}
    made = list(paper(replace(source(found, document), after=AFTER), open_letters()))
    assert (
        "Plans of agencies rated 2 Good 2 of 3 (67%); 0 Poor 1 of 3 (33%). Of their actions: revised 1 of 3 (33%); "
        "with an update 2 of 3 (67%). Without a last day: 1 of 3 (33%)."
    ) in sentences(made, "Actions agreed")


def test_meetings_are_told_with_their_day_and_what_came_of_them(small: Template) -> None:
    found = small_audit(small)
    told = {"number": 1, "agency": "A", "day": "2026-05-04", "outcomes": 2, "actions": [4]}
    document = figures_json("small", None, found) | {
        "meetings": [told, told | {"number": 2, "agency": None, "actions": []}]
    }
    made = list(paper(replace(source(found, document), after=AFTER), open_letters()))
    [grid] = [each for each in made if isinstance(each, Grid) and each.name == "Meetings about the returns"]
    assert grid.rows == [
        ["1", "A", "Monday 4 May 2026", "2", "4"],
        ["2", "several agencies", "Monday 4 May 2026", "2", "none"],
    ]


def test_an_agencys_page_has_its_own_actions_alone(small: Template) -> None:
    made = list(paper(replace(source(small_audit(small)), after=AFTER), open_letters()))
    [own] = [each for each in made if isinstance(each, Grid) and each.name == "Actions of A"]
    assert own.rows[0] == ["4", "1.1", "yes", "Sunday 31 May 2026", "open"]
    assert not any(isinstance(each, Grid) and each.name == "Actions of B" for each in made)


def test_without_anything_to_do_there_is_no_chapter_of_it(small: Template) -> None:
    assert "What is to be done" not in str(parts(small_audit(small)))
