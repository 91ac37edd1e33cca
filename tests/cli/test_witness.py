"""The witness in the home: lines that rounds, digests and closing leave, and what s11 verify makes of them."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import S11

KEY = "city-hackney-2009"


@pytest.fixture
def closed(city_hackney: S11) -> S11:
    city_hackney("audit", "close", KEY, "--yes")
    return city_hackney


def test_closing_leaves_a_line_that_verify_takes(closed: S11, tmp_path: Path) -> None:
    kept = (tmp_path / "home" / "witness").read_text()
    assert kept.count(f" {KEY}: ") == 1
    told = closed("verify", "--witness", kept.strip())
    assert (told.code, told.err) == (0, "")


def test_an_audit_that_is_gone_is_told_of_by_the_home_itself(closed: S11, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "home" / "s11.db") as db:
        db.execute("UPDATE audits SET key = 'other'")
    db.close()
    told = closed("verify")
    assert told.code == 1
    assert f"The audit {KEY} is gone." in told.err


def test_a_name_that_was_changed_by_hand_is_named(closed: S11, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "home" / "s11.db") as db:
        db.execute("UPDATE agencies SET name = 'Another' WHERE id = 1")
    db.close()
    told = closed("verify")
    assert (told.code, told.err) == (1, "The agency 1 of the record is not as it was sealed.\n")


def test_what_is_no_witness_is_refused(closed: S11) -> None:
    told = closed("verify", "--witness", "thank you")
    assert told.code == 2
    assert "thank you is no witness." in told.err
