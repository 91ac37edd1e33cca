"""Tables with a column a rating: a mark below it is the answer of its row. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from config.questionnaire import RATING, YES_NO
from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known
from intake.ratings import Spoken, levelled

_MARK = re.compile(r"[x✓✔☒☑✅*●•]|yes|y", re.IGNORECASE)


def tick_columns(wording: Wording, known: Known) -> Wording:
    """Tables with a column a rating: the mark in a row as the rating at the head of its column."""
    lines, spoken = wording.lines, known.spoken
    rows = by_row(lines)
    heads: dict[int, tuple[int, dict[int, str]]] = {}
    tried: set[int] = set()
    for (table, row), each in rows.items():
        if table in tried or any(line.label or line.text.startswith("[") for line in each):
            continue
        named = _columns(each, spoken)
        if len(named) < 2:
            continue
        tried.add(table)
        below = [line for (same, later), more in rows.items() if same == table and later > row for line in more]
        if any(_head(line, named) or _is_count(line, named) for line in below):
            heads[table] = (row, named)
    counts = [line for line in lines if line.cell and _is_count(line, heads.get(line.cell.table, (0, {}))[1])]
    told = (_under(line, heads, spoken) for line in lines if line not in counts)
    aside = dict.fromkeys(f"{heads[line.cell.table][1][line.cell.column]}: {line.text}" for line in counts if line.cell)
    return wording._replace(lines=[line for line in told if line is not None], aside=(*wording.aside, *aside))


def _is_count(line: Line, named: Mapping[int, str]) -> bool:
    """Whether a number stands below a rating's label: so many are rated so, and none of them is the answer."""
    head = named.get(line.cell.column, "") if line.cell else ""
    return bool(re.search(r"[^\W\d]", head)) and re.fullmatch(r"\d{1,4}", line.text.strip()) is not None


def _columns(row: Iterable[Line], spoken: Spoken) -> dict[int, str]:
    """The columns of a row that are headed by a rating, or by yes or no; none where two say the same."""
    found: dict[int, str] = {}
    for line in row:
        head = spoken.head(line.text)
        if line.cell and head.is_clear and not re.search(r"\w", levelled(line.text)[head.end :]):
            found[line.cell.column] = line.text
    return found if len({text.lower() for text in found.values()}) == len(found) else {}


def _head(line: Line, named: Mapping[int, str]) -> str:
    """What the mark in this cell chooses; empty where the cell holds no mark."""
    return named.get(line.cell.column, "") if line.cell and _MARK.fullmatch(line.text.strip()) else ""


def _under(line: Line, heads: Mapping[int, tuple[int, dict[int, str]]], spoken: Spoken) -> Line | None:
    row, named = heads.get(line.cell.table, (0, {})) if line.cell else (0, {})
    if line.cell is None or not named or line.cell.row < row:
        return line
    if line.cell.row == row:
        return None
    said = _head(line, named)
    return line._replace(text=said, label=YES_NO if spoken.head(said).yes_no else RATING) if said else line


def is_ticked(
    cells: Mapping[tuple[int, int], Sequence[Line]], first: tuple[int, int], beside: Iterable[Line], known: Known
) -> bool:
    """Whether a mark stands below one of several ratings that head columns."""
    heads = (
        _columns(each, known.spoken) for (table, row), each in cells.items() if table == first[0] and row < first[1]
    )
    named = next((each for each in heads if len(each) > 1), {})
    return any(_head(line, named) for line in beside)
