"""A form of ours, filled in, that says on itself that it does not count; and what a workbook hides."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document
from docx.document import Document as Paper
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from config.letters import open_letters
from intake.letters import Attachment, Form, Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from intake.mail.outward.invitation import DOCX, XLSX, Invitee, invitation
from tests.intake.letters.given import AUDITS

TEMPLATE = AUDITS["wandsworth-2022"]
INVITEE = Invitee("Ann", "Oak Lodge", "health", "Anytown", date(2026, 6, 30), "Call 999.")
SENT = invitation(open_letters(), TEMPLATE, INVITEE, "s11-abcdefghjkmnpqra")
GIVEN = {"3.1": "Green", "3.2": "Amber"}
READ = {"3.1": "2", "3.2": "1"}


def read(name: str, kind: str, content: bytes, says: str = "Attached.") -> Form:
    return read_all((Attachment(name, kind, content),), says)


def read_all(files: tuple[Attachment, ...], says: str) -> Form:
    said = (BodyPart("plain", says),)
    letter = Letter(headers=(("from", "Ann Lee <ann@oak.example>"),), plain=said, html=said, attachments=files)
    return read_form(letter, SENT.sent, TEMPLATE, "health")


def ratings(form: Form) -> dict[str, str]:
    return {each.question: each.value for each in form.answers if each.prompt == "rating"}


def asked(form: Form) -> set[str]:
    return {each.question for each in form.not_understood}


def made(kind: str) -> io.BytesIO:
    return io.BytesIO(next(each.content for each in SENT.attachments if each.media_type == kind))


def workbook(change: Callable[[Worksheet], None], given: dict[str, str] = GIVEN) -> bytes:
    book, out = load_workbook(made(XLSX)), io.BytesIO()
    page = book.worksheets[0]
    for ref, said in given.items():
        next(row for row in page.iter_rows() if row[0].value == f"[{ref}]")[4].value = said
    change(page)
    book.save(out)
    return out.getvalue()


def document(change: Callable[[Paper], None]) -> bytes:
    page, out = Document(made(DOCX)), io.BytesIO()
    for ref, said in GIVEN.items():
        next(row for row in page.tables[-1].rows if row.cells[0].text == f"[{ref}]").cells[-1].text = said
    change(page)
    page.save(out)
    return out.getvalue()


def write(place: str, said: str) -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        page[place] = said

    return change


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("E1", "DRAFT"),
        ("A3", "not to be returned yet"),
        ("E3", "Not yet agreed"),
        ("E7", "Answers of 2019"),
        ("E7", "Target"),
        ("A2", "Elm House: answers by Tuesday 30 June 2026"),
        ("A80", "All of this is subject to the board's approval."),
    ],
)
def test_a_sheet_that_says_so_of_itself_is_asked_about(place: str, said: str) -> None:
    form = read("form.xlsx", XLSX, workbook(write(place, said)))
    assert (ratings(form), asked(form)) == ({}, {"3.1", "3.2"})


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("E1", "Agreed by the board"),
        ("A3", "Completed by Ann Lee, practice manager"),
        ("E3", "No longer a draft"),
        ("E7", "Our answer 2022-23"),
        ("A2", "Oak Lodge: answers by 14 July 2026"),
    ],
)
def test_a_sheet_that_says_who_filled_it_in_is_read(place: str, said: str) -> None:
    form = read("form.xlsx", XLSX, workbook(write(place, said)))
    assert (ratings(form), asked(form)) == (READ, set())


def top(said: str) -> Callable[[Paper], None]:
    def change(page: Paper) -> None:
        page.paragraphs[0].insert_paragraph_before(said)

    return change


def foot(said: str) -> Callable[[Paper], None]:
    def change(page: Paper) -> None:
        page.add_paragraph(said)

    return change


def head(said: str) -> Callable[[Paper], None]:
    return lambda page: setattr(page.sections[0].header.paragraphs[0], "text", said)


@pytest.mark.parametrize(
    ("change", "is_read"),
    [
        (top("DRAFT for governors, not yet approved"), False),
        (foot("All of this is subject to the board's approval."), False),
        (head("DRAFT v0.2"), False),
        (top("Agreed by governors on 3 June"), True),
        (foot("Approved by Ann Lee"), True),
        (head("Elm House, part of the Oak Lodge group"), True),
    ],
)
def test_so_it_is_in_a_document_and_on_the_head_of_its_pages(change: Callable[[Paper], None], is_read: bool) -> None:
    form = read("form.docx", DOCX, document(change))
    assert (ratings(form), asked(form)) == ((READ, set()) if is_read else ({}, {"3.1", "3.2"}))


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("wrong version.xlsx", False),
        ("worked example.xlsx", False),
        ("form not final.xlsx", False),
        ("FINAL - not draft.xlsx", True),
        ("form final.xlsx", True),
    ],
)
def test_the_name_of_a_file_may_say_so(name: str, is_read: bool) -> None:
    assert ratings(read(name, XLSX, workbook(lambda page: None))) == (READ if is_read else {})


@pytest.mark.parametrize("tab", ["Target state", "old version", "Elm House (sister practice)"])
def test_so_may_the_only_tab_of_a_table_of_somebodys_own(tab: str) -> None:
    book, out = Workbook(), io.BytesIO()
    page = book.create_sheet(tab, 0)
    for row in (("No", "Rating"), *GIVEN.items()):
        page.append(row)
    del book["Sheet"]
    book.save(out)
    form = read("answers.xlsx", XLSX, out.getvalue(), "Our answers are attached.")
    assert (ratings(form), asked(form)) == ({}, {"3.1", "3.2"})


def test_a_form_filled_in_for_practice_is_asked_about() -> None:
    content = workbook(lambda page: None)
    form = read("form.xlsx", XLSX, content, "The attached was filled in by our trainee for practice.")
    assert (ratings(form), asked(form)) == ({}, {"3.1", "3.2"})


def own(hide: Callable[[Worksheet], None]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert isinstance(page, Worksheet)
    for row in (("No", "Rating", "Evidence"), ("3.1", "Green", "a guide"), ("3.2", "Amber", "a list")):
        page.append(row)
    hide(page)
    book.save(out)
    return out.getvalue()


def shut(page: Worksheet, of: str, at: str | int) -> None:
    each = page.row_dimensions[at] if of == "row" else page.column_dimensions[at]  # type: ignore[index]
    each.hidden = True


@pytest.mark.parametrize(
    ("hide", "means"),
    [
        (lambda page: shut(page, "row", 3), {"3.1 rating": "2", "3.1 text": "a guide"}),
        (lambda page: shut(page, "column", "C"), {"3.1 rating": "2", "3.2 rating": "1"}),
        (lambda page: page.column_dimensions.group("C", "E", hidden=True), {"3.1 rating": "2", "3.2 rating": "1"}),
    ],
)
def test_what_a_workbook_hides_counts_for_nothing_and_is_said(
    hide: Callable[[Worksheet], None], means: dict[str, str]
) -> None:
    form = read("answers.xlsx", XLSX, own(hide), "Our answers are attached.")
    assert {f"{each.question} {each.prompt}": each.value for each in form.answers} == means
    assert "What is hidden in the tab “Sheet” was not read." in form.leftovers


def test_codes_of_ours_that_somebody_hides_still_name_their_rows() -> None:
    form = read("form.xlsx", XLSX, workbook(lambda page: shut(page, "column", "A")))
    assert (ratings(form), [each for each in form.leftovers if "hidden" in each]) == (READ, [])


@pytest.mark.parametrize("place", ["A80", "B80", "D80"])
def test_a_note_below_the_rows_of_our_sheet_is_no_answer_to_the_last_of_them(place: str) -> None:
    last = TEMPLATE.questions[-1].ref
    form = read("form.xlsx", XLSX, workbook(write(place, "Checked by the board on 1 June 2026.")))
    assert ([each for each in form.answers if each.question == last], ratings(form)) == ([], READ)
    assert "Checked by the board on 1 June 2026." in form.leftovers


def test_an_arrow_of_ours_that_is_copied_into_a_file_is_no_word() -> None:
    form = read("form.xlsx", XLSX, workbook(write("E9", "\u2192 A clear chart")))
    assert [each.value for each in form.answers if each.prompt == "text"] == ["A clear chart"]


@pytest.mark.parametrize(
    ("says", "names", "means"),
    [
        ("Use v2.", ("form v1.xlsx", "form v2.xlsx"), "0"),
        ("Please ignore the first file.", ("form.xlsx", "form (2).xlsx"), "0"),
        ("Please do not use v2.", ("form v1.xlsx", "form v2.xlsx"), "2"),
        ("This year's and, for reference, last year's.", ("form.xlsx", "form 21.xlsx"), "2"),
        ("Both are attached, this year's and last year's.", ("a.xlsx", "b.xlsx"), ""),
        ("Both are attached.", ("a.xlsx", "b.xlsx"), ""),
    ],
)
def test_of_two_forms_the_letter_says_which_counts(says: str, names: tuple[str, str], means: str) -> None:
    given = ({"3.1": "Green"}, {"3.1": "Red"})
    made = (Attachment(name, XLSX, workbook(lambda page: None, own)) for name, own in zip(names, given, strict=True))
    form = read_all(tuple(made), says)
    assert (ratings(form), asked(form)) == (({"3.1": means}, set()) if means else ({}, {"3.1"}))
    assert {each.unread for each in form.files} == {""}
    assert sum(each.is_form for each in form.files) == (1 if means else 2)
    assert any("was not read" in each for each in form.leftovers) == bool(means)


@pytest.mark.parametrize("says", ["Form attached. 3.2 is out of date, we'd go higher now.", "3.2 is outdated."])
def test_a_letter_may_say_that_a_box_of_its_form_is_out_of_date(says: str) -> None:
    form = read("form.xlsx", XLSX, workbook(lambda _: None), says)
    assert ratings(form) == {"3.1": "2"}
    assert asked(form) == {"3.2"}


def test_what_is_out_of_date_may_be_the_evidence() -> None:
    form = read("form.xlsx", XLSX, workbook(lambda _: None), "Form attached. The policy for 3.2 is out of date.")
    assert ratings(form) == READ
