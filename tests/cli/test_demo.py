"""s11 demo: the whole job on real figures, no accounts."""

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


def test_the_demo_keeps_to_its_own_home(s11: S11, tmp_path: Path) -> None:
    s11("demo", database_url=f"sqlite:///{tmp_path}/real.db")
    assert not (tmp_path / "real.db").exists()
