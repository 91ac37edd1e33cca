"""s11 paper: the board's paper of a real audit, from the command line; and what has moved since the round before."""

import json
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from config.questionnaire import SHIPPED
from tests.cli.conftest import DEMO, S11


def test_the_paper_of_city_and_hackney(city_hackney: S11, tmp_path: Path) -> None:
    told = city_hackney("paper", "city-hackney-2009", "--out", "board.docx")
    assert (told.code, told.out) == (0, "Wrote board.docx.\n")
    said = [each.text for each in Document(str(tmp_path / "board.docx")).paragraphs]
    assert "Ratings met: 407 of 589 (69%). Met means G Good." in said
    assert (tmp_path / "home" / "handed-out").read_text().split("\t")[1] == "paper"


def test_its_slides(city_hackney: S11, tmp_path: Path) -> None:
    told = city_hackney("paper", "city-hackney-2009", "--format", "pptx")
    assert (told.code, told.out) == (0, "Wrote city-hackney-2009-paper.pptx.\n")
    titles = [each.shapes.title.text for each in Presentation(str(tmp_path / "city-hackney-2009-paper.pptx")).slides]
    assert titles[:2] == ["City & Hackney section 11 audit 2009-10", "Returns sent: 13 of 13 (100%)"]


def test_a_logo_that_is_none_is_told(city_hackney: S11, tmp_path: Path) -> None:
    config = tmp_path / "home" / "config"
    keys = (DEMO / "agencies.csv").read_text().splitlines()[1].split(",")[3]
    (config / "partnerships.toml").write_text(f'[[partnership]]\nkey = "{keys}"\nname = "East"\nlogo = "logo.png"\n')
    told = city_hackney("paper", "city-hackney-2009")
    assert (told.code, "logo.png cannot be read: No such file or directory." in told.err) == (2, True)
    (config / "logo.png").write_bytes(b"GIF89a")
    told = city_hackney("paper", "city-hackney-2009")
    assert (told.code, told.err.startswith("The logo logo.png is no PNG or JPEG. Save it as one")) == (2, True)


def test_without_libreoffice_there_is_no_pdf_and_what_to_do_is_said(
    city_hackney: S11, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told = city_hackney("paper", "city-hackney-2009", "--format", "pdf")
    assert (told.code, told.err) == (
        2,
        "LibreOffice is not on this machine. Write --format docx, or install it.\n",
    )


OFFICE = """\
#!/bin/sh
while [ $# -gt 0 ]; do case "$1" in --convert-to) to="$2";; --outdir) out="$2";; esac; shift; done
mkdir -p "$out"; echo "$to" > "$out/form.pdf"
"""


def test_libreoffice_is_asked_for_a_pdf_that_can_be_listened_to(
    city_hackney: S11, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A stand-in writes what it was asked for; without its tags a PDF has no headings for a screen reader."""
    office = tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(OFFICE)
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(office.parent))
    assert city_hackney("paper", "city-hackney-2009", "--format", "pdf", "--out", "board.pdf").code == 0
    assert '"UseTaggedPDF":{"type":"boolean","value":"true"}' in (tmp_path / "board.pdf").read_text()


def test_a_letter_of_their_own_that_cannot_be_written_is_told(city_hackney: S11, tmp_path: Path) -> None:
    own = tmp_path / "home" / "config" / "letters"
    own.mkdir(parents=True, exist_ok=True)
    (own / "paper-agency.j2").write_text("{{ nothing }}")
    told = city_hackney("paper", "city-hackney-2009")
    assert told.code == 2
    assert told.err.startswith("Your own letter paper-agency.j2 cannot be written")


MOVED = "from 407 of 563 (72%) to 407 of 563 (72%)"  # 589 rated, without the 13 and 13 that are fixed


def test_a_round_after_another_says_everywhere_what_has_moved(city_hackney: S11, tmp_path: Path) -> None:
    """The same table a second time: nothing has moved, in the figures, the digest, the report and the paper."""
    file = (SHIPPED / "city-hackney-2009.toml").read_text()
    told = file.replace('key = "city-hackney-2009"', 'key = "next"\nafter = "city-hackney-2009"', 1)
    (tmp_path / "next.toml").write_text(told)
    assert (
        city_hackney("audit", "open", "next.toml", "--agencies", DEMO / "agencies.csv", "--due", "2030-03-31").code == 0
    )
    assert city_hackney("answers", "import", "next", DEMO / "matrix.csv").code == 0
    found = json.loads(city_hackney("figures", "next", "--json").out)["movement"]
    assert found["in_all"] == {"before": {"met": 407, "rated": 563}, "now": {"met": 407, "rated": 563}}
    assert found["questions"] == {"compared": 53, "new": [], "gone": []}
    assert sorted(found["by_sector"]) == ["council", "health"]
    for said in (city_hackney("figures", "next").out, city_hackney("digest", "next").out):
        assert f"Ratings met went {MOVED}." in said
    assert city_hackney("report", "next", "--out", "report").code == 0
    assert f"Ratings met went {MOVED}." in (tmp_path / "report" / "report.html").read_text()
    assert city_hackney("paper", "next", "--out", "board.docx").code == 0
    words = [each.text for each in Document(str(tmp_path / "board.docx")).paragraphs]
    assert f"Over agencies in both rounds (13), ratings met went {MOVED}." in words


def test_the_round_before_may_be_named_and_has_to_be_there(city_hackney: S11) -> None:
    assert city_hackney("figures", "city-hackney-2009", "--after", "nowhere").code == 2
    told = city_hackney("figures", "city-hackney-2009", "--after", "city-hackney-2009").out
    assert "Since city-hackney-2009, over the 13 agencies and 53 questions in both rounds:" in told
