"""s11 answers import, s11 figures: a table in, numbers out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import DEMO, S11

KEY = "city-hackney-2009"


def test_the_published_figures_come_out(city_hackney: S11) -> None:
    figures = json.loads(city_hackney("figures", KEY, "--json").out)
    assert figures["ratings"] == {"G": 407, "S": 114, "IA": 63, "IN": 5}
    assert (figures["rated"], figures["missing"], figures["not_applicable"], figures["unrated"]) == (589, 37, 4, 59)
    assert figures["unanswered"] == 0
    assert figures["yes_no"] == {"yes": 72, "no": 7}
    assert (figures["invited"], figures["submitted"], figures["response_rate"]) == (13, 13, 1.0)
    assert figures["needs_support"] == ["ASC", "DAAT", "HH", "SC"]
    assert figures["by_agency"]["ASC"]["met_share"] == 0.1875  # 9 of 48
    assert figures["by_question"]["5.4"]["good_news"] == 0  # ten say there are gaps, three are missing
    assert figures["by_question"]["5.4"]["good_news_of"] == 10


def test_figures_can_be_read_without_json(city_hackney: S11) -> None:
    lines = city_hackney("figures", KEY).out.splitlines()
    assert lines[0] == "Returns: 13 of 13 (100%) submitted."
    assert "G Good: 407 of 589 (69%) rated answers." in lines
    assert lines[-1] == "Needs support: ASC, DAAT, HH, SC."


def test_importing_again_records_nothing_new(city_hackney: S11) -> None:
    again = city_hackney("answers", "import", KEY, DEMO / "matrix.csv", "--json")
    assert json.loads(again.out) == {"dry_run": False, "recorded": 0, "unchanged": 709, "submitted": []}


@pytest.mark.usefixtures("record")
def test_a_dry_run_counts_and_records_nothing(s11: S11) -> None:
    s11("audit", "open", KEY, "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31")
    dry = s11("answers", "import", KEY, DEMO / "matrix.csv", "--dry-run")
    assert dry.out == "Would record 709 answers; 0 stood already. Submitted: 13.\n"
    assert json.loads(s11("figures", KEY, "--json").out)["submitted"] == 0


def test_five_faults_change_nothing_and_all_are_named(city_hackney: S11, tmp_path: Path) -> None:
    before = city_hackney("export", KEY).out
    faulty = tmp_path / "faulty.csv"
    faulty.write_text(
        "question,ASC,Police\n"  # an agency nobody asked
        "9.9,G,G\n"  # a question there is not
        "1.1,Z,G\n"  # a rating there is not
        "1.2,Yes - G,G\n"  # a question that is rated only
        "1.3,G\n"  # a ragged row
    )
    told = city_hackney("answers", "import", KEY, faulty)
    assert (told.code, told.out) == (2, "")
    lines = told.err.splitlines()
    assert lines[0].endswith("faulty.csv: 5 faults, nothing was recorded.")
    assert lines[1].startswith("Row 1, column Police: 'Police'. The agency 'Police' is not in this audit.")
    assert lines[2].startswith("Row 2, column question: '9.9'. There is no question '9.9' in this audit.")
    assert lines[3].startswith("Row 3, column ASC: 'Z'. Question 1.1: Choose one of: G Good, S Satisfactory,")
    assert lines[4].startswith("Row 4, column ASC: 'Yes - G'. Question 1.2: Choose one of: G Good, S Satisfactory,")
    assert lines[5].startswith("Row 5: '1.3,G'. This row has 2 cells where the header has 3.")
    assert len(lines) == 6
    assert city_hackney("export", KEY).out == before


@pytest.mark.usefixtures("record")
def test_an_audit_that_is_not_open_is_answered_with_those_that_are(s11: S11) -> None:
    told = s11("figures", KEY)
    assert told.code == 2
    assert told.err == f"There is no open audit {KEY}. Open: none yet. s11 audit open starts one.\n"


def test_a_partnership_nobody_answers_to_is_refused_with_those_there_are(city_hackney: S11) -> None:
    told = city_hackney("figures", KEY, "--partnership", "narnia")
    assert told.code == 2
    assert told.err == f"No agency of {KEY} answers to 'narnia'. Partnerships: city-hackney.\n"


def test_report_writes_a_page_a_workbook_a_table_the_figures_and_the_picture(city_hackney: S11, tmp_path: Path) -> None:
    told = city_hackney("report", KEY, "--out", tmp_path / "report")
    assert told.code == 0, told.err
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == [
        "figures.json",
        "heat-map.png",
        "report.csv",
        "report.html",
        "report.xlsx",
    ]
    assert (tmp_path / "report" / "report.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "for Excel's sake"
    figures = json.loads((tmp_path / "report" / "figures.json").read_text())
    assert figures == json.loads(city_hackney("figures", KEY, "--json").out)
