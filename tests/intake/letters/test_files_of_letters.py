"""Which files of a letter are evidence, and for what: by where they stand, and by who names them."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Font

from intake.forms import SentForm
from intake.letters import Form
from intake.letters.lines.files import lines_of_file
from intake.letters.mime import read_letter
from intake.letters.pipeline import read_form
from tests.intake.letters.given import AUDITS

FOLDER = Path(__file__).parents[2] / "letters"
SCREEN = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (400).to_bytes(4) + (200).to_bytes(4) + bytes(range(256)) * 80
ICON = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (32).to_bytes(4) + (32).to_bytes(4) + bytes(300)


def read(letter: EmailMessage) -> Form:
    sent = SentForm.from_stored((FOLDER / "wandsworth-2022.sent.json").read_text(encoding="utf-8"))
    return read_form(read_letter(letter.as_bytes()), sent, AUDITS["wandsworth-2022"], "health")


def files(form: Form) -> dict[str, str]:
    return {each.attachment.name: ",".join(each.questions) for each in form.files}


def page(html: str, picture: bytes) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content(html, subtype="html")
    letter.add_related(picture, "image", "png", cid="<p1>", filename="image001.png", disposition="inline")
    return letter


BETWEEN = "<p>1.1 Green</p><p>our survey</p><p><img src='cid:p1'></p><p>1.2 Amber</p><p>plans</p>"
AFTER_NAME = "<p>1.1 Green</p><p>1.2 Amber</p><p>Kind regards</p><p>Jane</p><p><img src='cid:p1'></p>"


@pytest.mark.parametrize(
    ("html", "picture", "evidence"),
    [
        pytest.param(BETWEEN, SCREEN, {"image001.png": "1.1"}, id="pasted between answers"),
        pytest.param(BETWEEN, ICON, {}, id="an icon between answers"),
        pytest.param(AFTER_NAME, SCREEN, {}, id="below the signature"),
    ],
)
def test_a_picture_is_evidence_by_where_it_stands(html: str, picture: bytes, evidence: dict[str, str]) -> None:
    assert files(read(page(html, picture))) == evidence


ROWS = """<row r="2"><c r="B2" t="inlineStr"><is><t>We meet\nmonthly</t></is></c>
<c t="inlineStr"><is><r><t>Gr</t></r><r><rPr><b/></rPr><t>een</t></r></is></c><c r="A2" t="s"><v>0</v></c></row>
<row><c><v>2</v></c><c><v>0.5</v></c><c t="b"><v>1</v></c><c t="s"><v>1</v></c><c t="str"><f>A1</f><v>told</v></c></row>
<row r="1"><c t="s"><v>0</v></c></row>"""
SHARED = "<si><t>shared</t></si><si><r><t>run </t></r><r><t>on</t></r><rPh sb='0' eb='1'><t>spoken</t></rPh></si>"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
CELLS = [
    (1, 0, "shared"),
    (1, 1, "We meet"),
    (1, 1, "monthly"),
    (1, 2, "Green"),
    *((2, at, each) for at, each in enumerate(["2", "0.5", "Yes", "run on", "told"])),
]


def test_the_cells_of_a_workbook_are_read_as_a_person_sees_them_whoever_wrote_it() -> None:
    """Words in the sheet or shared by all, in one run or in several; a cell or a row may bear no place of its own."""
    made, whole = io.BytesIO(), io.BytesIO()
    Workbook().save(made)
    with zipfile.ZipFile(made) as box, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        parts = {each: box.read(each).decode() for each in box.namelist()}
        parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{SHEET}"><sheetData>{ROWS}</sheetData></worksheet>'
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SHEET}">{SHARED}</sst>'
        known = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_KIND}"/></Types>'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", known)
        for each, content in parts.items():
            out.writestr(each, content)
    lines = [each for each in lines_of_file(whole.getvalue()) if each.cell]
    assert [(each.cell.row, each.cell.column, each.text) for each in lines if each.cell] == CELLS


def test_a_file_that_only_the_sheet_names_goes_to_its_question() -> None:
    book = Workbook()
    answers = book.create_sheet("Answers", 0)
    for row in (("Code", "Question", "Your answer"), ("[1.1]", "", "Green"), ("[1.1]", "", "See Spring survey.pdf")):
        answers.append(row)
    sheet = io.BytesIO()
    book.save(sheet)
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content("Our form and a survey.\n")
    for name, content in (("form.xlsx", sheet.getvalue()), ("Spring survey.pdf", b"%PDF-1.6")):
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    assert files(read(letter)) == {"form.xlsx": "", "Spring survey.pdf": "1.1"}


@pytest.mark.parametrize("name", ["xl/workbook.xml", "word/document.xml"], ids=["a workbook", "a document"])
def test_a_sheet_whose_packed_bytes_are_spoilt_has_no_lines(name: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<Types/>" * 50)
        box.writestr(name, "<x/>")
    raw = made.getvalue()
    packed = raw.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    assert lines_of_file(raw[:packed] + b"\xff" * 4 + raw[packed + 4 :]) == []


@pytest.mark.parametrize(
    ("words", "evidence"),
    [
        ("1.1 Green\n1.2 Amber\n\nAttached: Rota day.pdf for question 1.1 and DBS list.pdf for 3.1.", ["1.1", "3.1"]),
        ("1.1 Green\n1.2 Amber\nRota day.pdf: evidence for 1.1. The DBS list is with 1.2.", ["1.1", "1.2"]),
        ("Files: for question 1.1 - DBS list.pdf; for question 3.1 - Rota day.pdf.\n1.1 Green", ["3.1", "1.1"]),
        ("1.1 Green\nFor 1.1 I attach Rota day.pdf and for 3.1 DBS list.pdf.", ["1.1", "3.1"]),
        ("1.1 Green, rota attached\n1.2 Amber", ["1.1", ""]),
        ("1.1 2. Lists attached, all staff signed.\n1.2 Amber", ["", "1.1"]),
        ("1.1 Green, see attached\n1.2 Amber", ["", ""]),
        ("1.1 should be Red please. Rota attached.", ["1.1", ""]),
        ("1.1 Green, rota not attached\n1.2 Amber, rota to be attached", ["", ""]),
        ("1.1 Green, rota attached\n1.2 Amber, rota attached", ["1.1,1.2", ""]),
        ("1.1 Green\n1.2 Amber\n\nAttachments:\nRota day.pdf (for 1.1)\nDBS list.pdf (3.1)", ["1.1", "3.1"]),
        ("1.1 Green\nRota day.pdf for 12 nurses, DBS list.pdf for 3 of them", ["1.1", "1.1"]),
    ],
)
def test_a_file_goes_to_the_question_for_which_the_letter_says_that_it_is(words: str, evidence: list[str]) -> None:
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content(words + "\n")
    for name in ("Rota day.pdf", "DBS list.pdf"):
        letter.add_attachment(b"%PDF-1.6", maintype="application", subtype="pdf", filename=name)
    assert list(files(read(letter)).values()) == evidence


def test_see_attached_is_of_the_only_file() -> None:
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content("1.1 Green\n1.2 Amber, see attached\n")
    letter.add_attachment(b"%PDF-1.6", maintype="application", subtype="pdf", filename="Chart.pdf")
    assert files(read(letter)) == {"Chart.pdf": "1.2"}


@pytest.mark.parametrize(
    ("words", "name", "ref"),
    [
        ("Attached is more evidence for 5.2, 9 of 12 are done.", "Chart.pdf", "5.2"),
        ("Nothing is attached for 5.2 yet.\n1.1 Green", "Chart.pdf", ""),
        ("1.1 Green\n1.2 Amber", "Minutes 3 May (2.1).pdf", "2.1"),
        ("1.1 Green\n1.2 Amber", "evidence for 2.1.pdf", "2.1"),
        ("1.1 Green\n1.2 Amber", "guide for 1.2 and 2.1.pdf", "1.2,2.1"),
    ],
)
def test_the_only_file_goes_where_the_letter_or_its_name_says(words: str, name: str, ref: str) -> None:
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content(words + "\n")
    letter.add_attachment(b"%PDF-1.6", maintype="application", subtype="pdf", filename=name)
    assert files(read(letter)) == {name: ref}


def test_a_file_for_a_question_that_the_agency_is_not_asked_belongs_to_the_return() -> None:
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content("1.1 2\nRota.pdf is for 1.4.\n")
    letter.add_attachment(b"%PDF-1.6", maintype="application", subtype="pdf", filename="Rota.pdf")
    letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="1.4 contract.pdf")
    sent = SentForm.from_stored((FOLDER / "section-11.sent.json").read_text(encoding="utf-8"))
    read = read_form(read_letter(letter.as_bytes()), sent, AUDITS["section-11"], "primary_care")
    assert files(read) == {"Rota.pdf": "", "1.4 contract.pdf": ""}


OWN = ["1.1 – Green", "Shared between two managers, as their report says.", "1.2 – Amber", "2.1 – Blue"]


def own_document(head: list[str], lines: list[str], *, in_table: bool = False) -> bytes:
    document, out = Document(), io.BytesIO()
    if in_table:
        cells = document.add_table(rows=1, cols=len(head)).rows[0].cells
        for cell, words in zip(cells, head, strict=True):
            cell.text = words
    for words in lines if in_table else [*head, *lines]:
        document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def test_a_table_within_a_cell_is_of_its_words() -> None:
    document, out = Document(), io.BytesIO()
    outer = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (*outer.rows[0].cells, *outer.rows[1].cells), ("1.1", "See:", "1.2", "A lead."), strict=True
    ):
        cell.text = words
    inner = outer.cell(0, 1).add_table(rows=2, cols=2)
    for cell, words in zip((*inner.rows[0].cells, *inner.rows[1].cells), ("Level", "Staff", "3", "88"), strict=True):
        cell.text = words
    document.save(out)
    told = [line.text for line in lines_of_file(out.getvalue())]
    assert told == ["1.1", "See:", "Level: 3; Staff: 88", "1.2", "A lead."]


def test_a_tab_that_nobody_sees_is_not_read() -> None:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append(["1.1", "Green"])
    hidden = book.create_sheet("Lists")
    hidden.append(["1.2", "Red"])
    hidden.sheet_state = "hidden"
    book.save(out)
    assert [line.text for line in lines_of_file(out.getvalue())] == ["Sheet", "1.1", "Green", ""]


def test_a_cell_that_is_struck_out_is_not_read() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["1.1", "Green", "a chart"])
    sheet["B1"].font = Font(strike=True)
    book.save(out)
    assert [line.text for line in lines_of_file(out.getvalue())] == ["Sheet", "1.1", "a chart", ""]


@pytest.mark.parametrize(
    ("content", "ratings"),
    [
        (own_document(["Section 11 self-assessment", "Example Surgery, March 2030"], OWN), ["2", "1", "3"]),
        (own_document(["Section 11", "March 2030"], OWN, in_table=True), ["2", "1", "3"]),
        (own_document(["Prepared by Detective Inspector Doe for the board", "Lane NHS Trust"], OWN), ["2", "1", "3"]),
        (own_document(["Section 11 answers for the Anytown Safeguarding Partnership"], OWN), ["2", "1", "3"]),
        (own_document(["Our return of last year"], OWN), []),
        (own_document(["Prepared by the peer review team"], OWN), []),
        (own_document(["Response to the inspection, by the partnership"], OWN), []),
        (own_document(["CQC inspection report"], OWN), []),
        (own_document(["Register of risks for the trustees"], OWN), []),
        (own_document(["Child protection policy"], ["1.1 Purpose", "1.2 Scope", "Green forms are kept."]), []),
    ],
    ids=[
        "their own",
        "with a table for its head",
        "with the writer's job and house",
        "with those it is sent to",
        "last year's",
        "a peer's",
        "the partnership's",
        "somebody else's",
        "a register of risks",
        "a policy",
    ],
)
def test_a_document_of_their_own_is_told_by_its_head(content: bytes, ratings: list[str]) -> None:
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content("Attached.\n")
    letter.add_attachment(content, maintype="application", subtype="octet-stream", filename="section11.docx")
    assert [each.value for each in read(letter).answers if each.prompt == "rating"] == ratings


@pytest.mark.parametrize("in_book", [False, True], ids=["document", "workbook"])
@pytest.mark.parametrize(
    ("head", "ratings"),
    [
        ("Draft v2 - not yet agreed", []),
        ("DRAFT FOR GOVERNORS", []),
        ("EXAMPLE - do not fill in", []),
        ("Template example", []),
        ("Sample answers", []),
        ("Our targets for 2031", []),
        ("Training needs audit", []),
        ("Case file audit, spring", []),
        ("Health and safety checklist", []),
        ("Mill Road Surgery self assessment", []),
        ("Wandsworth section 11 audit 2022-23", ["2", "1"]),
        ("Section 11 return - final, agreed by partners", ["2", "1"]),
        ("Final version, no longer a draft", ["2", "1"]),
        ("Jane's answers", ["2", "1"]),
        ("Our completed template", ["2", "1"]),
        ("Safeguarding self assessment, Primrose Practice", ["2", "1"]),
    ],
)
def test_a_title_says_whether_it_heads_the_return(head: str, ratings: list[str], in_book: bool) -> None:
    out = io.BytesIO()
    if in_book:
        book = Workbook()
        for row in ([head], [], ["Ref", "Rating", "Evidence"], ["1.1", "Green", "a chart"], ["1.2", "Amber", "a rota"]):
            book.worksheets[0].append(row)
        book.save(out)
    content = out.getvalue() or own_document([head], ["1.1 Green - a chart.", "1.2 Amber - a rota."])
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content("Attached.\n")
    letter.add_attachment(content, maintype="application", subtype="octet-stream", filename="section11.xlsx")
    assert [each.value for each in read(letter).answers if each.prompt == "rating"] == ratings


@pytest.mark.parametrize(
    ("words", "ratings"),
    [
        ("Form attached. I typed 1.1 wrongly in it: it should be Amber, not Green.", ["1"]),
        ("Form attached. Please change 1.1 to Amber.", ["1"]),
        ("Form attached.\n1.1 Amber", []),
        ("Form attached. 1.1: please ignore what the form says.", []),
    ],
)
def test_a_letter_may_put_the_form_right_that_it_brings(words: str, ratings: list[str]) -> None:
    book = Workbook()
    answers = book.create_sheet("Answers", 0)
    for row in (("Code", "Question", "Your answer"), ("[1.1]", "", "Green"), ("[1.1]", "", "Seen in May.")):
        answers.append(row)
    sheet = io.BytesIO()
    book.save(sheet)
    letter = EmailMessage()
    letter["From"] = "Jane Doe <jane@surgery.example.org>"
    letter.set_content(words + "\n")
    letter.add_attachment(sheet.getvalue(), maintype="application", subtype="octet-stream", filename="form.xlsx")
    assert [each.value for each in read(letter).answers if each.prompt == "rating"] == ratings
