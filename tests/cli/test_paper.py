"""s11 paper: the board's paper of a real audit, from the command line."""

from pathlib import Path

from docx import Document

from tests.cli.conftest import S11


def test_the_paper_of_city_and_hackney(city_hackney: S11, tmp_path: Path) -> None:
    told = city_hackney("paper", "city-hackney-2009", "--out", "board.docx")
    assert (told.code, told.out) == (0, "Wrote board.docx.\n")
    said = [each.text for each in Document(str(tmp_path / "board.docx")).paragraphs]
    assert "407 of 589 (69%) ratings are met. Met means G Good." in said
    assert (tmp_path / "home" / "handed-out").read_text().split("\t")[1] == "paper"


def test_without_libreoffice_there_is_no_pdf_and_what_to_do_is_said(city_hackney: S11, monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("PATH", str(tmp_path))
    told = city_hackney("paper", "city-hackney-2009", "--format", "pdf")
    assert (told.code, told.err) == (
        2,
        "LibreOffice is not on this machine. Write --format docx, or install it.\n",
    )


def test_a_letter_of_their_own_that_cannot_be_written_is_told(city_hackney: S11, tmp_path: Path) -> None:
    own = tmp_path / "home" / "config" / "letters"
    own.mkdir(parents=True, exist_ok=True)
    (own / "paper-agency.j2").write_text("{{ nothing }}")
    told = city_hackney("paper", "city-hackney-2009")
    assert told.code == 2
    assert told.err.startswith("Your own letter paper-agency.j2 cannot be written")
