"""How others did is told of three agencies or more: of the sector where it has as many, else of all."""

import pytest

from config.questionnaire import Template
from intake.returns import Cell
from reports.after.letter import beside
from reports.figures import Return, figures


def one(abbr: str, sector: str, rating: str) -> Return:
    return Return(abbr, abbr, sector, "submitted", {("1.1", "agency"): Cell(rating=rating)})


def of(*sectors: str) -> list[Return]:
    """A school that rates itself 0, and others that rate themselves 2; everybody has the fixed 1 of question 1.4."""
    return [one("OWN", "school", "0"), *(one(f"A{number}", each, "2") for number, each in enumerate(sectors))]


@pytest.mark.parametrize(
    ("sectors", "told"),
    [
        (("school", "school", "school", "council"), "The 3 other agencies of your sector met 3 of 6 (50%)."),
        (("school", "school", "council"), "The 3 other agencies met 3 of 6 (50%)."),
        (("school", "school"), ""),
        ((), ""),
    ],
)
def test_beside_whom(small: Template, sectors: tuple[str, ...], told: str) -> None:
    assert beside(figures(small, of(*sectors)), "OWN", "school") == told
