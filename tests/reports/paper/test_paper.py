"""The paper says what figures.json says: change a figure and the sentence changes."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from config.letters import open_letters
from config.questionnaire import Scale, Template
from intake.returns import Cell
from reports.figures import Figures, Return, figures, percent
from reports.paper import Grid, PaperHeading, PaperPart, PaperSource, Prose, paper
from reports.paper.source import with_share
from reports.paper.standards import table_of_ratings
from reports.report import figures_json
from tests.reports.figures.test_summary import council, counted
from tests.reports.made import small_audit

SHARE = re.compile(r"(\d+) of (\d+) \(((?:under |over )?\d+%)\)")


def source(found: Figures, document: dict[str, Any] | None = None) -> PaperSource:
    made = figures_json("small", None, found) if document is None else document
    return PaperSource(made, found.template, found.names, {}, "The East", date(2026, 3, 4), date(2026, 2, 27))


def parts(found: Figures, document: dict[str, Any] | None = None) -> list[PaperPart]:
    return list(paper(source(found, document), open_letters()))


def chapter(made: list[PaperPart], name: str) -> Iterator[PaperPart]:
    """What stands between the heading of this name and the next of its level."""
    level = next(each.level for each in made if isinstance(each, PaperHeading) and each.words == name)
    start = next(at for at, each in enumerate(made) if isinstance(each, PaperHeading) and each.words == name)
    for each in made[start + 1 :]:
        if isinstance(each, PaperHeading) and each.level <= level:
            return
        yield each


def sentences(made: list[PaperPart], name: str) -> list[str]:
    return [each.words for each in chapter(made, name) if isinstance(each, Prose)]


def test_the_summary_of_the_small_audit_as_counted_by_hand(small: Template) -> None:
    """2 of 3 submitted; met 2 of 5; A 1 of 3 is under 50%; nobody is at 80%."""
    said = sentences(parts(small_audit(small)), "Summary")
    for words in (
        "Agencies that sent their return: 2 of 3 (67%).",
        "By sector: council 1 of 2 (50%); school 1 of 1 (100%).",
        "Ratings met: 2 of 5 (40%). Met means 2 Good.",
        "Agencies that meet it, with 80% or more of their rated answers met: 0 of 2 (0%).",
        "1 agency had under 50% of their rated answers met: A, 1 of 3 (33%).",
        "Nobody wrote in words, so no theme is counted.",
    ):
        assert words in said, words


def test_three_figures_changed_change_the_page(small: Template) -> None:
    found = small_audit(small)
    changed = copy.deepcopy(figures_json("small", None, found))
    changed["submitted"], changed["met"], changed["needs_support"] = 3, 4, ["A", "B"]
    said = sentences(parts(found, changed), "Summary")
    assert said[0] == "Agencies that sent their return: 3 of 3 (100%)."
    assert "Ratings met: 4 of 5 (80%). Met means 2 Good." in said
    assert "2 agencies had under 50% of their rated answers met: A, 1 of 3 (33%); B, 1 of 2 (50%)." in said


def test_who_stands_out_is_named_with_its_share(small: Template) -> None:
    found = small_audit(small)
    changed = copy.deepcopy(figures_json("small", None, found))
    changed["by_sector"]["school"]["submitted"], changed["submitted"] = 2, 3
    changed["by_agency"]["B"] |= {"ratings": {"2": 2}, "rated": 3}
    changed["none_of_the_best"], changed["all_reached"]["2"] = ["A"], ["1"]
    said = sentences(parts(found, changed), "Summary")
    assert said[1].endswith("The largest group among the returns: school, 2 of 3 (67%).")
    assert "Every rating is met in 1 People." in said
    assert "More than half of their ratings are 2 Good: B, 2 of 3 (67%)." in said
    assert "No rating is 2 Good at A." in said


@pytest.mark.parametrize(
    ("met", "rated", "told"),
    [
        (3, 3, "Met by every agency that rated it (how many): 1.2 (3)."),
        (0, 4, "Met by none of those that rated it (how many): 1.2 (4)."),
        (2, 2, ""),
        (2, 3, ""),
    ],
)
def test_a_question_that_all_meet_or_none_is_named_where_three_rated_it(
    small: Template, met: int, rated: int, told: str
) -> None:
    found = small_audit(small)
    changed = copy.deepcopy(figures_json("small", None, found))
    changed["by_question"]["1.2"] |= {"met": met, "rated": rated}
    said = sentences(parts(found, changed), "1 People")
    assert [each for each in said if each.startswith("Met by")] == ([told] if told else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7 How is it shared?", "7 How is it shared? 2 of 3 (67%)"),
        ("7 It is shared.", "7 It is shared, 2 of 3 (67%)"),
        ("7 How is it shared with all of…", "7 How is it shared with all of…, 2 of 3 (67%)"),
    ],
)
def test_a_question_keeps_its_mark_before_its_figure(words: str, told: str) -> None:
    assert with_share(words, "2 of 3 (67%)") == told


def test_every_number_of_the_summary_stands_in_the_figures() -> None:
    """City & Hackney, its texts without digits; a share is that of the two counts beside it."""
    found = counted("city-hackney")[0]
    template = replace(
        found.template,
        questions=tuple(replace(each, text="A question") for each in found.template.questions),
        standards=tuple(replace(each, title="A standard") for each in found.template.standards),
    )
    document = json.loads(json.dumps(figures_json("k", None, replace(found, template=template))))
    numbers, refs = set(map(str, _numbers(document))), {each.ref for each in template.questions}
    said = sentences(parts(replace(found, template=template), document), "Summary")
    shares = [each for words in said for each in SHARE.findall(words)]
    assert len(shares) > 15
    assert [each for each in shares if percent(int(each[0]), int(each[1])) != each[2]] == []
    rest = [SHARE.sub(r"\1 \2", words).replace("65%", str(document["support_below"])) for words in said]
    used = {each for words in rest for each in re.findall(r"\d+(?:\.\d+)?", words)}
    assert used - numbers - refs == set()


def _numbers(document: Any) -> Iterator[float]:
    """Every number of a document, how long each of its lists is, and the refs that name standards."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key.isdigit():
                yield int(key)
            yield from _numbers(value)
    elif isinstance(document, list):
        yield len(document)
        for each in document:
            yield from _numbers(each)
    elif isinstance(document, (int, float)) and not isinstance(document, bool):
        yield document


