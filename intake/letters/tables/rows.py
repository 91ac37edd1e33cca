"""The rows of our own table as they came back: their cells in our order, wherever the columns were moved to. Pure."""

import re
from collections.abc import Mapping, Sequence

from intake.letters.lines import Line, by_row
from intake.letters.ours import Ours, words_of
from intake.letters.tables.headings import ANSWER, ANSWERS
from intake.letters.tables.periods import is_of_now


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


_OURS = frozenset(["code", "question", "questions", "guidance", "what we ask", "we ask"])


TableHeads = dict[int, tuple[int, dict[int, str]]]  # by table: its heading row, and the heading of each column


def without_asides(lines: Sequence[Line], labels: Mapping[str, str]) -> tuple[list[Line], tuple[str, ...]]:
    """Our table without the columns of somebody's own beside that of the answers, such as "Owner"; and these."""
    rows = by_row(lines)
    heads = _heads(rows)
    own = _own(heads, rows, labels)
    kept: list[Line] = []
    asides: dict[str, None] = {}
    for line in lines:
        row, columns = heads.get(line.cell.table, (0, {})) if line.cell else (0, {})
        if not line.cell or (line.cell.table, line.cell.column) not in own or line.cell.row < row:
            kept.append(line)
        elif line.cell.row > row:
            asides[f"{columns[line.cell.column]}: {line.text}"] = None
    return kept, tuple(asides)


def _heads(rows: Mapping[tuple[int, int], list[Line]]) -> TableHeads:
    """The heading row of each of our tables that still has its column for answers."""
    heads: TableHeads = {}
    for (table, row), cells in rows.items():
        said = {_plain(line.text) for line in cells}
        if table not in heads and ANSWERS & said and len(_OURS & said) > 1:
            heads[table] = (row, {line.cell.column: line.text for line in cells if line.cell})
    return heads


def _own(
    heads: TableHeads, rows: Mapping[tuple[int, int], list[Line]], labels: Mapping[str, str]
) -> set[tuple[int, int]]:
    """The columns, by table, that are somebody's own: only where the column for answers is used at all."""
    own: set[tuple[int, int]] = set()
    for table, (row, columns) in heads.items():
        words = {column: _plain(text) for column, text in columns.items()}
        below = (cells for (same, at), cells in rows.items() if same == table and at > row)
        answered = {column for column, said in words.items() if said in ANSWERS}
        if any(line.cell and line.cell.column in answered for cells in below for line in cells):
            known = ANSWERS | _OURS | labels.keys()
            own |= {(table, column) for column, said in words.items() if said not in known and not is_of_now(said)}
    return own


def _plain(text: str) -> str:
    return " ".join(words_of(text))


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
