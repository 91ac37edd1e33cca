"""s11 demo: the whole job on real figures, no accounts. Twice, because again is safe."""

import io
import json
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import S11

pytestmark = pytest.mark.xdist_group("demo")  # one demo is made for all of them

Demo = tuple[Path, list[str]]


def test_demo_tells_the_figures_and_where_the_report_is(demo_twice: Demo) -> None:
    folder, told = demo_twice
    for each in told:
        assert "689 cells, 589 rated. Needs support: ASC, DAAT, HH, SC." in each
        assert f"The report: {folder / 'home' / 'demo' / 'report' / 'report.html'}" in each
        paper = folder / "home" / "demo" / "report" / "paper.docx"
        assert f"The board's paper, for Word: {paper}" in each
    said = [each.text for each in Document(str(paper)).paragraphs]
    assert "Ratings met: 407 of 589 (69%). Met means G Good." in said
    page = (folder / "home" / "demo" / "report" / "report.html").read_text()
    assert "Drug and Alcohol Action Team" in page


def test_demo_plays_a_conversation_to_its_receipt(demo_twice: Demo, s11: S11) -> None:
    folder, told = demo_twice
    home = folder / "home" / "demo"
    receipts = [next(line for line in each.splitlines() if "to its receipt" in line) for each in told]
    reference = receipts[0].partition("to its receipt ")[2].partition(":")[0]
    assert reference.startswith("ECH-")
    said = (home / "conversation.txt").read_text()
    assert f"Your reference is {reference}" in said
    assert "Question 19 of 19" in said
    assert "Answered: 19 of 19 questions." in said
    assert receipts[0] == receipts[1]  # what was said is not said again
    assert (home / "copies").is_dir()
    assert s11("verify", home=home).code == 0


BECAME = {  # by a person, from each letter: outcome, answers, questions asked back, files
    "01-gmail-between-the-quoted-lines": "answered 15",
    "02-outlook-in-red": "answered 19",
    "03-apple-mail-with-a-file": "answered 5 1",
    "04-typed-above-the-form": "answered 12",
    "05-edited-in-place-and-submitted": "answered, submitted 24",
    "06-the-sheet-filled-in": "answered 9",
    "07-the-document-filled-in": "answered 9",
    "08-a-table-of-their-own": "answered 10",
    "09-from-a-phone": "answered 3 1",
    "10-a-correction-with-a-file": "answered 1 1",
    "11-from-a-deputy": "held",
    "12-out-of-office": "automatic",
}


def test_demo_reads_a_dozen_letters(demo_twice: Demo, s11: S11) -> None:
    folder, told = demo_twice
    home = folder / "home" / "demo"
    assert became(told[0]) == BECAME
    sent = [path.name for path in (home / "outbox").iterdir()]
    assert len(sent) == 10  # one for each that answers; the deputy, whom we do not know, hears once it is released
    agencies = json.loads(s11("export", "south-glos-2019", home=home).out)["agencies"]
    surgery = next(each for each in agencies if each["abbr"] == "GPS")["answers"]
    assert next(each["rating"] for each in surgery if each["question"] == "4") == "1"  # as corrected
    assert [each["evidence"][0]["name"] for each in surgery if each["evidence"]] == ["15 training record.csv"]
    (held,) = json.loads(s11("held", "list", "--json", home=home).out)
    assert (held["sender"], held["agency"]) == ("kit.marsh@probation.example.org", "PRO")
    assert set(became(told[1]).values()) == {"read before"}
    assert s11("evidence", "verify", home=home).code == 0


def became(told: str) -> dict[str, str]:
    rows = [line.split() for line in told.partition("Twelve letters")[2].splitlines() if "@" in line]
    return {words[0]: " ".join(words[2:]) for words in rows}


def test_the_demo_keeps_to_its_own_home(demo_twice: Demo) -> None:
    folder, _ = demo_twice
    assert not (folder / "real.db").exists()
    assert (folder / "home" / "demo" / "s11.db").exists()


TRIED = """\
lead
keep
pause
days 9
reply 2.1: 2 - all fourteen were trained in May
letters
manager
days many
paper
"""


def test_one_person_plays_lead_and_manager_with_letters_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, s11: S11
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(TRIED))
    told = s11("demo", "--try", now="2029-01-08T09:00")
    assert told.code == 0, told.err
    for each in (
        "A letter to jo@surgery.example.org: Section 11 audit, to try: Example Surgery",
        "Last time's answer to question 1.1 is kept.",
        "A letter to meg@anytown.example.org",  # a digest
        "A letter to mark@housing.example.org",  # a reminder
        "It is Wednesday 17 January 2029.",
        "Your letter was answered, 2 answers.",
        "A letter to jo@surgery.example.org: Re: ",  # the acknowledgement
        "Example Surgery (GP1)  in progress  2 of 5",
        "Type how many days pass, from 1 to 60: days 7",
    ):
        assert each in told.out
    assert told.out.rstrip().endswith("s11 demo --try goes on with it.")
    paper = Document(str(tmp_path / "home" / "try" / "paper.docx"))
    assert "Agencies that sent their return: 1 of 3 (33%)." in [each.text for each in paper.paragraphs]


def test_the_trial_ends_with_a_plain_word_where_nothing_can_be_typed(monkeypatch: pytest.MonkeyPatch, s11: S11) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for _ in range(2):  # again is safe
        told = s11("demo", "--try", now="2029-01-08T09:00")
        assert (told.code, told.err) == (0, "")
        assert "That is the end of the trial." in told.out
