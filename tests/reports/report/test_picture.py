"""The heat map says everything in writing, on any colours, and its text is really drawn."""

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.questionnaire import SHIPPED, Template
from reports.figures import Return, Tally, figures
from reports.report import ink
from reports.report.colours import contrast
from reports.report.picture import bar, heat_map, png
from tests.conftest import audit_file
from tests.reports.made import HOSTILE, small_audit

NAMES = {"svg": "http://www.w3.org/2000/svg"}
BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30">{}</svg>'


def texts(svg: str) -> Counter[str]:
    return Counter(each.text or "" for each in written(Xml.fromstring(svg)))


def written(root: Xml.Element) -> list[Xml.Element]:
    """The pieces of text; the cells of a row that are of one colour are pieces of one text."""
    return [each for kind in ("text", "tspan") for each in root.findall(f".//svg:{kind}", NAMES)]


def test_every_cell_is_written(small: Template) -> None:
    """A: 2, Yes - 1, No, 1, text, not asked, text. B: 0, N/A, Yes, X, blank, 2, N/A. The legend adds one each."""
    found = texts(heat_map(small_audit(small)))
    wanted = {"2": 2, "1": 1, "0": 1, "X": 1, "N/A": 2, "Yes": 1, "No": 1, "Yes - 1": 1, "text": 2, "blank": 1, "–": 1}
    legend = ["2", "1", "0", "X", "Yes", "text", "N/A", "blank", "–"]
    for words, count in wanted.items():
        assert found[words] == count + legend.count(words), words


def test_the_legend_is_in_words(small: Template) -> None:
    found = texts(heat_map(small_audit(small)))
    assert found["Good: 2 of 5 (40%) rated"] == found["Not sent: 1"] == found["not asked of this agency"] == 1


def test_it_has_a_name_and_a_description(small: Template) -> None:
    root = Xml.fromstring(heat_map(small_audit(small)))
    assert root.get("role") == "img"
    named = [root.find(f".//*[@id='{each}']") for each in (root.get("aria-labelledby") or "").split()]
    assert [each.text for each in named if each is not None] == [
        "Heat map of ratings",
        "Questions down, agencies across; each cell holds the code of its rating. 2 2 Good, 2 1 Fair and 1 0 Poor.",
    ]


@given(st.integers(0, 0xFFFFFF))
def test_text_can_be_read_on_any_colour(number: int) -> None:
    fill = f"#{number:06x}"
    assert contrast(ink(fill), fill) >= 4.5


def test_contrast_as_it_was_measured() -> None:
    """White as in usability U12. Amber by hand: 0.2126 + 0.7152 × ((191/255 + 0.055) / 1.055)^2.4 = 0.585, and 12.7."""
    pairs = [("#ffffff", "#1d4f91", 8.14), ("#ffffff", "#00703c", 6.21), ("#000000", "#ffbf00", 12.70)]
    for text, fill, measured in pairs:
        assert ink(fill) == text
        assert round(contrast(text, fill), 2) == pytest.approx(measured, abs=0.01)


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_text_is_really_drawn(weight: str) -> None:
    text = f'<text x="5" y="20" font-family="sans-serif" font-weight="{weight}">IA é…</text>'
    assert png(BLANK.format(text)) != png(BLANK.format(""))


def test_bold_is_not_the_plain_font() -> None:
    text = '<text x="5" y="20" font-family="DejaVu Sans, sans-serif" font-weight="{}">IA</text>'
    assert png(BLANK.format(text.format("bold"))) != png(BLANK.format(text.format("normal")))


@pytest.mark.parametrize(("wide", "high", "drawn"), [(600, 300, (1200, 600)), (24_000, 2_000, (9_798, 816))])
def test_the_picture_is_twice_its_size_and_never_over_eight_million_points(
    wide: int, high: int, drawn: tuple[int, int]
) -> None:
    data = png(f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide}" height="{high}"/>')
    size = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    assert all(abs(got - wanted) <= 1 for got, wanted in zip(size, drawn, strict=True)), size


def test_the_picture_is_a_png_with_the_text_of_the_page(small: Template) -> None:
    svg = heat_map(small_audit(small))
    bare = Xml.fromstring(svg)
    for each in written(bare):
        each.text = ""
    drawn = png(svg)
    assert drawn.startswith(b"\x89PNG\r\n")
    assert drawn != png(Xml.tostring(bare, encoding="unicode"))


@pytest.mark.parametrize("words", HOSTILE)
def test_names_stay_words(small: Template, words: str) -> None:
    svg = heat_map(small_audit(small, words))
    kinds = {each.tag.rpartition("}")[2] for each in Xml.fromstring(svg).iter()}
    assert kinds == {"svg", "title", "desc", "g", "path", "text", "tspan"}
    assert png(svg).startswith(b"\x89PNG")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("agencies", [0, 1, 60])
def test_every_audit_can_be_drawn(path: Path, agencies: int) -> None:
    template = audit_file(path)
    found = figures(template, [Return(f"A{n}", f"Agency {n}", "council", "submitted", {}) for n in range(agencies)])
    Xml.fromstring(heat_map(found))


def test_no_words_run_over_the_edge_where_few_have_answered(small: Template) -> None:
    """Six px is less than a letter has on average, so whatever fails this was cut off."""
    drawn = Xml.fromstring(heat_map(small_audit(small)))
    ends = [float(each.get("x", "0")) + 6 * len(each.text or "") for each in written(drawn)]
    assert max(ends) <= float(drawn.get("width", "0"))


def test_a_bar_is_as_long_as_its_share_and_says_its_counts(small: Template) -> None:
    """2, 2 and 1 of 5: 40, 40 and 20 per cent, beginning at 0, 40 and 80."""
    root = Xml.fromstring(bar(small_audit(small).total, "All"))
    places = [(each.get("x"), each.get("width")) for each in root.findall("svg:rect", NAMES)]
    assert places == [("0.000%", "40.000%"), ("40.000%", "40.000%"), ("80.000%", "20.000%")]
    assert [each.text for each in root.findall(".//svg:text", NAMES)] == ["2 2", "1 2", "0 1"]
    assert root.get("aria-label") == "All: 2 2 Good, 2 1 Fair and 1 0 Poor, of 5 rated."


def test_nothing_rated_has_no_bar(small: Template) -> None:
    assert bar(Tally(small.scale.by_code), "All") == ""
