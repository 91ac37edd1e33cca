"""Where the cells of a page's table stand, whatever spans into their row. Pure."""

from dataclasses import dataclass, field

from intake.letters.lines.line import TableCell


@dataclass
class Grid:
    """A table as it is walked through, row by row and cell by cell."""

    number: int
    row: int = -1
    column: int = -1
    held: dict[int, set[int]] = field(default_factory=dict)  # by row, the columns a rowspan above has taken
    single: bool = False

    def begin_row(self, cells: int) -> None:
        self.row, self.column = self.row + 1, -1
        self.single = cells < 2 and self.row not in self.held

    def begin_cell(self, down: int, across: int) -> None:
        self.column += 1
        while self.column in self.held.get(self.row, ()):
            self.column += 1
        for row in range(self.row + 1, self.row + down):
            self.held.setdefault(row, set()).update(range(self.column, self.column + across))
        self.column += across - 1

    @property
    def cell(self) -> TableCell | None:
        """Where words stand now; nowhere in a row of one cell, which is layout and no table."""
        return None if self.single or self.row < 0 else TableCell(self.number, self.row, self.column)