def test_a_page_for_each_agency_with_what_is_asked_worst_first(small: Template) -> None:
    made = parts(small_audit(small))
    pages = [each.words for each in chapter(made, "Agency by agency") if isinstance(each, PaperHeading)]
    assert [each for each in pages if len(each) == 1] == ["A", "B"]
    assert sentences(made, "A")[:2] == ["1 of 3 (33%) of its rated answers are met.", "It needs support."]


def test_what_is_asked_of_an_agency_is_told_worst_first(small: Template) -> None:
    said = {"1.1": Cell(rating="2"), "1.2": Cell(rating="0"), "1.3": Cell(missing=True)}
    made = parts(figures(small, [council("A", "submitted", said)]))
    assert sentences(made, "What is asked of it") == ["Send it: 1.3", "Act now: 1.2", "Keep it up: 1.1"]


def test_where_the_partnership_rates_and_the_agency_differs_its_page_has_both(small: Template) -> None:
    """1.1: Good to the partnership, Fair to the agency; on 1.2 both say Good, and the agency yes."""
    said = {
        ("1.1", "partnership"): Cell(rating="2"),
        ("1.1", "agency"): Cell(rating="1"),
        ("1.2", "partnership"): Cell(rating="2"),
        ("1.2", "agency"): Cell(rating="2", yes_no="yes"),
    }
    rated = replace(small, rated_by="partnership")
    made = parts(figures(rated, [Return("A", "A", "council", "submitted", said)]))
    (grid,) = [each for each in chapter(made, "Both ratings, where they differ") if isinstance(each, Grid)]
    assert list(grid.head) == ["Question", "Partnership", "Agency"]
    assert [[getattr(each, "words", each) for each in row] for row in grid.rows] == [
        ["1.1 Does a named person lead?", "2", "1"]
    ]


def test_a_sector_is_compared_with_only_where_three_of_it_are_in(small: Template) -> None:
    said = {"1.1": Cell(rating="2")}
    of_sector = {"A": "council", "B": "council", "C": "council", "D": "school", "E": "school"}
    made = parts(figures(small, [council(abbr, "submitted", said, each) for abbr, each in of_sector.items()]))
    assert "To compare: 3 of 6 (50%) rated answers of the 3 agencies in council." in sentences(made, "A")
    assert [words for words in sentences(made, "D") if words.startswith("To compare")] == []


