"""Slips in the sectors of agencies.csv, and the sector a running round goes on asking by."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from config.questionnaire import Template
from intake.audits import FaultyTable
from intake.audits.sectors import meant_by
from intake.returns import Given
from storage.nouns import Agency, Submission
from storage.record import Database, trail
from tests.conftest import AUDITS, audit_file
from tests.rounds import Round

KNOWN = ("health", "school", "police", "primary_care", "fire", "gp", "early_years")
HEADER = "abbr,name,sector\n"


@pytest.fixture
def keeping(tmp_path: Path) -> Template:
    """The small questionnaire, with question 1.1 kept for health and schools."""
    file = tmp_path / "keeping.toml"
    source = (AUDITS / "small.toml").read_text()
    file.write_text(source.replace('ref = "1.1"\n', 'ref = "1.1"\napplies_to = ["health", "school"]\n'))
    return audit_file(file)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("heath", "health"),
        ("Health", "health"),
        ("HEALTH", "health"),
        ("helth", "health"),
        ("heatlh", "health"),
        ("schools", "school"),
        ("scholl", "school"),
        ("primary care", "primary_care"),
        ("earlyyears", "early_years"),
        ("health", None),
        ("council", None),
        ("probation", None),
        ("fare", "fire"),
        ("fora", None),
        ("ga", None),
        ("family courts", None),
    ],
)
def test_a_slip_is_told_from_a_word_of_its_own(said: str, meant: str | None) -> None:
    assert meant_by(said, KNOWN) == meant


def test_a_slip_is_refused_with_its_row_and_changes_nothing(database: Database, keeping: Template) -> None:
    with pytest.raises(FaultyTable) as refused:
        Round.opened(database, keeping, HEADER + "HOS,Hospital,heath\nSCH,High School,school\n")
    (fault,) = refused.value.faults
    assert (fault.row, fault.column, fault.value) == (2, "sector", "heath")
    assert "Did you mean health?" in fault.expected
    assert Round(database, keeping, "small").rows(sa.select(Agency.abbr)) == []


def test_a_slip_in_what_the_record_has_is_refused_too(database: Database, keeping: Template) -> None:
    told = Round.opened(database, keeping, HEADER + "FRS,Fire and Rescue,rescue\n")
    with pytest.raises(FaultyTable, match="Did you mean rescue"):
        told.open(HEADER + "MRT,Mountain Rescue,resque\n")


def test_a_sector_of_its_own_is_taken_and_said_once(database: Database, keeping: Template) -> None:
    made = Round(database, keeping, "small")
    rows = HEADER + "VOL,Play for All,voluntary\nYOU,Youth Club,voluntary\nHOS,Hospital,health\n"
    assert made.open(rows).new_sectors == ["voluntary"]
    assert made.open(rows).new_sectors == []


def test_where_every_question_is_for_everybody_any_sector_is_taken(database: Database, city_hackney: Template) -> None:
    assert Round(database, city_hackney, "hackney").open(HEADER + "HOS,Hospital,heath\n").new_sectors == []


def test_a_running_round_asks_by_the_sector_it_opened_with(database: Database, keeping: Template) -> None:
    """A later file puts the hospital with the voluntary sector: the open round asks on, the next one asks anew."""
    first = Round.opened(database, keeping, HEADER + "HOS,Hospital,health\n", "first")
    assert first.open(HEADER + "HOS,Hospital,voluntary\n").kept == [("HOS", "health")]
    then = Round.opened(database, keeping, HEADER + "HOS,Hospital,voluntary\n", "then")
    assert first.rows(sa.select(Submission.sector).order_by(Submission.id)) == [("health",), ("voluntary",)]
    assert first.say("HOS", Given("1.1", "rating", "2")) == 1
    assert [each.sector for each in first.figures().invited] == ["health"]
    assert [each.sector for each in then.figures().invited] == ["voluntary"]
    assert first.first_bad_entry() is then.first_bad_entry() is None


def test_the_trail_seals_the_sector(round_of_small: Round) -> None:
    round_of_small.tamper("UPDATE submissions SET sector = 'health'")
    assert round_of_small.first_bad_entry() == "The return of CSC to small is not as its trail says."


def test_a_return_whose_entries_are_older_than_sectors_is_whole(
    round_of_small: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = trail.submission_facts

    def without(submission: Submission) -> dict[str, object]:
        return {name: value for name, value in facts(submission).items() if name != "sector"}

    with monkeypatch.context() as before:
        before.setattr(trail, "submission_facts", without)
        round_of_small.submit("CSC")
    assert round_of_small.first_bad_entry() is None
