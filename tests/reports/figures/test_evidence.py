"""A report says which files stand behind which answers and which required ones are absent; a name stays a name (T4)."""

import io
from datetime import date

import openpyxl
import pytest

from config.letters import open_letters
from config.questionnaire import Template, load_template
from reports.figures import exhibits, figures, figures_of, outstanding, submissions_of
from reports.report import figures_json
from reports.report.page import page
from reports.report.workbook import workbook
from storage.evidence import clean_name
from storage.record import Database
from tests.conftest import AGENCIES
from tests.reports.figures.test_summary import counted
from tests.reports.made import HOSTILE
from tests.reports.report.test_page import shape, words_of
from tests.rounds import Round
from tests.storage.evidence.test_store import sha256


@pytest.fixture
def asked(database: Database, small: Template) -> Round:
    """Questions 1.1 and 1.2 require evidence; the council gave a policy twice over, and a chart for all of it."""
    source = small.source
    for text in (b'text = "Does a named person lead?"', b'text = "Are staff trained, and how well?"'):
        assert text in source
        source = source.replace(text, text + b'\nevidence = "required"')
    made = Round.opened(database, load_template(source, "small.toml"), AGENCIES)
    made.give("CSC", "1.1", b"March", "policy.pdf", minutes=1)
    made.give("CSC", "1.1", b"June", "policy.pdf", minutes=2)
    made.give("CSC", "", b"MZ program", "chart.exe", minutes=3)
    return made


def reported(asked: Round) -> tuple[str, bytes]:
    with asked.database.read() as db:
        submissions = submissions_of(db, asked.audit(db))
        found, files = figures_of(db, asked.template, submissions), exhibits(db, asked.template, submissions)
        html = page(open_letters(), asked.key, None, found, exhibits=files, as_of=date(2026, 3, 4))
        return html, workbook(found, "A small audit", exhibits=files)


def test_the_page_lists_what_is_there_and_what_is_absent(asked: Round) -> None:
    said = words_of(reported(asked)[0])
    for words in (
        "CSC",
        "(active content: not opened) 10 bytes not scanned 2026-03-02",
        f"1.1 text/plain; replaced by {sha256(b'June')[:12]} 5 bytes",
        f"1.1 text/plain; replaces {sha256(b'March')[:12]} 4 bytes",
        "Required and absent",
        "Social Care 1: 1.2",
        "High School 2: 1.1, 1.2",
    ):
        assert words in said
    for words in ("chart.exe", "policy.pdf", "Jo Park"):  # the page may be sent on, and a name may tell who a child is
        assert words not in said


def test_what_is_outstanding_is_said_once_and_counted_everywhere(asked: Round) -> None:
    """Both required files are asked of both agencies; the council gave one of the four. Neither has answered."""
    html, book = reported(asked)
    with asked.database.read() as db:
        found = figures_of(db, asked.template, submissions_of(db, asked.audit(db)))
    document = figures_json(asked.key, None, found)
    owed = document["outstanding_in_all"]
    assert (owed["agencies"], owed["files"]) == (2, 3)
    assert {abbr: each["files"] for abbr, each in document["outstanding"].items()} == {
        "CSC": ["1.2"],
        "SCH": ["1.1", "1.2"],
    }
    told = f"{owed['missing'] + owed['unanswered']} answers and 3 files"
    assert f"Still outstanding 2 agencies owe {told}" in words_of(html)
    assert f"Outstanding 2 agencies owe {told}." in words_of(html)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Outstanding"]
    why = [row[5].value for row in sheet.iter_rows(min_row=2)]
    assert why.count("required file absent") == 3
    assert len(why) == owed["missing"] + owed["unanswered"] + 3


def test_files_alone_are_outstanding_too() -> None:
    """Barnsley requires a file on each of 30 items; a return answered in full brings none."""
    found, _ = counted("barnsley")
    full = figures(found.template, [each for each in found.invited if each.abbr == "BMBC"])
    owed = outstanding(full)
    assert (len(owed.gaps), owed.missing, owed.unanswered, owed.files) == (1, 0, 0, 30)
    said = words_of(page(open_letters(), "barnsley", None, full))
    assert "Nothing is outstanding" not in said
    assert "Still outstanding 1 agency owes 30 files" in said


def test_the_workbook_has_a_sheet_of_them(asked: Round) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(reported(asked)[1]))["Evidence"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(row[0], row[2], row[4], row[5]) for row in rows] == [
        ("CSC", None, "given", "chart.exe"),
        ("CSC", "1.1", "given, replaced since", "policy.pdf"),
        ("CSC", "1.1", "given", "policy.pdf"),
        ("CSC", "1.2", "required and absent", None),
        ("SCH", "1.1", "required and absent", None),
        ("SCH", "1.2", "required and absent", None),
    ]


def test_no_name_becomes_more_than_a_name(asked: Round) -> None:
    """The page of hostile names has the shape of the page of harmless ones, and the sheet no formula."""
    for number in range(len(HOSTILE)):
        asked.give("SCH", "1.1", b"%d" % number, f"{number} harmless", minutes=9)
    harmless = shape(reported(asked)[0])
    for number, name in enumerate(HOSTILE):
        asked.take_back("SCH", "1.1", b"%d" % number, minutes=20)
        asked.give("SCH", "1.1", b"%d!" % number, name, minutes=21)
    html, book = reported(asked)
    assert shape(html) == harmless
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Evidence"]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert clean_name("=1+1") in {cell.value for cell in sheet["F"]}
