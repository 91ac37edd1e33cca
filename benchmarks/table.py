"""One figure beside its ceiling: told where it is measured, and kept for the table that ends `make bench`."""

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

ROWS = "BENCHMARK_ROWS"  # names the file the rows are kept in, for the run of all of them


class Row(NamedTuple):
    """What was measured, in a unit; the ceiling is of the same run, None where there is nothing to measure against.

    `growth` is how many times the figure of the same work at the first size of the run, where there are several.
    """

    name: str
    ours: float
    ceiling: float | None
    unit: str
    growth: float | None = None

    def __str__(self) -> str:
        ceiling = "" if self.ceiling is None else _plain(self.ceiling)
        ratio = "" if not self.ceiling else f"{self.ours / self.ceiling:,.2f}"
        growth = "" if self.growth is None else f"{self.growth:,.2f}"
        return f"{self.name:88} {_plain(self.ours):>10} {ceiling:>10} {ratio:>8} {growth:>8}  {self.unit}"


def _plain(figure: float) -> str:
    """Three figures that count, and never with an exponent."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


HEAD = f"{'':88} {'ours':>10} {'ceiling':>10} {'ratio':>8} {'growth':>8}"


def tell(name: str, ours: float, ceiling: float | None = None, unit: str = "s", *, growth: float | None = None) -> None:
    """Print a figure, and keep it where all are run."""
    row = Row(name, ours, ceiling, unit, growth)
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()
    if kept := os.environ.get(ROWS):
        with Path(kept).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def rows(kept: Path) -> list[Row]:
    return [Row(*json.loads(line)) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []
