"""s11 demo: the whole job on real figures, no accounts. Twice, because again is safe."""

from pathlib import Path

from tests.cli.conftest import S11

Demo = tuple[Path, list[str]]


def test_demo_tells_the_figures_and_where_the_report_is(demo_twice: Demo) -> None:
    folder, told = demo_twice
    for each in told:
        assert "689 cells, 589 rated. Needs support: ASC, DAAT, HH, SC." in each
        assert f"The report: {folder / 'home' / 'demo' / 'report' / 'report.html'}" in each
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


def test_the_demo_keeps_to_its_own_home(demo_twice: Demo) -> None:
    folder, _ = demo_twice
    assert not (folder / "real.db").exists()
    assert (folder / "home" / "demo" / "s11.db").exists()
