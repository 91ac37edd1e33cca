"""One organisation under two abbreviations."""

import pytest
import sqlalchemy as sa

from intake.audits import FaultyTable, read_agencies
from intake.audits.namesakes import alike, namesakes
from storage.nouns import Agency
from tests.rounds import Round

HEADER = "abbr,name,sector\n"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ashdale Police", "Ashdale Police", True),
        ("Ashdale Police", "ASHDALE  POLICE", True),
        ("Children's Social Care", "Childrens Social Care", True),
        ("Children’s Social Care", "Children's Social-Care", True),
        ("Housing & Care", "Housing and Care", True),
        ("The Hill School", "Hill School", True),
        ("Ashdale Hospital NHS Foundation Trust", "Ashdale Hospital", True),
        ("Ashdale Hospital Trust", "Ashdale Hospital N.H.S. Trust", True),
        ("École du Nord", "Ecole du Nord", True),
        ("Ashdale Homes Ltd.", "Ashdale Homes Limited", True),
        ("Hill School", "Hill Primary School", False),
        ("Ashdale Police", "Ashdale Homes", False),
        ("Northern Trust", "Southern Trust", False),
        ("The Trust", "NHS", False),
        ("School 1", "School 11", False),
    ],
)
def test_names_alike(one: str, other: str, same: bool) -> None:
    assert (alike(one) == alike(other)) is same


def faults(rows: str, *distinct: str, asked: dict[str, str] | None = None) -> list[tuple[int, str, str]]:
    found = namesakes(read_agencies((HEADER + rows).encode()), asked or {}, distinct)
    return [(each.row, each.column, each.expected) for each in found]


def test_both_rows_are_named_and_what_to_do() -> None:
    (fault,) = faults("POL,Ashdale Police,police\nCSC,Care,council\nAP,The Ashdale Police,police\n")
    assert fault[:2] == (4, "name")
    assert "row 2 as POL" in fault[2]
    assert "--distinct AP" in fault[2]


@pytest.mark.parametrize("own", ["AP", "pol"])
def test_a_person_may_say_that_they_differ(own: str) -> None:
    assert faults("POL,Ashdale Police,police\nAP,Ashdale Police,police\n", own) == []


def test_the_same_abbreviation_is_the_same_agency() -> None:
    assert faults("POL,Ashdale Police,police\npol,Ashdale Police,police\n", asked={"Pol": "Ashdale Police"}) == []


def test_a_remark_in_place_of_a_name_is_no_name() -> None:
    assert faults("HH,(name not printed),other\nSC,(name not printed),other\n") == []


def test_who_is_asked_already_counts(round_of_small: Round) -> None:
    with pytest.raises(FaultyTable, match="The same organisation is asked already as SCH"):
        round_of_small.open(HEADER + "HS,The High School,school\n")
    assert round_of_small.rows(sa.select(Agency.abbr).order_by(Agency.abbr)) == [("CSC",), ("SCH",)]
