"""The slides say what figures.json says, one idea each; as PowerPoint reads them they have titles, words and notes."""

import copy
import io
from typing import Any

import pytest
from pptx import Presentation

from config.letters import Letters, open_letters
from config.questionnaire import Template
from reports.figures import Figures
from reports.paper import Slide, SlideBars, deck
from reports.paper.slides.powerpoint import pptx
from reports.report import figures_json
from tests.reports.figures.test_summary import counted
from tests.reports.made import small_audit
from tests.reports.paper.test_paper import source


def made(found: Figures, document: dict[str, Any] | None = None, letters: Letters | None = None) -> list[Slide]:
    return list(deck(source(found, document), letters or open_letters()))


def drawn(found: Figures) -> Any:
    return Presentation(io.BytesIO(pptx("A round", ["For the board"], "The East", made(found))))


def test_the_slides_of_the_small_audit_as_counted_by_hand(small: Template) -> None:
    """2 of 3 submitted; met 2 of 5; A 1 of 3 is under 50%."""
    by_title = {each.title: each for each in made(small_audit(small))}
    sent = by_title["Returns sent: 2 of 3 (67%)"].body
    assert isinstance(sent, SlideBars)
    assert {each.name: list(each.numbers) for each in sent.series} == {"Sent": [1, 1], "Not sent": [1, 0]}
    assert "Ratings met: 2 of 5 (40%)" in by_title
    assert "1 agency had under 50% met" in by_title


def test_three_figures_changed_change_the_slides(small: Template) -> None:
    found = small_audit(small)
    changed = copy.deepcopy(figures_json("small", None, found))
    changed["submitted"], changed["met"], changed["needs_support"] = 3, 4, ["A", "B"]
    titles = [each.title for each in made(found, changed)]
    assert titles[0] == "Returns sent: 3 of 3 (100%)"
    assert {"Ratings met: 4 of 5 (80%)", "2 agencies had under 50% met"} <= set(titles)


def test_a_title_taken_out_takes_its_slide_out(small: Template, tmp_path: Any) -> None:
    (tmp_path / "paper-slides.j2").write_text("ratings: We met {{ met }}\n")
    titles = [each.title for each in made(small_audit(small), letters=open_letters(tmp_path))]
    assert titles == ["We met 2 of 5 (40%)"]


@pytest.fixture(scope="module")
def city() -> Any:
    return drawn(counted("city-hackney")[0])


def test_every_slide_has_a_title_of_its_own_and_notes(city: Any) -> None:
    titles = [each.shapes.title.text for each in city.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert all(each.notes_slide.notes_text_frame.text for each in list(city.slides)[1:])
    assert (city.core_properties.title, city.core_properties.language) == ("A round", "en-GB")


def test_charts_and_tables_are_native_and_have_words_for_them(city: Any) -> None:
    frames = [each for page in city.slides for each in page.shapes if each.has_chart or each.has_table]
    assert {each.has_chart for each in frames} == {True, False}
    assert all(each._element.xpath(".//p:cNvPr")[0].get("descr") for each in frames)
    assert all(each.table.first_row for each in frames if each.has_table)


def test_a_chart_holds_the_counts_of_the_published_table(city: Any) -> None:
    page = next(each for each in city.slides if each.shapes.title.text == "Ratings met: 407 of 589 (69%)")
    chart = next(each.chart for each in page.shapes if each.has_chart)
    assert {each.name: list(each.values) for each in chart.plots[0].series} == {
        "G Good": [407],
        "S Satisfactory": [114],
        "IA Inadequate - Actions taken": [63],
        "IN Inadequate - No action taken": [5],
    }
