"""Filled tables: each in matrices/ has beside it what it says, or every fault in it. Adding one needs no Python."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.questionnaire import SHIPPED, Template
from intake.audits import FaultyTable
from intake.audits.answers_csv import TableAnswer, read_filled
from tests.conftest import AUDITS, audit_file
from tests.intake.audits.faults import assert_told, expected

HERE = Path(__file__).parent / "matrices"
SECTORS: Mapping[str, Mapping[str, str]] = {
    "small": {"CSC": "council", "SCH": "school"},
    "city-hackney-2009": {"ASC": "council", "CSC": "council"},
}


def audit_of(path: Path) -> tuple[Template, list[tuple[str, ...]]]:
    """The template that the first line of a hand-written file names, and its other lines."""
    (first, *_), *lines = expected(path)
    key = first.removeprefix("audit: ")
    own = AUDITS / f"{key}.toml"
    return audit_file(own if own.exists() else SHIPPED / f"{key}.toml"), lines


def shown(filled: TableAnswer) -> tuple[str, ...]:
    given = filled.given
    prompt = "N/A" if given.not_applicable else given.prompt
    return filled.agency, filled.by, given.question, prompt, given.value.replace("\n", "\\n")


@pytest.mark.parametrize("path", sorted(HERE.glob("*.answers")), ids=lambda path: path.stem)
def test_is_read(path: Path) -> None:
    template, lines = audit_of(path)
    said = read_filled(path.with_suffix(".csv").read_bytes(), template, SECTORS[template.key])
    assert [shown(each) for each in said] == lines


@pytest.mark.parametrize("path", sorted(HERE.glob("*.faults")), ids=lambda path: path.stem)
def test_every_fault_is_told_at_once(path: Path) -> None:
    template, lines = audit_of(path)
    with pytest.raises(FaultyTable) as refused:
        read_filled(path.with_suffix(".csv").read_bytes(), template, SECTORS[template.key])
    assert_told(refused.value.faults, lines)


def test_every_table_has_its_answer() -> None:
    answered = {path.stem for path in HERE.iterdir() if path.suffix != ".csv"} | {"city-hackney-2009"}
    assert {path.stem for path in HERE.glob("*.csv")} == answered
