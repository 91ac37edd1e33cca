"""agencies.csv: each table in agencies/ has beside it what is read of it, or every fault in it."""

from pathlib import Path

import pytest

from intake.audits import AgencyRow, FaultyTable, read_agencies
from tests.intake.audits.faults import assert_told, expected

HERE = Path(__file__).parent / "agencies"


def shown(row: AgencyRow) -> tuple[str, ...]:
    contacts = [
        " ".join([each.name, f"<{each.email}>", each.slack_user or "-", each.role or "-", each.phone or "-"])
        for each in row.contacts
    ]
    return row.abbr, row.name, row.sector, " ".join(row.partnerships) or "-", "; ".join(contacts) or "-"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.read")), ids=lambda path: path.stem)
def test_is_read(path: Path) -> None:
    assert [shown(row) for row in read_agencies(path.with_suffix(".csv").read_bytes())] == expected(path)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.faults")), ids=lambda path: path.stem)
def test_every_fault_is_told_at_once(path: Path) -> None:
    with pytest.raises(FaultyTable) as refused:
        read_agencies(path.with_suffix(".csv").read_bytes())
    assert_told(refused.value.faults, expected(path))


def test_every_table_has_its_answer() -> None:
    assert {path.stem for path in HERE.glob("*.csv")} == {path.stem for path in HERE.iterdir() if path.suffix != ".csv"}
