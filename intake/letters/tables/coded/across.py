"""Tables with the questions side by side, a column each: turned, so that each has its row. Pure."""

import re
from collections.abc import Mapping, Sequence

from intake.letters.lines import Line, TableCell, Wording, anew, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import is_code_heading, is_label, label_in_words
from intake.letters.tables.measures import is_of_others
from intake.letters.tables.periods import is_measure, is_of_a_time, is_of_now
from intake.letters.tables.titles import SHORTENED

_LEAST = 2  # questions side by side
_CODE_FIRST = re.compile(r"\W{0,2}(?:q(?:uestion)?\W{0,2})?(\d{1,2}(?:\.\d{1,2})?)(?![\w.%])", re.IGNORECASE)


def questions_down(wording: Wording, known: Known) -> Wording:
    """Each table whose first row holds our codes, and whose first column says what is answered, turned about."""
    rows = by_row(wording.lines)
    order = {ref: number for number, ref in enumerate(known.refs)}
    first: dict[int, int] = {}
    for table, row in rows:
        first.setdefault(table, row)
    turned = {table for table, row in first.items() if _is_across(table, row, rows, order, known)}
    if not turned:
        return wording
    return wording._replace(lines=list(anew(wording.lines, {table: _down for table in turned})))


def rows_by_label(wording: Wording, known: Known) -> Wording:
    """Tables of two columns that say in the first what is answered in the second: "Rating | 2", "Evidence | ..."."""
    rows = by_row(wording.lines)
    labels: dict[tuple[int, int], str] = {}
    for place, cells in rows.items():
        is_ours = "prompt" in known.ours.roles(words_of(cells[0].text))
        said = "" if is_ours else label_in_words(cells[0].text, known)
        if said and len({line.cell.column for line in cells if line.cell}) <= _LEAST:
            labels[place] = said
    ours = {table for (table, _), cells in rows.items() if cells[0].text.startswith("[")}  # its rows are read as sent
    labels = {place: said for place, said in labels.items() if place[0] not in ours}
    labels = {place: said for place, said in labels.items() if sum(same == place[0] for same, _ in labels) >= _LEAST}
    tables = {table for table, _ in labels}
    numbered = {place: ref for place, cells in rows.items() if place[0] in tables and (ref := _only_ref(cells, known))}
    others = {place for place, cells in rows.items() if place[0] in tables and _is_of_others(cells[0].text)}
    aside = [": ".join(line.text for line in rows[place]) for place in sorted(others) if len(rows[place]) > 1]
    out: list[Line] = []
    for line in wording.lines:
        place = (line.cell.table, line.cell.row) if line.cell else (0, 0)
        if place in others:
            continue
        if place in numbered:
            out += _named(line, rows[place], numbered[place])
        elif place not in labels:
            out.append(line)
        elif line.cell and line.cell.column != _first(rows[place]):
            out.append(line._replace(label=labels[place]))
    return wording._replace(lines=out, aside=(*wording.aside, *aside))


def _is_of_others(text: str) -> bool:
    """Whether a row is of another time, another's word or a measure: none of its ratings is the answer."""
    return is_of_others(text) or is_measure(text) or (is_of_a_time(text) and not is_of_now(text))


def _named(line: Line, row: Sequence[Line], ref: str) -> list[Line]:
    """A line of a row that names its question: the code, and what stands beside it as the question in short."""
    if line is not row[0]:
        return [] if _code_in(line.text) else [line._replace(label=SHORTENED)]
    title = line.text if is_code_heading(line.text) else _CODE_FIRST.sub("", line.text.strip(), count=1)
    code = [line._replace(text=f"[{ref}]")]
    return (
        code if is_code_heading(line.text) or not title.strip() else [*code, line._replace(text=title, label=SHORTENED)]
    )


def _code_in(text: str) -> re.Match[str] | None:
    return _CODE_FIRST.match(text.strip().lower())


def _first(cells: Sequence[Line]) -> int:
    return cells[0].cell.column if cells[0].cell else 0


def _only_ref(cells: Sequence[Line], known: Known) -> str:
    """The question that a row is there to name: "1.1", "1.1 | Who leads?", "Question | 1.1"."""
    texts = [line.text for line in cells]
    if len(texts) > _LEAST:  # a row of a form that holds the code, the question and more
        return ""
    if len(texts) == _LEAST and is_code_heading(texts[0]):
        texts = texts[::-1]
    found = _code_in(texts[0])
    rest = [text for text in (texts[0][found.end() :] if found else "", *texts[1:]) if text.strip()]
    is_named = found is not None and found[1] in known.refs
    return found[1] if found and is_named and not any(known.spoken.head(text).says_something for text in rest) else ""


def _is_across(
    table: int, row: int, rows: Mapping[tuple[int, int], Sequence[Line]], order: Mapping[str, int], known: Known
) -> bool:
    codes = [order.get(_bare(line.text), -1) for line in rows[table, row] if line.cell and line.cell.column]
    rises = len(codes) >= _LEAST and min(codes) >= 0 and codes == sorted(set(codes))
    below = [cells[0] for (same, at), cells in rows.items() if same == table and at > row]
    return rises and bool(below) and all(_heads(line, known) for line in below)


def _heads(line: Line, known: Known) -> bool:
    """Whether a row begins with what is answered in it, or with the time it is of."""
    is_first = line.cell is not None and not line.cell.column
    return is_first and (is_label(line.text, known) or is_of_a_time(line.text))


def _bare(text: str) -> str:
    return re.sub(r"^\W*(?:q(?:uestion)?\.?\s*)?|\W+$", "", text.strip().lower())


def _down(cells: Sequence[Line]) -> list[Line]:
    """The cells, column by column; what stood in the first column heads the table now."""
    by_column = sorted(cells, key=lambda line: (line.cell.column, line.cell.row) if line.cell else (0, 0))
    return [
        line._replace(cell=TableCell(line.cell.table, line.cell.column, line.cell.row))
        for line in by_column
        if line.cell
    ]
