"""The rows of our own table as they came back: their cells in our order, wherever the columns were moved to. Pure."""

import re
from collections.abc import Mapping, Sequence

from intake.labels import ANSWER, ANSWERS
from intake.lines import Line
from intake.ours import Ours
from intake.times import is_of_now
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


_OURS = frozenset(["code", "question", "questions", "guidance", "what we ask", "we ask"])


def without_asides(lines: Sequence[Line], labels: Mapping[str, str]) -> tuple[list[Line], tuple[str, ...]]:
    """Our table without the columns of somebody's own beside that of the answers, such as "Owner"; and these."""
    heads: dict[int, tuple[int, dict[int, str]]] = {}
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.cell:
            rows.setdefault((line.cell.table, line.cell.row), []).append(line)
    for (table, row), cells in rows.items():
        said = {line.cell.column: " ".join(words_of(line.text)) for line in cells if line.cell}
        if table not in heads and ANSWERS & set(said.values()) and len(_OURS & set(said.values())) > 1:
            heads[table] = (row, {line.cell.column: line.text for line in cells if line.cell})
    own: set[tuple[int, int]] = set()
    for table, (row, columns) in heads.items():
        words = {column: " ".join(words_of(text)) for column, text in columns.items()}
        answered = {column for column, said in words.items() if said in ANSWERS}
        below = [cell for (same, later), cells in rows.items() if same == table and later > row for cell in cells]
        if any(line.cell and line.cell.column in answered for line in below):
            own |= {
                (table, column)
                for column, said in words.items()
                if said not in ANSWERS | _OURS and said not in labels and not is_of_now(said)
            }
    kept: list[Line] = []
    asides: dict[str, None] = {}
    for line in lines:
        row, columns = heads.get(line.cell.table, (0, {})) if line.cell else (0, {})
        if line.cell and (line.cell.table, line.cell.column) in own and line.cell.row >= row:
            if line.cell.row > row:
                asides[f"{columns[line.cell.column]}: {line.text}"] = None
            continue
        kept.append(line)
    return kept, tuple(asides)


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
