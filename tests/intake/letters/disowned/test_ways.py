"""What stands above answers, below them or in the subject, and makes them none of now; and what only looks like it."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from intake.letters import Letter
from intake.letters.mime import BodyPart
from intake.letters.pipeline import read_form
from tests.intake.letters.test_replies import TEMPLATES, sent

TOLD = tomllib.loads((Path(__file__).parent / "ways.toml").read_text(encoding="utf-8"))
ANSWERS = "1.1 Met - Ann leads\n1.2 Partially Met - chart to be redone"
RATINGS = {"1.1": "met", "1.2": "partial"}


def read(text: str, subject: str = "Re: Section 11 audit", page: str = "") -> dict[str, str]:
    """What a letter above our quoted form comes to, by question: its rating, or "ask"; `page`: its HTML."""
    template = TEMPLATES["barnsley-2021"]
    form = sent(template)
    form = replace(form, text=f"Anytown asks Example Surgery how it keeps children safe.\n\n{form.text}")
    quoted = "\n".join(f"> {line}" for line in form.text.splitlines())
    headers = (
        ("subject", subject),
        ("from", "Jo Bloggs <jo@surgery.example.org>"),
        ("to", "audit@anytown.example.org"),
    )
    plain = () if page else (BodyPart("plain", f"{text}\n\n{quoted}"),)
    letter = Letter(headers=headers, plain=plain, html=(BodyPart("html", page),) if page else ())
    got = read_form(letter, form, template, "health")
    said = {each.question: each.value for each in got.answers if each.prompt == "rating"}
    return said | {puzzle.question: "ask" for puzzle in got.not_understood}


ASKED = dict.fromkeys(RATINGS, "ask")


@pytest.mark.parametrize("line", TOLD["above"]["asked"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["directly", "apart"])
def test_answers_below_such_a_line_are_asked_back(line: str, gap: str) -> None:
    assert read(f"{line}{gap}{ANSWERS}") == ASKED


@pytest.mark.parametrize("line", TOLD["above"]["read"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["directly", "apart"])
def test_a_friendly_opening_costs_no_answer(line: str, gap: str) -> None:
    assert read(f"{line}{gap}{ANSWERS}") == RATINGS


@pytest.mark.parametrize("line", TOLD["below"]["asked"])
def test_answers_above_such_a_paragraph_are_asked_back(line: str) -> None:
    assert read(f"{ANSWERS}\n\n{line}") == ASKED


@pytest.mark.parametrize("line", TOLD["below"]["read"])
def test_a_paragraph_below_costs_no_answer(line: str) -> None:
    assert read(f"{ANSWERS}\n\n{line}") == RATINGS


@pytest.mark.parametrize("subject", TOLD["subject"]["asked"])
def test_a_subject_says_it_of_the_whole_letter(subject: str) -> None:
    assert read(ANSWERS, subject) == ASKED


@pytest.mark.parametrize("subject", TOLD["subject"]["read"])
def test_a_subject_that_only_looks_like_it_costs_no_answer(subject: str) -> None:
    assert read(ANSWERS, subject) == RATINGS


def titled(title: str, blanks: int) -> str:
    """A page with a table whose first row is its title, as one cell or with blanks beside it."""
    rows = [
        [title, *[""] * blanks],
        ["No", "Rating", "Evidence"],
        ["1.1", "Met", "Ann leads"],
        ["1.2", "Partially Met", "a chart"],
    ]
    shown = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in shown)}</table>"


@pytest.mark.parametrize("title", TOLD["title"]["asked"])
@pytest.mark.parametrize("blanks", [0, 2])
def test_a_table_is_disowned_by_the_row_that_is_its_title(title: str, blanks: int) -> None:
    assert read("", page=titled(title, blanks)) == ASKED


@pytest.mark.parametrize("title", TOLD["title"]["read"])
@pytest.mark.parametrize("blanks", [0, 2])
def test_a_title_that_only_looks_like_it_costs_no_answer(title: str, blanks: int) -> None:
    assert read("", page=titled(title, blanks)) == RATINGS
