"""s11 review: City & Hackney's board rates by sheet and by command; a manager walks through what waits."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import DEMO, S11, run_in

KEY = "city-hackney-2009"


@pytest.fixture
def unrated(s11: S11, tmp_path: Path, new_home: Path) -> S11:
    """City & Hackney's audit, open for its thirteen agencies; nobody has rated anything."""
    shutil.copytree(new_home, tmp_path / "home")
    run_in(tmp_path / "home", "audit", "open", KEY, "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31")
    return s11


def test_the_published_figures_come_of_ratings_by_sheet_and_by_command(unrated: S11, tmp_path: Path) -> None:
    """One agency's answer to the first question is rated by command, all others by the sheet the board filled."""
    rows = list(csv.reader((DEMO / "matrix.csv").read_text().splitlines()))
    assert rows[1][1] == "G"
    rows[1][1] = ""
    with (tmp_path / "board.csv").open("w") as file:
        csv.writer(file).writerows(rows)
    told = unrated("review", KEY, "--sheet", "board.csv", "--because", "Board of March.", "--by", "Meg Vale")
    assert told.out == "Recorded 688 ratings of the partnership; 0 stood already.\n"
    told = unrated("review", KEY, "ASC", "rate", "1.1", "G", "--because", "Seen by the board.", "--by", "Meg Vale")
    assert told.out == "ASC 1.1: the partnership rates G.\n"
    told = unrated("answers", "import", KEY, DEMO / "matrix.csv")
    assert told.out == "Recorded 0 answers; 709 stood already. Submitted: 13.\n"  # 20 cells say yes or no besides
    figures = json.loads(unrated("figures", KEY, "--json").out)
    assert figures["ratings"] == {"G": 407, "S": 114, "IA": 63, "IN": 5}
    assert (figures["rated"], figures["missing"], figures["yes_no"]) == (589, 37, {"yes": 72, "no": 7})
    assert figures["by_agency"]["ASC"]["met_share"] == 0.1875  # 9 of 48
    assert unrated("verify").code == 0


def test_a_sheet_with_faults_is_refused_whole(unrated: S11, tmp_path: Path) -> None:
    (tmp_path / "board.csv").write_text("agency,question,rating,because\nASC,1.1,Z,No.\nXYZ,1.1,G,No.\nASC,1.2,G,\n")
    told = unrated("review", KEY, "--sheet", "board.csv")
    assert told.code == 2
    assert "board.csv: 3 faults, nothing was recorded." in told.err
    assert "XYZ is not asked in this audit." in told.err


def test_who_waits_is_listed_where_there_is_no_terminal(city_hackney: S11) -> None:
    told = city_hackney("review", KEY)
    assert told.out.splitlines()[0] == "13 returns wait for you, of 13."
    assert city_hackney("review", KEY, "ASC", "accept", "--by", "Meg Vale").out.startswith("The return of ASC is accep")
    assert city_hackney("review", KEY).out.splitlines()[0] == "12 returns wait for you, of 13."


def test_what_is_asked_back_is_named_by_its_question_when_a_return_is_accepted_or_the_audit_closed(
    city_hackney: S11,
) -> None:
    for ref in ("1.1", "1.2"):
        assert city_hackney("review", KEY, "ASC", "ask", ref, "Since when?", "--by", "Meg Vale").code == 0
    told = city_hackney("review", KEY, "ASC", "accept", "--by", "Meg Vale").err.replace("\n", " ")
    assert told.strip() == "Still asked back: 1.1, 1.2. Close these first, or add --with-open."
    told = city_hackney("audit", "close", KEY).err.replace("\n", " ")
    assert "2 questions back are open: ASC (1.1), ASC (1.2)." in told


