"""Two tables that stand side by side in one, each with its own column of codes: one below the other. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import count

from intake.letters.lines import Line, Wording, anew, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import is_code_heading


def tables_apart(wording: Wording, known: Known) -> Wording:
    """Each table whose heading row begins anew with the heading of its codes, cut before that column."""
    rows = by_row(wording.lines)
    cuts: dict[int, tuple[int, ...]] = {}
    for (table, row), cells in rows.items():
        if table not in cuts and (cut := _cut(cells)) and _holds_codes(table, row, cut, rows, known):
            cuts[table] = cut
    if not cuts:
        return wording
    numbers = count(max(table for table, _ in rows) + 1)
    laid = {table: partial(_below_one_another, columns, numbers) for table, columns in cuts.items()}
    return wording._replace(lines=list(anew(wording.lines, laid)))


def _below_one_another(columns: Sequence[int], numbers: Iterator[int], own: Sequence[Line]) -> Iterator[Line]:
    """The parts of a table, cut before these columns, each a table of its own by the next free number."""
    for start, end in zip(columns, (*columns[1:], None), strict=True):
        number = next(numbers)
        for line in own:
            if line.cell and line.cell.column >= start and (end is None or line.cell.column < end):
                yield line._replace(cell=line.cell._replace(table=number))


def _cut(cells: Sequence[Line]) -> tuple[int, ...]:
    """The columns headed as the first column of codes is; empty where it is the only one."""
    codes = [line for line in cells if line.cell and words_of(line.text) and is_code_heading(line.text)]
    same = [each.cell.column for each in codes if each.cell and words_of(each.text) == words_of(codes[0].text)]
    return tuple(same) if len(same) > 1 and cells[0] is codes[0] else ()


def _holds_codes(
    table: int, head: int, cut: Sequence[int], rows: Mapping[tuple[int, int], Sequence[Line]], known: Known
) -> bool:
    below = [line for (same, row), cells in rows.items() if same == table and row > head for line in cells]
    coded = {line.cell.column for line in below if line.cell and line.text.strip(" []") in known.refs}
    return set(cut) <= coded
