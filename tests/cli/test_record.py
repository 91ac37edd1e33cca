"""s11 export, s11 import, s11 verify: the record out, back, and proved."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import S11

KEY = "city-hackney-2009"


def test_an_export_restored_into_an_empty_home_exports_the_same_bytes(city_hackney: S11, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    other = tmp_path / "other home"
    city_hackney("export", KEY, "--out", first)
    told = city_hackney("import", first, home=other)
    assert told.code == 0, told.err
    city_hackney("export", KEY, "--out", second, home=other)
    assert first.read_bytes() == second.read_bytes()
    assert city_hackney("verify", home=other).code == 0


def test_one_partnerships_part_restores_too(city_hackney: S11, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    part = ("export", KEY, "--partnership", "city-hackney", "--out")
    city_hackney(*part, first)
    city_hackney("import", first, home=tmp_path / "other")
    city_hackney(*part, second, home=tmp_path / "other")
    assert first.read_bytes() == second.read_bytes()
    assert city_hackney("verify", home=tmp_path / "other").code == 0


def test_an_exported_cell_tells_who_said_it_and_how(city_hackney: S11) -> None:
    exported = json.loads(city_hackney("export", KEY).out)
    asc = next(each for each in exported["agencies"] if each["abbr"] == "ASC")
    cell = next(each for each in asc["answers"] if each["question"] == "5.2")
    assert (cell["by"], cell["rating"], cell["yes_no"]) == ("partnership", "IA", "no")
    assert (cell["said_by"], cell["via"], cell["not_applicable"]) == ("matrix.csv", "import", False)
    assert (cell["text"], cell["evidence"], cell["themes"]) == ({}, [], [])


def test_a_csv_export_is_itself_a_table_of_answers(city_hackney: S11, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    city_hackney("export", KEY, "--format", "csv", "--out", file)
    again = city_hackney("answers", "import", KEY, file, "--json")
    assert json.loads(again.out)["recorded"] == 0
    assert json.loads(again.out)["unchanged"] == 709


def test_an_audit_that_is_here_already_is_not_restored_over(city_hackney: S11, tmp_path: Path) -> None:
    city_hackney("export", KEY, "--out", tmp_path / "first.json")
    told = city_hackney("import", tmp_path / "first.json")
    assert told.code == 2
    assert told.err == f"The audit {KEY} is in this record already. Restore it into an empty home.\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"value": "IA"', '"value": "G"', "The export was changed after it was written. Entry "),
        ('"actor": "matrix.csv"', '"actor": "someone"', "The export was changed after it was written. Entry "),
        ('"due": "2030-03-31"', '"due": "2031-03-31"', "The export was changed after it was written. The audit "),
        ('"rated_by', "", "This is not an export of s11: "),
        ('"submitted_by": "matrix.csv"', '"submitted_by": "x"', "The export was changed after it was written. The re"),
    ],
)
def test_a_changed_export_is_refused(city_hackney: S11, tmp_path: Path, before: str, after: str, told: str) -> None:
    exported = city_hackney("export", KEY).out
    if before == '"rated_by':
        changed = exported[:5000]
    else:
        assert before in exported
        changed = exported.replace(before, after, 1)
    (tmp_path / "changed.json").write_text(changed)
    answer = city_hackney("import", tmp_path / "changed.json", home=tmp_path / "other")
    assert answer.code == 2
    assert answer.err.startswith(told)
    assert "There is no open audit" in city_hackney("figures", KEY, home=tmp_path / "other").err


def test_a_file_that_is_no_export_is_refused_in_words(s11: S11, tmp_path: Path) -> None:
    for content in ("", "[]", "{}", "[" * 100_000, '{"audit": 1}', "\x00"):
        (tmp_path / "no.json").write_text(content)
        told = s11("import", tmp_path / "no.json")
        assert told.code == 2
        assert told.err.startswith("This is not an export of s11")


def test_verify_names_the_first_entry_that_does_not_hold(city_hackney: S11, tmp_path: Path) -> None:
    assert city_hackney("verify").out.endswith("entries, all as written.\n")
    with sqlite3.connect(tmp_path / "home" / "s11.db") as db:
        number, question = db.execute(
            "SELECT number, question FROM events JOIN answers ON answers.id = answer_id WHERE value = 'IN' LIMIT 1"
        ).fetchone()
        db.execute(
            "UPDATE answers SET value = 'G' WHERE id = (SELECT answer_id FROM events WHERE number = ?)", [number]
        )
    db.close()
    told = city_hackney("verify")
    assert told.code == 1
    assert told.err.startswith(f"Entry {number} of {KEY} (answer recorded, ")
    assert f" {question}) no longer matches what was recorded." in told.err
