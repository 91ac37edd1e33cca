"""The witness in the home: lines that rounds, digests and closing leave, and what s11 verify makes of them."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import S11
from tests.test_power_cut import Disk

KEY = "city-hackney-2009"


@pytest.fixture
def closed(city_hackney: S11) -> S11:
    city_hackney("audit", "close", KEY, "--yes")
    return city_hackney


def test_closing_leaves_a_line_on_the_disk_that_verify_takes(
    city_hackney: S11, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, witness = Disk(monkeypatch), tmp_path / "home" / "witness"
    city_hackney("audit", "close", KEY, "--yes")
    kept = witness.read_text()
    assert kept.count(f" {KEY}: ") == 1
    assert str(witness) in disk.safe[witness.stat().st_ino]
    told = city_hackney("verify", "--witness", kept.strip())
    assert (told.code, told.err) == (0, "")


def change(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "s11.db") as db:
        for each in statements:
            db.execute(each)
    db.close()


def test_verify_says_with_what_it_compared(closed: S11) -> None:
    told = closed("verify", now="2030-04-01T10:00:00+01:00")
    assert told.code == 0
    assert told.out.splitlines()[0].startswith("Compared with the witness of ")
    assert told.out.splitlines()[0].endswith(", 738 entries.")


def test_before_anything_is_witnessed_none_is_missed(city_hackney: S11) -> None:
    told = city_hackney("verify")
    assert (told.code, told.out.splitlines()[0]) == (
        0, "No witness was found beside the record. Give one with --witness.",
    )  # fmt: skip


NOT_READ = "cannot be read as a witness: it holds what s11 did not write."
SPOILT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "emptied": (lambda _: b"", "The record is sealed, and its witness is gone."),
    "bytes at random": (lambda _: bytes(range(128, 256)) * 3, NOT_READ),
    "half a line": (lambda kept: kept[:-40], NOT_READ),
    "something beside it": (lambda kept: b"\xff\xfe\n" + kept, NOT_READ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_witness_that_was_spoilt_is_told_of(closed: S11, tmp_path: Path, how: str) -> None:
    file, (spoil, fault) = tmp_path / "home" / "witness", SPOILT[how]
    file.write_bytes(spoil(file.read_bytes()))
    told = closed("verify")
    assert (told.code, told.out.splitlines()[0]) == (1, "1 fault found.")
    assert fault in told.err
    assert "Traceback" not in told.err


def test_a_witness_that_was_taken_away_is_missed(closed: S11, tmp_path: Path) -> None:
    (tmp_path / "home" / "witness").unlink()
    told = closed("verify")
    assert (told.code, told.out.splitlines()[:2]) == (
        1, ["1 fault found.", "No witness was found beside the record. Give one with --witness."],
    )  # fmt: skip
    assert told.err == "The record is sealed, and its witness is gone.\n"


def test_a_witness_that_is_gone_is_not_missed_where_another_is_given(closed: S11, tmp_path: Path) -> None:
    file = tmp_path / "home" / "witness"
    kept = file.read_text()
    file.unlink()
    assert closed("verify", "--witness", kept.strip()).code == 0


def test_the_clock_says_that_a_witness_cannot_be_read(closed: S11, tmp_path: Path) -> None:
    (tmp_path / "home" / "witness").write_bytes(bytes(range(128, 256)))
    told = closed("clock", "--once")
    assert NOT_READ.removesuffix(".") in told.out + told.err


AUDIT = ("events", "answers", "submission_partnerships", "submissions", "audits")


def test_an_audit_that_was_taken_out_is_one_line_with_a_count(closed: S11, tmp_path: Path) -> None:
    change(tmp_path / "home", *(f"DELETE FROM {each}" for each in AUDIT))
    told = closed("verify")
    assert (told.code, told.err.splitlines()) == (
        1, ["Gone from the record: 1 audit, 738 entries.", f"The audit {KEY} is gone. It had 738 entries."],
    )  # fmt: skip


def test_a_record_whose_audit_was_taken_out_with_all_its_seals_is_not_called_new(closed: S11, tmp_path: Path) -> None:
    (tmp_path / "home" / "witness").unlink()
    change(tmp_path / "home", *(f"DELETE FROM {each}" for each in (*AUDIT, "seals")))
    told = closed("verify")
    assert told.code == 1
    assert "no audit yet" not in told.out
    assert told.err.startswith("The record has no audit, yet it has what only an audit brings (agencies: ")


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
    assert told.code == 1
    assert told.out.splitlines()[0] == "1 fault found."
    assert "all as written" not in told.out
    assert told.err.endswith("(Another) is not as it was sealed.\n")


def test_what_is_no_witness_is_refused(closed: S11) -> None:
    told = closed("verify", "--witness", "thank you")
    assert told.code == 2
    assert "thank you is no witness." in told.err
