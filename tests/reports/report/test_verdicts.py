"""The sentences about thresholds and rolled-up standards, against counts by hand."""

import pytest

from config.questionnaire import Template
from intake.returns import Cell
from reports.figures import figures
from reports.report import rolled, rolled_each, thresholds
from tests.reports.figures.test_summary import council, counted


def test_how_many_of_hillingdons_agencies_meet_the_audit() -> None:
    """GP1 and SCH of five meet it, VOL is under; DA has all N/A."""
    found, _ = counted("hillingdon")
    assert list(thresholds(found)) == [
        "2 of 5 (40%) agencies meet the audit: 80% or more of their applicable standards met.",
        "1 of 5 (20%) agencies is under 60% of their applicable standards met.",
        "1 agency has nothing rated, so neither is said of them.",
    ]


def test_forty_of_forty_three_as_hillingdon_printed_it() -> None:
    """40 meet at six of six areas, two stand at four of six, one at three of six: 50%, under the line of 60%."""
    found, _ = counted("hillingdon")
    template = found.template

    def areas(met: int) -> dict[str, Cell]:
        order = [standard.ref for standard in template.standards]
        return {
            each.ref: Cell(rating="met" if order.index(each.standard) < met else "not_met")
            for each in template.reported
        }

    said = [areas(6)] * 40 + [areas(4)] * 2 + [areas(3)]
    printed = figures(template, [council(f"A{number:02}", "submitted", each) for number, each in enumerate(said)])
    assert list(thresholds(printed)) == [
        "40 of 43 (93%) agencies meet the audit: 80% or more of their applicable standards met.",
        "1 of 43 (2%) agencies is under 60% of their applicable standards met.",
    ]
    assert next(rolled(printed)) == (
        "Standards of all agencies: Met 251 of 258 (97%), Partially met 0 of 258 (0%) and Not met 7 of 258 (3%)."
    )


def test_an_audit_without_thresholds_or_returns_says_none(small: Template, city_hackney: Template) -> None:
    assert list(thresholds(figures(small, []))) == []
    barnsley, _ = counted("barnsley")
    assert list(thresholds(barnsley)) == []
    assert list(rolled(figures(city_hackney, []))) == list(rolled_each(figures(city_hackney, []))) == []


@pytest.mark.parametrize(
    ("standard", "says"),
    [
        ("4", "Standard 4 Complaints, Allegations, Whistle-blowing & People in Positions of Trust: Met 2 of 4 (50%), "
              "Partially met 1 of 4 (25%) and Not met 1 of 4 (25%)."),
        ("5", "Standard 5 Safer Recruitment Practice and Induction: Met 2 of 2 (100%)."),
    ],
)  # fmt: skip
def test_each_standard_of_the_agencies_it_applies_to(standard: str, says: str) -> None:
    found, _ = counted("hillingdon")
    assert list(rolled_each(found))[int(standard) - 1] == says


def test_no_standard_is_singled_out_where_all_are_level() -> None:
    """Barnsley's nine, of three returns that are partly met throughout."""
    template = counted("barnsley")[0].template
    partly = {each.ref: Cell(rating="partial") for each in template.reported}
    found = figures(template, [council(abbr, "submitted", partly) for abbr in ("A", "B", "C")])
    assert list(rolled(found)) == [
        "Standards of all agencies: Met 0 of 27 (0%), Partially Met 27 of 27 (100%) and Not Met 0 of 27 (0%)."
    ]


def test_which_standards_the_fewest_agencies_have_at_the_best() -> None:
    """Area 6: one of four. Areas 2 and 4: three and two of four. Areas 1 and 3 are met by all; 5 applies to two."""
    found, _ = counted("hillingdon")
    line = list(rolled(found))[1]
    assert line.startswith("Met at the fewest agencies: 6 Training and Supervision, 1 of 4 (25%); 4 Complaints")
    assert line.endswith("2 Voice of the child, 3 of 4 (75%).")
