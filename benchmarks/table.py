"""One figure beside its ceiling: told where it is measured, and kept for the table that ends `make bench`."""

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

ROWS = "BENCHMARK_ROWS"  # names the file the rows are kept in, for the run of all of them


class Row(NamedTuple):
    """What was measured, in a unit; the ceiling is of the same run, None where there is nothing to measure against."""

    name: str
    ours: float
    ceiling: float | None
    unit: str

    def __str__(self) -> str:
        ceiling = "" if self.ceiling is None else f"{self.ceiling:,.3g}"
        ratio = "" if not self.ceiling else f"{self.ours / self.ceiling:,.2f}"
        return f"{self.name:78} {self.ours:>10,.3g} {ceiling:>10} {ratio:>8}  {self.unit}"


HEAD = f"{'':78} {'ours':>10} {'ceiling':>10} {'ratio':>8}"


def tell(name: str, ours: float, ceiling: float | None = None, unit: str = "s") -> None:
    """Print a figure, and keep it where all are run."""
    row = Row(name, ours, ceiling, unit)
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()
    if kept := os.environ.get(ROWS):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def rows(kept: Path) -> list[Row]:
    return [Row(*json.loads(line)) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []
