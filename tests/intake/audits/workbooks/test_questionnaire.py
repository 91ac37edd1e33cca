"""A questionnaire in Excel: each picture in questionnaires/ has below its line of dashes what must be read of it."""

import random
from pathlib import Path

import pytest

from config.questionnaire import Template, load_template
from intake.audits import FaultyTable
from intake.audits.workbooks import DraftAudit, read_questionnaire, told
from intake.audits.workbooks.sheets import read_sheets
from tests.intake.audits.workbooks.build import workbook

HERE = Path(__file__).parent / "questionnaires"
PICTURES = sorted(HERE.glob("*.txt"))
WORDS = [
    *("No.", "Question", "Guidance", "RAG rating", "Evidence", "Kind", "choice", "a; b", "Standard 1: Leadership", "-"),
    *(
        "Is it done?",
        "1",
        "1.1",
        "2.1",
        "Q3",
        "Met",
        "Not met",
        "Scale: Met, Not met",
        "Signed",
        "Applies to",
        "health",
    ),
    *("y", "Yes", "#", "3.2 Do staff know?"),
]


def read(picture: str) -> tuple[DraftAudit, Template]:
    audit = read_questionnaire(workbook(picture), "our-audit", year="2027")
    return audit, load_template(audit.source.encode(), "our-audit.toml")


def shown(audit: DraftAudit, template: Template) -> list[str]:
    """What is asked, a line a standard and a question, and what was said of the rows."""
    ratings = [f"{each.label} ({each.counts_as})" for each in template.scale.ratings]
    lines = [f"title: {template.title}", f"scale: {', '.join(ratings + ['N/A'] * template.scale.not_applicable)}"]
    lines += [f"about: {template.about}"] if template.about else []
    for standard in template.standards:
        lines.append(f"{standard.ref} {standard.title}")
        for question in template.of_standard(standard.ref):
            lines.append(f"  {question.ref} {question.text}")
            boxes = [f"{each.kind}{'*' * each.required} {each.text!r}" for each in question.prompts]
            boxes += [f"{each.text!r} of {', '.join(each.choices)}" for each in question.prompts if each.choices]
            lines.append(f"    asks {', '.join(boxes)}")
            lines += [f"    guidance: {question.guidance}".replace("\n", " / ")] if question.guidance else []
            lines += [f"    evidence: {question.evidence} {question.evidence_text}".rstrip()] * (
                question.evidence != "none"
            )
            lines += [f"    of {', '.join(sorted(question.applies_to))}"] if question.applies_to else []
    return (
        lines + [f"look: {told(each)}" for each in audit.to_look_at] + [f"out: {told(each)}" for each in audit.unread]
    )


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_is_read(path: Path) -> None:
    picture, _, expected = path.read_text(encoding="utf-8").partition("\n----\n")
    assert shown(*read(picture)) == expected.rstrip("\n").split("\n")


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_no_row_is_without_its_fate(path: Path) -> None:
    picture, _, _ = path.read_text(encoding="utf-8").partition("\n----\n")
    audit, _ = read(picture)
    rows = {(sheet.name, row.number) for sheet in read_sheets(workbook(picture)) for row in sheet.rows}
    assert rows - {(each.sheet, each.row) for each in audit.fates} == set()


def test_no_row_of_a_sheet_that_nobody_would_write_is_without_its_fate() -> None:
    chance = random.Random(11)
    for _ in range(25):
        rows = [" | ".join(chance.choices([*WORDS, "", ""], k=chance.randint(1, 5))) or "-" for _ in range(8)]
        picture = "\n".join(["= Audit", "No. | Question | Kind | Evidence | RAG", *rows])
        try:
            audit = read_questionnaire(workbook(picture), "our-audit", year="2027")
        except FaultyTable:
            continue  # it says that no question was found
        held = {(sheet.name, row.number) for sheet in read_sheets(workbook(picture)) for row in sheet.rows}
        assert held - {(each.sheet, each.row) for each in audit.fates} == set(), picture


def test_a_csv_file_is_a_sheet_too() -> None:
    audit = read_questionnaire(b"No.,Question\n1.1,Is a lead named?\n", "our-audit", year="2027")
    assert load_template(audit.source.encode(), "our-audit.toml").questions[0].text == "Is a lead named?"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0 an old .xls", "Row 1: This is an old workbook, or one with a password. Save it as .xlsx"),
        (b"PK\x03\x04 no workbook", "Row 1: This is no .xlsx workbook, or not one that is safe to open."),
        (
            b"Agency,Email\nGP1,jo@surgery.example.org\n",
            "Row 1: No question was found. Put the words Number and Question",
        ),
    ],
)
def test_what_holds_no_question_is_told(data: bytes, says: str) -> None:
    with pytest.raises(FaultyTable, match="^" + says.replace(".", r"\.")):
        read_questionnaire(data, "our-audit")
