"""The list of agencies in Excel: read as the same table in CSV is, and as people lay it out."""

import csv
import io
from pathlib import Path

import pytest

from intake.audits import FaultyTable, read_agencies, told_of_agencies
from tests.intake.audits.workbooks.build import workbook

TABLES = Path(__file__).parents[1] / "agencies"


def test_the_same_table_is_read_the_same() -> None:
    data = (TABLES / "two.csv").read_bytes()
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert read_agencies(workbook("\n".join(["= Agencies", *("|".join(row) for row in rows)]))) == read_agencies(data)


def test_as_a_business_manager_keeps_it() -> None:
    picture = """= Read me
This list is kept by the business manager.
= Contacts
Contacts for 2027

Abbreviation | Organisation | Sector | Area | Contact name | E-mail address | Telephone | Role
GP1 | Example Surgery | primary_care | anytown | Jo Bloggs | Jo@Surgery.example.org | 1174960000 | lead
 | | | | Al Deputy | al@surgery.example.org | '0117 496 0001 | deputy
merge A3:A4
merge B3:B4
merge C3:C4
merge D3:D4
"""
    [agency] = read_agencies(workbook(picture))
    assert agency[:4] == ("GP1", "Example Surgery", "primary_care", ("anytown",))
    assert [(each.name, each.email, each.phone) for each in agency.contacts] == [
        ("Jo Bloggs", "jo@surgery.example.org", "01174960000"),
        ("Al Deputy", "al@surgery.example.org", "0117 496 0001"),
    ]


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        ("= A\nabbr | name | sector\nGP1 | Surgery | \n", "Row 2, column sector: The sector is empty. Fill it in."),
        ("= A\nabbr | name | sector\nGP1 | Surgery | school | Jo\n", "Row 2: 'Jo'. No heading stands above this cell."),
        ("= A\nabbr | name | sector\n= B\nabbr | name | sector\n", "More than one sheet names agencies: A, B."),
        ("= A\nWho | What\nGP1 | Surgery\n", "No sheet has the headings of agencies.csv: abbr, name, sector"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(picture: str, says: str) -> None:
    with pytest.raises(FaultyTable) as refused:
        read_agencies(workbook(picture))
    assert says in str(refused.value)


PLAIN = """= Contacts
Organisation | Sector | Contact name | Job title | Email
Anytown NHS Foundation Trust | health | Cy Dunn | Named nurse | cy@trust.example.org
The Grove Academy | school | Di Eze | DSL | di@grove.example.org
"""


def test_without_abbreviations_they_are_made_and_a_column_of_theirs_is_told() -> None:
    assert [each.abbr for each in read_agencies(workbook(PLAIN))] == ["ANYNFT", "GROA"]
    assert told_of_agencies(workbook(PLAIN)) == [
        "Not read of the workbook: Job title.",
        "Abbreviations were made of the names. A column Abbreviation would say others.",
    ]


def test_two_names_that_make_one_abbreviation_are_asked_about() -> None:
    both = PLAIN + "Anytown Nursing Family Team | health | Al Roe | Lead | al@team.example.org\n"
    with pytest.raises(FaultyTable) as faulty:
        read_agencies(workbook(both))
    assert [(each.row, each.expected.partition(".")[0]) for each in faulty.value.faults] == [
        (4, "Anytown NHS Foundation Trust would be ANYNFT too")
    ]
