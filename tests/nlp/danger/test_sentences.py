"""Words of a child in danger now are known from how an agency works, from statistics and from what is long over."""

import json
import tomllib
from pathlib import Path

import pytest

import nlp
from nlp.danger import tells_of_danger

TABLE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
PLAIN = sorted((Path(nlp.__file__).parent / "training").rglob("*.jsonl"))
LETTERS = sorted((Path(__file__).parents[2] / "letters").glob("*.toml"))


@pytest.mark.parametrize("words", TABLE["danger"])
def test_who_writes_of_a_child_in_danger_is_told_whom_to_call(words: str) -> None:
    assert tells_of_danger(words)


@pytest.mark.parametrize("words", TABLE["no_danger"])
def test_how_an_agency_works_alarms_nobody(words: str) -> None:
    assert not tells_of_danger(words)


def test_of_two_hundred_plain_answers_fewer_than_one_alarms() -> None:
    lines = {json.loads(line)["text"] for path in PLAIN for line in path.read_text("utf-8").splitlines() if line}
    alarming = [each for each in lines if tells_of_danger(each)]
    assert len(alarming) * 200 < len(lines), alarming


def test_no_letter_of_an_agency_alarms() -> None:
    letters = [path.read_text(encoding="utf-8") for path in LETTERS]
    assert letters
    assert not [each for each in letters if tells_of_danger(each)]
