"""The record as the returns that are counted: on both databases, for all or for one partnership."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.audit import Template
from intake.given import Given
from reports.returns import UnknownPartnership
from storage.database import Database
from tests.rounds import NOON, Round, jo

HERE = Path(__file__).parent
REAL = HERE.parent / "intake" / "matrices" / "city-hackney-2009.csv"
THREE = """\
abbr,name,sector,partnerships
CSC,Care,council,east;west
SCH,School,school,west
YOT,Youth,justice,east
"""


def test_city_and_hackney_from_the_record(database: Database, city_hackney: Template) -> None:
    """As published: 407 G, 114 S, 63 IA, 5 IN, 37 missing, 4 N/A and 59 unrated of 689; four need support."""
    agencies = ["abbr,name,sector,partnerships"]
    agencies += [f"{abbr},{abbr},council,city" for abbr in REAL.read_text().splitlines()[0].split(",")[1:]]
    board = Round.opened(database, city_hackney, "\n".join(agencies))
    board.load(REAL.read_bytes())
    found = board.figures()
    assert dict(found.total.ratings) == {"G": 407, "S": 114, "IA": 63, "IN": 5}
    assert dict(found.total.states) == {"rated": 589, "unrated": 59, "not_applicable": 4, "missing": 37}
    assert dict(found.total.yes_no) == {"yes": 72, "no": 7}
    assert found.needs_support == ["ASC", "DAAT", "HH", "SC"]
    assert found.response_rate == 1
    assert board.figures("city").total == found.total


@pytest.fixture
def joint(database: Database, small: Template) -> Round:
    """CSC answers to the east and the west; SCH to the west; YOT to the east, and has not submitted."""
    joint = Round.opened(database, small, THREE)
    joint.load("question,CSC,SCH,YOT\n1.1,2,0,1\n")
    joint.submit("CSC")
    joint.submit("SCH")
    return joint


def test_one_return_counts_for_each_of_its_partnerships(joint: Round) -> None:
    """1.4 is fixed at Fair, so each submitted return has one more rating than it gave."""
    east, west = joint.figures("east"), joint.figures("west")
    assert [each.abbr for each in east.invited] == ["CSC", "YOT"]
    assert [each.abbr for each in west.invited] == ["CSC", "SCH"]
    assert (east.response_rate, west.response_rate) == (0.5, 1)
    assert dict(east.total.ratings) == {"2": 1, "1": 1}
    assert dict(west.total.ratings) == {"2": 1, "0": 1, "1": 2}
    assert [each.abbr for each in joint.figures().invited] == ["CSC", "SCH", "YOT"]


def test_an_unknown_partnership_is_told_which_there_are(joint: Round) -> None:
    with pytest.raises(UnknownPartnership, match=r"No agency of small answers to 'north'\. Partnerships: east, west"):
        joint.figures("north")


def test_where_a_return_stands(joint: Round) -> None:
    def stands() -> dict[str, str]:
        return {each.abbr: each.status for each in joint.figures().invited}

    assert stands() == {"CSC": "submitted", "SCH": "submitted", "YOT": "in_progress"}
    joint.reopen("SCH", "A file was missing.")
    assert stands() == {"CSC": "submitted", "SCH": "in_progress", "YOT": "in_progress"}
    with joint.database.write.begin() as db:
        joint.submission(db, "CSC").excused_at = NOON
    assert stands() == {"SCH": "in_progress", "YOT": "in_progress"}


def test_nobody_has_begun(database: Database, small: Template) -> None:
    found = Round.opened(database, small, THREE).figures()
    assert {each.status for each in found.invited} == {"not_started"}
    assert (found.response_rate, found.total.met_share) == (0, None)


def test_the_latest_word_counts_not_the_last_recorded(joint: Round) -> None:
    """A letter that came in at three and is read after one of four o'clock does not undo it."""
    joint.say("CSC", Given("1.1", "rating", "0"), source="four", minutes=240)
    joint.say("CSC", Given("1.1", "rating", "1"), source="three", minutes=180)
    assert jo(240).at - jo(180).at == timedelta(hours=1)
    assert joint.figures().standings["CSC", "1.1"].rating == "0"


def test_two_audits_do_not_mix(joint: Round) -> None:
    other = Round.opened(joint.database, joint.template, THREE, "other")
    other.load("question,CSC\n1.1,0\n", also_submit=True)
    assert dict(other.figures().total.ratings) == {"0": 1, "1": 1}
    assert joint.figures().total.rated == 4
