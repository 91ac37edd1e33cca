"""Answered forms as files, each with the answers a person sees in it beside it. A new one needs no Python."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from config.questionnaire import SHIPPED, load_folder
from intake.forms import SentForm
from intake.letters import Form, ReadAnswer
from intake.letters.mime import read_letter
from intake.letters.pipeline import read_form

FOLDER = Path(__file__).parents[2] / "letters"
LETTERS = sorted(FOLDER.glob("*.eml"))
AUDITS = load_folder(SHIPPED)


def expected(letter: Path) -> dict[str, Any]:
    return tomllib.loads(letter.with_suffix(".toml").read_text(encoding="utf-8"))


def form(name: str) -> SentForm:
    return SentForm.from_stored((FOLDER / f"{name}.sent.json").read_text(encoding="utf-8"))


def read(letter: Path) -> Form:
    told = expected(letter)
    also = [form(each) for each in told.get("also", [])]
    return read_form(read_letter(letter.read_bytes()), form(told["sent"]), AUDITS[told["audit"]], "health", also)


def flat(words: str) -> str:
    return " ".join(words.split())


def shown(heard: ReadAnswer) -> str:
    if heard.not_applicable:
        return f"N/A: {flat(heard.value)}" if heard.value else "N/A"
    return flat(heard.value)


def test_every_letter_has_its_answers_and_the_folder_is_large_enough() -> None:
    assert len(LETTERS) >= 60
    assert [path.name for path in LETTERS if not path.with_suffix(".toml").exists()] == []
    assert len({expected(path)["audit"] for path in LETTERS}) >= 3


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
def test_a_letter_says_what_a_person_reads_in_it(letter: Path) -> None:
    told, heard = expected(letter), read(letter)
    assert {f"{each.question}.{each.prompt}": shown(each) for each in heard.answers} == {
        key: flat(value) for key, value in told["answers"].items()
    }
    assert {puzzle.question for puzzle in heard.not_understood} == set(told["asked_back"])
    assert heard.submits == told.get("submits")
    assert [flat(each) for each in heard.leftovers] == [flat(each) for each in told.get("left_over", [])]
    if "files" in told:
        assert {filed.attachment.name: filed.question or "" for filed in heard.files} == told["files"]
