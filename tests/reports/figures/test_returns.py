"""The record as the returns that are counted: on both databases, for all or for one partnership."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.questionnaire import Template
from intake.returns import Given
from reports.figures import UnknownPartnership, returns_at, submissions_of
from storage.record import Database
from tests.rounds import NOON, Round, jo

HERE = Path(__file__).parent
REAL = HERE.parents[1] / "intake" / "audits" / "matrices" / "city-hackney-2009.csv"
WHOLE = (  # everything the small audit requires of an agency that is no school
    Given("1.1", "rating", "2"), Given("1.2", "yes_no", "yes"), Given("1.2", "rating", "2"),
    Given("1.3", "yes_no", "no"), Given("2.1", "text", "Later opening hours."), Given("2.4", "rating", "2"),
)  # fmt: skip
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
    def stands() -> dict[str, tuple[str, str | None]]:
        return {each.abbr: (each.status, each.state) for each in joint.figures().invited}

    signed, begun = ("submitted", "submitted"), ("in_progress", "in_progress")
    assert stands() == {"CSC": signed, "SCH": signed, "YOT": begun}
    joint.reopen("SCH", "A file was missing.")
    assert stands() == {"CSC": signed, "SCH": ("submitted", "points_to_mend"), "YOT": begun}
    with joint.database.write.begin() as db:
        joint.submission(db, "CSC").excused_at = NOON
    assert stands() == {"SCH": ("submitted", "points_to_mend"), "YOT": begun}


def test_all_that_is_needed_and_no_signature(joint: Round) -> None:
    joint.say("YOT", *WHOLE[:-1], minutes=20)
    assert joint.figures().unsigned == []
    joint.say("YOT", WHOLE[-1], minutes=21)
    found = joint.figures()
    assert found.unsigned == ["YOT"]
    assert [each.abbr for each in found.not_submitted] == ["YOT"]


def test_while_a_return_is_mended_it_counts_as_it_was_signed(joint: Round) -> None:
    def rating() -> str | None:
        return joint.figures().standings["SCH", "1.1"].rating

    joint.reopen("SCH", "1.1 and its words do not agree.", minutes=30)
    joint.say("SCH", Given("1.1", "rating", "2"), minutes=30)  # in the same minute: what is entered later is the draft
    assert rating() == "0"
    joint.say("SCH", Given("1.1", "rating", "1"), minutes=31)
    assert rating() == "0"
    joint.submit("SCH", minutes=40)
    assert rating() == "1"
    assert joint.figures().mended == []


def test_a_change_by_letter_before_it_was_reopened_goes_on_counting(joint: Round) -> None:
    joint.say("SCH", Given("1.1", "rating", "2"), minutes=20)
    joint.reopen("SCH", "A file was missing.", minutes=30)
    assert joint.figures().standings["SCH", "1.1"].rating == "2"


def test_as_they_stood_at_a_moment(joint: Round) -> None:
    """While a return was mended, the digest of that day told it as it was signed."""
    joint.reopen("SCH", "A file was missing.", minutes=30)
    joint.say("SCH", Given("1.1", "rating", "2"), minutes=31)
    joint.submit("SCH", minutes=60)

    def at(minutes: int) -> list[tuple[str, str | None]]:
        with joint.database.read() as db:
            found = returns_at(db, joint.template, submissions_of(db, joint.audit(db)), jo(minutes).at)
        return [(each.status, each.said["1.1", "agency"].rating) for each in found if each.abbr == "SCH"]

    told = {minutes: at(minutes) for minutes in (4, 10, 40, 70)}
    assert told == {
        4: [("in_progress", "0")],
        10: [("submitted", "0")],
        40: [("submitted", "0")],
        70: [("submitted", "2")],
    }


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
