"""The workbook holds real numbers, only words where people wrote, and nothing about who made it."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from config.questionnaire import SHIPPED, Template
from intake.audits.answers_csv import read_filled
from reports.figures import Figures, Return, figures, plain
from reports.report.workbook import LONGEST, workbook
from tests.conftest import audit_file
from tests.reports.figures.test_summary import REAL, counted
from tests.reports.made import HOSTILE, small_audit


def opened(found: Figures, heading: str = "Small") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(found, heading)))


def rows(book: Workbook, sheet: str, top: int = 1) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(min_row=top, values_only=True))


def as_csv(book: Workbook) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows(book, "Matrix"))
    return out.getvalue().encode()


def test_the_summary_holds_numbers_beside_what_they_are_of(small: Template) -> None:
    book = opened(small_audit(small))
    found = rows(book, "Summary", top=4)
    assert rows(book, "Summary")[0][0] == "Small"
    for row in (
        ("Audit", "small", "Returns submitted", 2, 3, 2 / 3),
        ("Audit", "small", "Rated answers met", 2, 5, 0.4),
        ("Audit", "small", "missing", 1, 13, 1 / 13),
        ("Agency", "A", "Rated answers met", 1, 3, 1 / 3),
        ("Agency", "A", "Points", 4, 6, 4 / 6),
        ("Agency", "B", "Points", 2, 4, 0.5),
        ("Question", "1.3", "Rated answers met", 0, 0, None),
        ("Question", "1.3", "answered no", 1, 2, 0.5),
        ("Sector", "council", "Returns submitted", 1, 2, 0.5),
        ("Sector", "school", "Rated answers met", 1, 2, 0.5),
        ("Standard", "1", "Agencies at 0 Poor", 1, 2, 0.5),
    ):
        assert row in found, row
    assert {each[0].number_format for each in book["Summary"].iter_rows(min_row=4, min_col=6)} == {"0.0%"}


def test_every_return_says_for_which_part_of_the_agency_it_speaks(small: Template) -> None:
    found = small_audit(small)
    found = figures(small, [each._replace(scope="Licensing" if each.abbr == "A" else "") for each in found.invited])
    assert rows(opened(found), "Returns")[1:] == [
        ("A", "A", "council", "submitted", "Licensing", 1, 3, 1 / 3),
        ("B", "B", "school", "submitted", "the whole agency", 1, 2, 0.5),
        ("C", "C", "council", "in progress", None, None, None, None),
    ]


def test_every_agency_stands_in_each_standard_it_is_asked_of(small: Template) -> None:
    """A's own ratings in standard 1 are Good and Fair, and one is fixed; in standard 2 it has none."""
    assert rows(opened(small_audit(small)), "Standards") == [
        ("agency", "name", "standard", "level", "met", "rated", "share"),
        ("A", "A", "1", "1", 1, 3, 1 / 3),
        ("A", "A", "2", None, 0, 0, None),
        ("B", "B", "1", "0", 0, 1, 0),
        ("B", "B", "2", "2", 1, 1, 1),
    ]


def test_the_matrix_is_written_as_it_can_be_read_again(small: Template) -> None:
    found = rows(opened(small_audit(small)), "Matrix")
    assert found == [
        ("question", "A", "B"),
        ("1.1", "2", "0"),
        ("1.2", "Yes - 1", "N/A"),
        ("1.3", "No", "Yes"),
        ("1.4", "1", "X"),
        ("2.1", None, None),
        ("2.2", None, "2"),
        ("2.3", None, "N/A"),
    ]


def test_the_real_matrix_comes_back_as_it_went_in() -> None:
    found, wanted = counted("city-hackney")
    sectors = dict.fromkeys(wanted["status"], "council")
    sent, back = (read_filled(data, found.template, sectors) for data in (REAL.read_bytes(), as_csv(opened(found))))
    assert sorted(back) == sorted(sent)


def test_a_cell_has_the_colour_of_its_rating_and_text_that_can_be_read() -> None:
    sheet = opened(counted("city-hackney")[0])["Matrix"]
    colours = {
        cell.value: (cell.fill.fgColor.rgb.upper(), cell.font.color.rgb.upper())
        for row in sheet["B2:N54"]
        for cell in row
    }
    assert colours["G"] == ("0000703C", "00FFFFFF")
    assert colours["IA"] == ("00FFBF00", "00000000")


def test_answers_are_what_was_said_with_numbers_as_numbers(small: Template) -> None:
    head, *found = rows(opened(small_audit(small)), "Answers")
    told = [{key: value for key, value in zip(head, row, strict=True) if value is not None} for row in found]
    of_a = {"agency": "A", "name": "A", "return": "submitted", "by": "agency"}
    assert {**of_a, "question": "1.2", "rating": "1", "yes_no": "yes"} in told
    assert {**of_a, "question": "2.1", "text": "They told us."} in told
    assert {**of_a, "question": "2.3", "staff": 12} in told
    assert {**of_a, "agency": "B", "name": "B", "question": "2.3", "not_applicable": "yes", "reason": "none"} in told


def test_outstanding_names_each_question(small: Template) -> None:
    """B owes the one not sent and 2.1; C, who has begun, every required prompt but the rating of 1.1."""
    found = [(row[0], row[3], row[5]) for row in rows(opened(small_audit(small)), "Outstanding", top=2)]
    assert found[:2] == [("B", "1.4", "X Not sent"), ("B", "2.1", "not answered")]
    assert [row[1] for row in found if row[0] == "C"][:3] == ["1.2", "1.3", "2.1"]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_a_formula(small: Template, words: str) -> None:
    book = opened(small_audit(small, words), words)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(isinstance(cell.value, str) == (cell.data_type == "s") for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    written = {str(cell.value).replace("\r\n", "\n").replace("\r", "\n") for cell in cells}
    assert plain(words).replace("\r", "\n") in written
    assert not [sheet for sheet in book if sheet.sheet_state != "visible"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so(small: Template) -> None:
    book = opened(small_audit(small, "🙂" * 20_000))
    longest = max((str(cell.value) for row in book["Answers"].iter_rows() for cell in row), key=len)
    assert longest.endswith("…")
    assert len(longest.encode("utf-16-le")) // 2 <= LONGEST


def test_the_same_figures_are_the_same_bytes_and_name_nobody(small: Template) -> None:
    data = workbook(small_audit(small), "Small")
    assert data == workbook(small_audit(small), "Small")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"creator" not in parts.read("docProps/core.xml")
        assert not [name for name in parts.namelist() if "comment" in name or "external" in name.lower()]


def test_every_sheet_can_be_read_on_a_screen(small: Template) -> None:
    book = opened(small_audit(small))
    assert book.sheetnames == ["Summary", "Matrix", "Returns", "Standards", "Answers", "Outstanding", "Evidence"]
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert all(8 <= column.width <= 60 for column in sheet.column_dimensions.values())


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("agencies", [0, 1])
def test_every_audit_has_a_workbook(path: Path, agencies: int) -> None:
    template = audit_file(path)
    found = figures(template, [Return(f"A{n}", f"Agency {n}", "council", "submitted", {}) for n in range(agencies)])
    assert len(rows(opened(found), "Matrix")) == 1 + len(template.reported)
