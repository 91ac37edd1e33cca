"""s11 demo: the whole job on real figures, no accounts."""

import json
from pathlib import Path

from tests.cli.conftest import S11


def test_demo_tells_the_figures_and_where_the_report_is(s11: S11, tmp_path: Path) -> None:
    for _ in range(2):  # again is safe
        told = s11("demo")
        assert told.code == 0, told.err
        assert "689 cells, 589 rated. Needs support: ASC, DAAT, HH, SC." in told.out
        assert f"The report: {tmp_path / 'home' / 'demo' / 'report' / 'report.html'}" in told.out
    page = (tmp_path / "home" / "demo" / "report" / "report.html").read_text()
    assert "Drug and Alcohol Action Team" in page


def test_demo_plays_a_conversation_to_its_receipt(s11: S11, tmp_path: Path) -> None:
    home = tmp_path / "home" / "demo"
    receipts = []
    for _ in range(2):  # what was said is not said again
        told = s11("demo")
        receipts.append(next(line for line in told.out.splitlines() if "to its receipt" in line))
        said = (home / "conversation.txt").read_text()
        reference = receipts[0].partition("to its receipt ")[2].partition(":")[0]
        assert reference.startswith("ECH-")
        assert f"Your reference is {reference}" in said
        assert "Question 19 of 19" in said
        assert "Answered: 19 of 19 questions." in said
    assert receipts[0] == receipts[1]
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


def test_demo_reads_a_dozen_letters(s11: S11, tmp_path: Path) -> None:
    home = tmp_path / "home" / "demo"
    assert became(s11) == BECAME
    sent = [path.name for path in (home / "outbox").iterdir()]
    assert len(sent) == 11  # one acknowledgement for each that answers, and a word to the deputy
    told = json.loads(s11("export", "south-glos-2019", home=home).out)["agencies"]
    surgery = next(each for each in told if each["abbr"] == "GPS")["answers"]
    assert next(each["rating"] for each in surgery if each["question"] == "4") == "1"  # as corrected
    assert [each["evidence"][0]["name"] for each in surgery if each["evidence"]] == ["15 training record.csv"]
    (held,) = json.loads(s11("held", "list", "--json", home=home).out)
    assert (held["sender"], held["agency"]) == ("kit.marsh@probation.example.org", "PRO")
    assert set(became(s11).values()) == {"read before"}
    assert [path.name for path in (home / "outbox").iterdir()] == sent
    assert s11("evidence", "verify", home=home).code == 0


def became(s11: S11) -> dict[str, str]:
    told = s11("demo").out.partition("Twelve letters")[2].splitlines()
    rows = [line.split() for line in told if "@" in line]
    return {words[0]: " ".join(words[2:]) for words in rows}


def test_the_demo_keeps_to_its_own_home(s11: S11, tmp_path: Path) -> None:
    s11("demo", database_url=f"sqlite:///{tmp_path}/real.db")
    assert not (tmp_path / "real.db").exists()
