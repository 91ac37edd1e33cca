"""A name closes a letter where it signs it, and is an answer where it stands in a box, whoever's name it is."""

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from config.letters import open_letters
from config.questionnaire import load_folder
from intake.letters import Attachment, Form, Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from intake.mail.outward.invitation import DOCX, XLSX, Invitee, invitation

PLANNED = load_folder(Path(__file__).parents[2] / "audits")["planned"]
TO_SAM = Invitee("Sam Surgery", "Example Surgery", "primary_care", "Anytown", date(2026, 6, 30), "Call 999.")
SENT = invitation(open_letters(), PLANNED, TO_SAM, "s11-abcdefghjkmnpqra")
ARROW = "\u2192"
FROM_SAM, FROM_NOBODY = "Sam Surgery <sam@surgery.example.org>", "sam@surgery.example.org"


def read(plain: str, *files: Attachment, sender: str = FROM_SAM, html: str = "") -> Form:
    parts = (BodyPart("plain", plain),)
    rich = (BodyPart("html", html),) if html else parts
    letter = Letter(headers=(("from", sender),), plain=() if html else parts, html=rich, attachments=files)
    return read_form(letter, SENT.sent, PLANNED, "primary_care")


def values(form: Form) -> dict[str, str]:
    return {f"{each.question} {each.prompt}": each.value for each in form.answers}


def in_the_box(text: str, words: str) -> str:
    """The words at the arrow of "Who is the named person?", the last of its standard."""
    start = text.index(ARROW, text.index("[1.4]"))
    return f"{text[: start + 1]} {words}{text[start + 1 :]}"


@pytest.mark.parametrize("letter", ["1.1 2\n1.2 mostly\n\nSam", "1.1 2\n1.2 mostly\n\nSam Surgery"])
@pytest.mark.parametrize("sender", [FROM_SAM, FROM_NOBODY], ids=["with a name", "with an address alone"])
def test_the_name_that_our_letter_greeted_signs_and_is_no_word_of_the_answer(letter: str, sender: str) -> None:
    assert values(read(letter, sender=sender)) == {"1.1 rating": "2", "1.2 text": "mostly"}


@pytest.mark.parametrize("name", ["Sam", "Sam.", "Sam Surgery", "\nSam Surgery"])
def test_the_writers_name_in_the_last_box_of_a_standard_answers(name: str) -> None:
    said = {"1.4 text": name.strip()}
    quoted = "".join(f"> {line}\n" for line in in_the_box(SENT.text, name).splitlines())
    assert [values(read(in_the_box(SENT.text, name))), values(read(quoted))] == [said, said]
    assert values(read("", html=in_the_box(SENT.html, name.strip()))) == said


def test_so_it_does_right_below_a_question_that_takes_words_alone() -> None:
    assert values(read("1.1 2\n1.4 Who is the named person?\nSam Surgery\n")) == {
        "1.1 rating": "2",
        "1.4 text": "Sam Surgery",
    }


@pytest.mark.parametrize("letter", ["1.3 No\nSam", "1.4 Jo Roe\nSam", "1.1 2\nSam", "1.4 Jo Roe\n\nThanks\nSam"])
def test_below_an_answer_it_signs(letter: str) -> None:
    form = read(letter)
    assert "Sam" in form.signature
    assert "Sam" not in " ".join(values(form).values())


@pytest.mark.parametrize("kind", [XLSX, DOCX], ids=["xlsx", "docx"])
def test_in_a_cell_of_the_form_it_answers(kind: str) -> None:
    made, out = next(each for each in SENT.attachments if each.media_type == kind), io.BytesIO()
    if kind == XLSX:
        book = load_workbook(io.BytesIO(made.content))
        row = next(each for each in book.worksheets[0].iter_rows() if each[0].value == "[1.4]")
        row[4].value = "Sam Surgery"
        book.save(out)
    else:
        paper = Document(io.BytesIO(made.content))
        cells = next(each.cells for each in paper.tables[0].rows if each.cells[0].text == "[1.4]")
        cells[3].text = "Sam Surgery"
        paper.save(out)
    form = read("Attached.", Attachment(made.name, kind, out.getvalue()))
    assert values(form) == {"1.4 text": "Sam Surgery"}
