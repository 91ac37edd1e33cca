"""s11 action, recommendation and pack at the command line, over City & Hackney's thirteen plans."""

import json
from pathlib import Path

from docx import Document

from tests.cli.conftest import DEMO, S11

KEY = "city-hackney-2009"
ON = ("--overdue", "--on", "2010-01-20")


def late(s11: S11) -> list[str]:
    return [each["agency"] for each in json.loads(s11("action", "list", KEY, *ON, "--json").out)]


def test_the_four_plans_past_their_timescale_and_one_date_moved(city_hackney: S11) -> None:
    s11 = city_hackney
    assert s11("action", "add", KEY, "--sheet", DEMO / "actions.csv").out == "Kept 13 actions; 0 stood already.\n"
    assert late(s11) == ["CoL", "SC", "TLT", "YS"]
    assert s11("action", "list", KEY, *ON).out.splitlines()[-1] == "13 actions, 4 overdue on 2010-01-20."
    assert s11("action", "update", KEY, "10", "--by-when", "Feb 2010", "--by", "Meg Vale").out == "Action 10: moved.\n"
    assert late(s11) == ["CoL", "TLT", "YS"]
    s11("action", "update", KEY, "9", "--by-when", "2010-01-19")
    assert late(s11) == ["CoL", "PCT", "TLT", "YS"]
    for is_listed in (True, False):  # nobody is to chase an agency that is excused
        told = next(each for each in s11("digest", KEY).out.splitlines() if "past their last day" in each)
        assert ("Adult Social Care (" in told) == is_listed
        s11("excuse", KEY, "ASC", "--because", "It merged.", "--yes")
    assert s11("verify").code == 0


def test_what_would_help_is_said_and_stops_nothing(city_hackney: S11) -> None:
    told = city_hackney("action", "add", KEY, "Ensure staff are trained.", "--agency", "SC")
    assert told.code == 0
    assert told.out.splitlines()[0] == "Action 1 is kept: Ensure staff are trained."
    assert [line[:6] for line in told.out.splitlines()[1:]] == ["  Hint"] * 5


def test_a_recommendation_is_numbered_and_listed(city_hackney: S11) -> None:
    words = ("recommendation", "add", KEY, "Train every governor.", "--owner", "Training group", "--refs", "5.2,1.1")
    assert city_hackney(*words).out == "Recommendation 1 is kept.\n"
    assert city_hackney("recommendation", "list", KEY).out.splitlines() == [
        "1. Train every governor.",
        "   Owner: Training group",
        "   Questions: 1.1, 5.2",
    ]
    assert "partnerships.toml names none" in city_hackney(*words, "--priorities", "neglect").err


def test_a_pack_is_written_for_one_agency(city_hackney: S11, tmp_path: Path) -> None:
    assert city_hackney("pack", KEY, "SC", "--out", "SC.docx").code == 0
    heads = [each.text for each in Document(str(tmp_path / "SC.docx")).paragraphs if each.text]
    assert heads[0].startswith("Meeting with SC")
    assert "Asked for, and missing" in heads
