"""What will be done about a low rating, in the forms that come back: what is unclear of it leaves the rating alone."""

import io
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook

from intake.letters import Attachment
from intake.mail.outward.invitation import DOCX, XLSX
from intake.mail.outward.understood import understood
from tests.intake.letters.test_names import PLANNED as TEMPLATE
from tests.intake.letters.test_names import SENT, read, values

PLANNED = ("1", "A named lead.", "Train all staff.", "Sam Surgery")  # of question 1.1, up to "By when will it be done?"


def filled(kind: str, *said: str | date, shown: str = "") -> Attachment:
    """The attached form with what is said at 1.1, prompt after prompt."""
    made, out = next(each for each in SENT.attachments if each.media_type == kind), io.BytesIO()
    if kind == XLSX:
        book = load_workbook(io.BytesIO(made.content))
        rows = [each for each in book.worksheets[0].iter_rows() if each[0].value == "[1.1]"]
        for cells, words in zip(rows, said, strict=True):
            cells[4].value = words
            cells[4].number_format = shown or cells[4].number_format
        book.save(out)
    else:
        paper = Document(io.BytesIO(made.content))
        lines = [each.cells for each in paper.tables[0].rows if each.cells[0].text == "[1.1]"]
        for line, words in zip(lines, said, strict=True):
            line[3].text = str(words)
        paper.save(out)
    return Attachment(made.name, kind, out.getvalue())


@pytest.mark.parametrize("kind", [XLSX, DOCX], ids=["xlsx", "docx"])
def test_a_day_that_is_not_clear_is_asked_back_and_the_rating_beside_it_counts(kind: str) -> None:
    form = read("Attached.", filled(kind, *PLANNED, "as soon as we can"))
    assert values(form) == {
        "1.1 rating": "1",
        "1.1 text": "A named lead.",
        "1.1 plan_what": "Train all staff.",
        "1.1 plan_who": "Sam Surgery",
    }
    assert [(each.question, each.text) for each in form.not_understood] == [("1.1", "as soon as we can")]


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("mmm-yy", "March 2027"),  # what Excel makes of "March 2027"
        ("[$-809]mmmm\\ yyyy;@", "March 2027"),
        ("yyyy", "2027"),
        ("d-mmm", "1 March"),
        ("dd/mm/yyyy", "2027-03-01"),
    ],
)
def test_a_day_of_a_workbook_is_read_as_its_cell_shows_it(shown: str, kept: str) -> None:
    form = read("Attached.", filled(XLSX, *PLANNED, date(2027, 3, 1), shown=shown))
    assert values(form)["1.1 plan_when"] == kept


def test_a_rating_that_the_form_gives_unclearly_is_still_in_doubt() -> None:
    form = read("1.1: 1\n", filled(XLSX, "1/2", *PLANNED[1:], "March 2027"))
    assert "1.1 rating" not in values(form)
    assert [each.question for each in form.not_understood] == ["1.1"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("in six months", "Friday 1 October 2027."), ("end of March", "Friday 31 March 2028."), ("May 2027", "")],
)
def test_whoever_names_no_year_is_told_which_day_it_is(words: str, told: str) -> None:
    form = read("Attached.", filled(DOCX, *PLANNED, words))
    (question,) = understood(TEMPLATE, form.answers, date(2027, 4, 1))
    assert dict(question.said).get("Its last day is", "") == told
