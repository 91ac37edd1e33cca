"""Faults as they are written by hand beside a table: row | column | value | words of the sentence."""

from collections.abc import Iterable
from pathlib import Path

from intake.audits.csv_table import TableFault


def expected(path: Path) -> list[tuple[str, ...]]:
    """The lines of a hand-written file; empty ones and those that start with # say nothing."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]


def assert_told(found: Iterable[TableFault], wanted: list[tuple[str, ...]]) -> None:
    """Every fault that is expected, in any order within a row, and no other."""
    faults = sorted(found, key=lambda fault: (fault.row, fault.column, fault.value))
    wanted = sorted(wanted, key=lambda line: (int(line[0]), line[1], line[2]))
    places = [(str(fault.row), fault.column, fault.value.replace("\n", "\\n")) for fault in faults]
    assert places == [line[:3] for line in wanted]
    for fault, line in zip(faults, wanted, strict=True):
        assert line[3] in fault.expected
        assert str(fault).startswith(f"Row {fault.row}")
