"""The rows of our own table as they came back: their cells in our order, wherever the columns were moved to. Pure."""

import re
from collections.abc import Mapping, Sequence

from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import ANSWER, ANSWERS, labels_of
from intake.letters.tables.periods import is_of_now


def is_our_form(wording: Wording, known: Known) -> bool:
    """Whether a file carries our codes, or two of our questions word for word."""
    codes = {f"[{ref}]" for ref in known.refs}
    texts = {words_of(known.template.by_ref[ref].text) for ref in known.refs}
    found = [line.text for line in wording.lines]
    return any(text.split(" ")[0] in codes for text in found) or sum(words_of(text) in texts for text in found) > 1


def in_our_order(wording: Wording, known: Known) -> Wording:
    """Rows with their code first, then the question, then what is asked, wherever their columns were moved to."""
    rows: dict[tuple[int, int], list[Line]] = {}
    out: list[Line] = []
    for line in wording.lines:
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
            ordered.extend(_in_order(rows[(line.cell.table, line.cell.row)], known))
    return wording._replace(lines=ordered)


def _in_order(row: Sequence[Line], known: Known) -> list[Line]:
    """The cells of a row by what they begin with; the lines of a cell stay together, as they were written."""
    first: dict[int, tuple[int, int]] = {}
    for line in row:
        rank, column = _rank(line, known)
        first[column] = min(first.get(column, (rank, column)), (rank, column))
    return sorted(row, key=lambda each: first[each.cell.column if each.cell else 0])


def ask_by_row(wording: Wording, known: Known) -> Wording:
    """Where a row carries one of our prompts, its answer is to that, whatever the heading of its column says."""
    lines = wording.lines
    told = {(line.cell.table, line.cell.row) for line in lines if line.cell and _rank(line, known)[0] == _PROMPT}
    asked = [
        line._replace(label="")
        if line.label == ANSWER and line.cell and (line.cell.table, line.cell.row) in told
        else line
        for line in lines
    ]
    return wording._replace(lines=asked)


_OURS = frozenset(["code", "question", "questions", "guidance", "what we ask", "we ask"])


TableHeads = dict[int, tuple[int, dict[int, str]]]  # by table: its heading row, and the heading of each column


def set_columns_aside(wording: Wording, known: Known) -> Wording:
    """Columns of somebody's own in our table, beside that of the answers, such as "Owner"."""
    rows = by_row(wording.lines)
    heads = _heads(rows)
    own = _own(heads, rows, labels_of(known.template))
    kept: list[Line] = []
    asides: dict[str, None] = {}
    for line in wording.lines:
        row, columns = heads.get(line.cell.table, (0, {})) if line.cell else (0, {})
        if not line.cell or (line.cell.table, line.cell.column) not in own or line.cell.row < row:
            kept.append(line)
        elif line.cell.row > row:
            asides[f"{columns[line.cell.column]}: {line.text}"] = None
    return wording._replace(lines=kept, aside=(*wording.aside, *asides))


def _heads(rows: Mapping[tuple[int, int], list[Line]]) -> TableHeads:
    """The heading row of each of our tables that still has its column for answers."""
    heads: TableHeads = {}
    for (table, row), cells in rows.items():
        said = {_plain(line.text) for line in cells} if table not in heads else set[str]()
        if ANSWERS & said and len(_OURS & said) > 1:
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


def _rank(line: Line, known: Known) -> tuple[int, int]:
    words = words_of(line.text)
    column = line.cell.column if line.cell else 0
    if re.match(r"\W*\[[\w.-]+\]", line.text):
        return 0, column
    roles = known.ours.roles(words)
    return (
        1 if "question" in roles else 2 if "other" in roles else _PROMPT if "prompt" in roles else _PROMPT + 1
    ), column
