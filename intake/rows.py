"""The rows of our own table as they came back: their cells in our order, wherever the columns were moved to. Pure."""

import re
from collections.abc import Sequence

from intake.labels import ANSWER
from intake.lines import Line
from intake.ours import Ours
from intake.wording import words_of


def in_order(lines: Sequence[Line], known: Ours) -> list[Line]:
    """Rows with their code first, then the question, then what is asked, wherever their columns were moved to."""
    rows: dict[tuple[int, int], list[Line]] = {}
    out: list[Line] = []
    for line in lines:
        if line.cell is None:
            out.append(line)
            continue
        row = rows.setdefault((line.cell.table, line.cell.row), [])
        if not row:
            out.append(line)
        row.append(line)
    ordered: list[Line] = []
    for line in out:
        if line.cell is None:
            ordered.append(line)
        else:
            ordered.extend(sorted(rows[(line.cell.table, line.cell.row)], key=lambda each: _rank(each, known)))
    return ordered


def asked_by_row(lines: Sequence[Line], known: Ours) -> list[Line]:
    """Where a row carries one of our prompts, its answer is to that, whatever the heading of its column says."""
    told = {(line.cell.table, line.cell.row) for line in lines if line.cell and _rank(line, known)[0] == _PROMPT}
    return [
        line._replace(label="")
        if line.label == ANSWER and line.cell and (line.cell.table, line.cell.row) in told
        else line
        for line in lines
    ]


_PROMPT = 3  # its rank


def _rank(line: Line, known: Ours) -> tuple[int, int]:
    words = words_of(line.text)
    column = line.cell.column if line.cell else 0
    if re.match(r"\W*\[[\w.-]+\]", line.text):
        return 0, column
    roles = {stretch.role for stretch in known.starting(words) if stretch.words == words}
    return (
        1 if "question" in roles else 2 if "other" in roles else _PROMPT if "prompt" in roles else _PROMPT + 1
    ), column