def test_a_manager_walks_through_what_waits(city_hackney: S11, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rating and a point on the first page, on by Enter, then back to the agency; the next is accepted; and stop."""
    lines = ["rate 1.1 S because Not all staff.", "mend 1.2 Name the lead.", "what", "", "return", "accept", "quit"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    told = city_hackney("review", KEY, "--walk", "--by", "Meg Vale")
    assert "13 returns wait for you." in told.out
    assert "ASC 1.1: the partnership rates S." in told.out
    assert "ask 1.1 ...    put a question back" in told.out
    assert (
        "The return of ASC is open for its points. Nobody of ASC was told, as nobody there was asked. Call them."
        in told.out
    )
    assert "The return of CSC is accepted. Nobody of CSC was told, as nobody there was asked. Call them." in told.out
    state = {each["agency"]: each["state"] for each in json.loads(city_hackney("status", KEY, "--json").out)}
    assert (state["ASC"], state["CSC"], state["CoL"]) == ("points_to_mend", "accepted", "submitted")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ASC", "accept", "--partnership", "nowhere"), "No agency of city-hackney-2009 answers to 'nowhere'."),
        (("ASC", "praise"), "praise is not known. Write one of: rate, ask,"),
        (("XYZ", "accept"), "XYZ is not asked in city-hackney-2009."),
        (("ASC", "rate", "1.1", "G"), "Say why the answer is rated so."),
        (("ASC", "done", "1.1"), "Nothing is asked back about question 1.1."),
        (("ASC", "mended", "1.1"), "There is nothing to mend in question 1.1."),
        (("ASC", "ask"), "Name a question, or write all for the whole return."),
        (("ASC", "return"), "Say what is to mend: note a point at a question, or give a reason."),
    ],
)
def test_what_cannot_be_done_is_told(city_hackney: S11, words: tuple[str, ...], told: str) -> None:
    done = city_hackney("review", KEY, *words)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_what_was_asked_or_noted_is_told_as_it_stands(city_hackney: S11) -> None:
    """Without a point it is open for the reason alone; what is not in cannot be accepted, whatever is open."""
    said = city_hackney("review", KEY, "ASC", "return", "--because", "Look again.").out
    assert said.startswith("The return of ASC is open again, with your reason. Nobody of ASC was told")
    city_hackney("review", KEY, "CSC", "mend", "1.2", "Name the lead.")
    assert city_hackney("review", KEY, "CSC", "return").out.startswith("The return of CSC is open for its points.")
    city_hackney("review", KEY, "CoL", "ask", "1.1", "Since when?")
    city_hackney("reopen", KEY, "CoL", "--because", "Look again.")
    told = city_hackney("review", KEY, "CoL", "accept").err
    assert told == "The return of CoL is open for a change. Wait until it is submitted again.\n"


def test_nothing_is_accepted_while_a_point_waits_of_which_the_agency_never_heard(city_hackney: S11) -> None:
    city_hackney("review", KEY, "ASC", "mend", "1.2", "Name the lead.")
    told = city_hackney("review", KEY, "ASC", "accept")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("Still to mend, and ASC has not heard of it: 1.2. Send it back with return,")
    assert city_hackney("review", KEY, "ASC", "accept", "--with-open").code == 0


def test_a_return_that_is_in_leaves_the_figures_only_when_that_is_said(city_hackney: S11) -> None:
    excuse = ("excuse", KEY, "ASC", "--because", "It merged.")
    told = city_hackney(*excuse)
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "The return of ASC is in. Excused, it would count in no figure. To excuse it all the same, add --yes.\n"
    )
    assert city_hackney(*excuse, "--yes").out == f"ASC is excused in {KEY}.\n"
    assert city_hackney(*excuse, "--yes").out == f"ASC is excused in {KEY} already. Nothing was changed.\n"


def test_a_pause_past_the_last_day_says_so(unrated: S11) -> None:
    told = unrated("pause", KEY, "ASC", "--until", "2030-04-02")
    assert told.out.splitlines()[1:] == [
        "That is after its last day, Sunday 31 March 2030: it hears nothing more before it is late."
    ]
    assert len(unrated("pause", KEY, "ASC", "--until", "2030-03-01").out.splitlines()) == 1
    ended = unrated("pause", KEY, "ASC", "--until", "2030-01-01", now="2030-01-01T10:00")
    assert ended.out == "ASC is not paused: reminders go to it as they fall due.\n"