def test_the_matrix_has_every_agency_and_question(small: Template) -> None:
    found = replace(small_audit(small), names={"A": "Anytown Academy", "B": "B"})
    end = list(chapter(parts(found), "Every rating"))
    (grid,) = [each for each in end if isinstance(each, Grid)]
    assert grid.head == ["Question", "A", "B"]
    assert end[0] == Prose("The agencies: A: Anytown Academy.")  # read before a column that an abbreviation heads
    assert [str(row[0]).split()[0] for row in grid.rows] == [each.ref for each in small.reported]


def test_who_was_excused_is_named_and_counted_nowhere(small: Template) -> None:
    said = {"1.1": Cell(rating="2")}
    returns = [council("A", "submitted", said), council("B", "excused", said)]
    made = parts(figures(small, returns))
    assert "Excused, and counted nowhere: B." in sentences(made, "Returns")
    assert "Agencies that sent their return: 1 of 1 (100%). Only these are counted." in sentences(made, "Returns")


@pytest.mark.parametrize("returns", [0, 1])
def test_an_audit_that_nobody_has_answered_yet_has_a_paper(small: Template, returns: int) -> None:
    found = small_audit(small)
    none = replace(found, submitted=found.submitted[:returns], by_agency=dict(list(found.by_agency.items())[:returns]))
    said = sentences(parts(none), "Summary")
    assert said[0] == f"Agencies that sent their return: {returns} of 3 ({returns * 33}%)."


def test_a_manager_may_change_the_sentences(small: Template, tmp_path: Any) -> None:
    (tmp_path / "paper-summary.j2").write_text("## Our round\n- {{ response }} wrote back.\n")
    made = list(paper(source(small_audit(small)), open_letters(tmp_path)))
    assert list(chapter(made, "Summary")) == [
        PaperHeading("Our round", 2),
        Prose("2 of 3 (67%) wrote back.", "point"),
    ]


def test_a_requirement_loses_its_full_stop_before_a_figure() -> None:
    found = counted("city-hackney")[0]
    asked = tuple(replace(each, text="Staff are trained.") for each in found.template.questions)
    told = parts(replace(found, template=replace(found.template, questions=asked)))
    said = [each for each in sentences(told, "Summary") if "Staff are trained" in each]
    assert said
    assert not [each for each in said if ".," in each]


def test_a_rating_stands_over_its_column_on_one_line(small: Template) -> None:
    """A page is 482 pt wide, a cell has 6 pt of edges, and a bold letter of 8.5 pt takes 5.2 pt in the mean."""
    for code in ("amber", "partial", "inadequate"):
        told = replace(small, scale=Scale(tuple(replace(each, code=code) for each in small.scale.given[:2])))
        made = table_of_ratings(replace(source(small_audit(small)), template=told), "Standard 1", "Question", [])
        widths = [wide * 482 for head, wide in zip(made.head, made.widths, strict=True) if head == code]
        assert min(widths) >= 6 + 5.2 * len(code), code


CITY = "1 How does your agency evidence commitment to safeguarding issues?"
BY_HAND = [  # from the published table: 1.4 is S for all 13; 1.2, 4.3, 6.2 and 7.4 stand at 12 of 13, as 4.4 does
    ("Summary", "As high as the last of these: 1.2, 4.3, 6.2 and 7.4."),
    ("Summary", "As low as the last of these: 3.6 and 5.1."),
    (CITY, "Ratings met: 29 of 52 (56%). Without the ratings that everybody has: 29 of 39 (74%)."),
    (
        "Returns",
        "Everybody has the same rating at 1.4 and 2.4. It is counted here, and left out where standards are ranked.",
    ),
    (
        "Returns",
        "Of all answers asked for, so many were rated: 589. "
        "The others: 59 without a rating, 4 that do not apply, 37 missing.",
    ),
]


@pytest.fixture(scope="module")
def city() -> list[PaperPart]:
    return parts(counted("city-hackney")[0])


@pytest.mark.parametrize(("where", "words"), BY_HAND)
def test_no_two_pages_say_different_things_of_one_figure(where: str, words: str, city: list[PaperPart]) -> None:
    assert words in sentences(city, where)
