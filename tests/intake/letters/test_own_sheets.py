"""Workbooks and documents of somebody's own whose rows are numbered as our questions are, and what they are."""

import io
from collections.abc import Sequence
from email.message import EmailMessage

import pytest
from docx import Document
from openpyxl import Workbook

from intake.letters import Form
from intake.letters.mime import read_letter
from intake.letters.pipeline import read_form
from tests.intake.letters.test_replies import TEMPLATES, sent

TEMPLATE = TEMPLATES["wandsworth-2022"]
FORM = sent(TEMPLATE)
GIVEN = (("1.1", "Green", "a lead"), ("1.2", "Amber", "a chart"), ("2.1", "Red", "none yet"))
READ = {"1.1": "2", "1.2": "1", "2.1": "0"}
MORE = {"3.1": "2"}


def workbook(rows: Sequence[Sequence[str]], tab: str = "Sheet1") -> bytes:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    page.title = tab
    for row in rows:
        page.append(list(row))
    book.save(out)
    return out.getvalue()


def document(rows: Sequence[Sequence[str]]) -> bytes:
    page, out = Document(), io.BytesIO()
    table = page.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    page.save(out)
    return out.getvalue()


def read(says: str, files: dict[str, bytes]) -> Form:
    letter = EmailMessage()
    letter["From"] = "Jo Bloggs <jo@surgery.example.org>"
    letter["Subject"] = "Re: Section 11 audit"
    letter.set_content(says + "\n\n" + "\n".join(f"> {line}" for line in FORM.text.split("\n")))
    for name, content in files.items():
        letter.add_attachment(content, "application", "octet-stream", filename=name)
    return read_form(read_letter(letter.as_bytes()), FORM, TEMPLATE, "health")


def ratings(form: Form) -> dict[str, str]:
    return {each.question: each.value for each in form.answers if each.prompt == "rating"}


def numbered(*head: str) -> list[tuple[str, ...]]:
    return [head, *(row[: len(head)] for row in GIVEN)]


def named(name: str, head: Sequence[str]) -> dict[str, bytes]:
    rows = numbered(*head)
    return {name: document(rows) if name.endswith(".docx") else workbook(rows)}


PLAIN = ("No", "RAG", "Comment")


@pytest.mark.parametrize(
    ("says", "name", "head", "question"),
    [
        ("3.1 Green", "3.1 evidence.xlsx", ("Item", "RAG", "Comment"), "3.1"),
        ("3.1 Green", "evidence for 3.1.docx", PLAIN, "3.1"),
        ("3.1 Green, see log", "log.xlsx", ("No", "Status", "Due"), None),
        ("3.1 Green\n\nOur dashboard is attached.", "Book1.xlsx", PLAIN, "3.1"),
        ("3.1 Green\n\nEvidence for 3.1.", "Book1.docx", PLAIN, "3.1"),
        ("3.1 Green (audit results attached)", "Book1.xlsx", PLAIN, "3.1"),
        ("3.1 Green\n\nFor information our QA return to the ICB.", "QA return.xlsx", PLAIN, "3.1"),
        ("3.1 Green. Attached our colleagues' sheet as an example of how they did it.", "sheet.xlsx", PLAIN, "3.1"),
        ("3.1 Green", "Book1.xlsx", ("Risk", "RAG", "Comment"), None),
        ("3.1 Green", "Book1.docx", ("Contract clause", "RAG", "Comment"), None),
        ("3.1 Green", "Book1.docx", ("Objective", "RAG", "Comment"), None),
        ("3.1 Green", "Book1.xlsx", ("No", "Status", "Due"), None),
        ("3.1 Green", "training.xlsx", ("Session", "RAG", "Comment"), None),
    ],
)
def test_what_counts_something_else_is_evidence(
    says: str, name: str, head: tuple[str, ...], question: str | None
) -> None:
    form = read(says, named(name, head))
    assert (ratings(form), form.not_understood) == (MORE, ())
    assert [(each.question, each.is_form) for each in form.files] == [(question, False)]


@pytest.mark.parametrize(
    ("says", "head"),
    [
        ("3.1 Green", PLAIN),
        ("3.1 Green", ("Item", "RAG", "Comment")),
        ("3.1 Green", ("Question", "RAG", "Evidence")),
        ("Here is the proof.", PLAIN),
        ("See attached, as an example of how they did it.", PLAIN),
        ("Please see attached.", ("Risk", "RAG", "Comment")),
        ("Please see attached.", ("No", "Status", "Due")),
    ],
)
@pytest.mark.parametrize("name", ["Book1.xlsx", "Book1.docx"])
def test_in_doubt_a_file_is_asked_about_once_and_offered(says: str, head: tuple[str, ...], name: str) -> None:
    form = read(says, named(name, head))
    assert ratings(form) == (MORE if says.startswith("3.1") else {})
    assert [(each.question, each.text) for each in form.not_understood] == [("", name)]
    offered = form.not_understood[0].offered
    assert {each.question: each.value for each in offered if each.prompt == "rating"} == READ


@pytest.mark.parametrize(
    ("says", "name", "head", "own"),
    [
        ("Our answers are attached.", "Book1.xlsx", PLAIN, {}),
        ("Please see attached.", "Book1.docx", PLAIN, {}),
        ("We keep our own tracker, attached. I hope that is OK.", "Book1.xlsx", ("Item", "RAG", "Evidence"), {}),
        ("3.1 Green. The rest is in the sheet.", "Book1.xlsx", ("Question", "RAG", "Evidence"), MORE),
        ("3.1 Green\n\nThe others are attached.", "Book1.docx", PLAIN, MORE),
        ("3.1 Green", "section 11 self-assessment.xlsx", PLAIN, MORE),
        ("3.1 Green", "s11 tracker.xlsx", PLAIN, MORE),
    ],
)
def test_what_is_said_to_answer_is_read(says: str, name: str, head: tuple[str, ...], own: dict[str, str]) -> None:
    form = read(says, named(name, head))
    assert (ratings(form), form.not_understood) == (READ | own, ())


def test_a_file_that_says_our_questions_is_read_beside_a_letter_that_answers() -> None:
    rows = [(ref, TEMPLATE.by_ref[ref].text, said) for ref, said, _ in GIVEN]
    assert ratings(read("3.1 Green", {"Book1.xlsx": workbook(rows)})) == READ | MORE


def test_a_log_beside_the_answers_is_none_of_them() -> None:
    log = workbook([("No", "RAG"), ("3.1", "Red"), ("3.2", "Red")])
    assert ratings(read("Our answers are attached.", named("answers.xlsx", PLAIN) | {"call log.xlsx": log})) == READ


def test_a_register_on_a_tab_beside_the_answers_is_not_read() -> None:
    book, out = Workbook(), io.BytesIO()
    for tab, rows in (("Ours", numbered(*PLAIN)), ("More", [("Risk", "RAG"), ("3.1", "Red"), ("3.2", "Red")])):
        page = book.create_sheet(tab)
        for row in rows:
            page.append(row)
    book.save(out)
    form = read("Our answers are attached.", {"Book1.xlsx": out.getvalue()})
    assert (ratings(form), form.not_understood) == (READ, ())
    assert any("“Risk” was not read" in each for each in form.leftovers)
