"""Tables people make themselves: a column of question numbers, which get their brackets. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence

from intake.letters.lines import Line, TableCell, Wording, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import CODE_HEADINGS
from intake.letters.tables.ticks import is_ticked
from intake.ratings import kept

_ASKED = frozenset(["q", "qu", "q no", "question", "questions", "question no", "question number"])
_FEW = 2  # words, and rows
_OTHER_NUMBERS = frozenset(["version", "version no", "row", "line", "page", "paragraph", "clause"])


def code_rows(wording: Wording, known: Known) -> Wording:
    """Brackets around every question number in a column of them: "4", "04." and 4 of a sheet.

    Where no cell beside them is ours or a rating, plain numbers count something else. A column of codes that is not
    the first comes first: what stands before a code would answer the question above it.
    """
    lines, refs = wording.lines, {ref: number for number, ref in enumerate(known.refs)}
    first: dict[tuple[int, int], str] = {}
    for line in lines:
        if line.cell:
            first.setdefault((line.cell.table, line.cell.row), line.text)
    numbered = {place: ref for place, text in first.items() if (ref := _ref(text, refs) or _in_short(text, known))}
    tables: dict[int, list[str]] = {}
    for (table, _), ref in sorted(numbered.items()):
        tables.setdefault(table, []).append(ref)
    sure = _sure(tables, numbered, by_row(lines), known)
    out, done = [], set()
    for line in _codes_first(lines, refs, sure, known):
        place = (line.cell.table, line.cell.row) if line.cell else (0, 0)
        if place in numbered and place[0] in sure and place not in done:
            done.add(place)
            line = line._replace(text=f"[{numbered[place]}]")
        out.append(line)
    return wording._replace(lines=out)


def _sure(
    tables: Mapping[int, Sequence[str]],
    numbered: Mapping[tuple[int, int], str],
    cells: Mapping[tuple[int, int], Sequence[Line]],
    known: Known,
) -> set[int]:
    """The tables whose first cells are codes: those that rise, and those of a row that go on or are headed so."""
    refs = {ref: number for number, ref in enumerate(known.refs)}
    sure: set[int] = set()
    last = -1
    for table, said in tables.items():
        rows = [place for place in sorted(numbered) if place[0] == table]
        beside = [line for place in rows for line in cells[place] if line is not cells[place][0]]
        answered = any(_answers(line.text, known) for line in beside) or is_ticked(cells, rows[0], beside, known)
        above = _above(cells, rows[0])
        if _counts_other(above) or (above and _has_codes(cells, rows[0], refs)):
            is_sure = False  # "#" counts the rows
        elif _rises(said, refs):
            is_sure = answered or not all(ref.isdigit() for ref in said) or _names_questions(above, said, beside)
        elif cells[rows[0]][0].cell != _leftmost(cells, rows[0]):
            is_sure = False
        elif above:
            in_any_order = len(set(said)) == len(said) > 1 and all("." in ref for ref in said)  # each once
            is_headed = " ".join(words_of(above)) in CODE_HEADINGS
            is_sure = is_headed and (in_any_order or (answered and len(set(said)) == 1))
        else:
            is_sure = answered and bool(sure) and len(said) == 1 and "." in said[0] and refs[said[0]] > last
        if is_sure:
            sure.add(table)
            last = max(last, *(refs[ref] for ref in said))
    return sure


def _names_questions(heading: str, said: Sequence[str], beside: Sequence[Line]) -> bool:
    """Whether plain numbers beside words are of questions: called so, or three or more that count nothing."""
    if any(len(line.text.split()) < _FEW or line.text[0].isdigit() for line in beside):
        return False
    numbers = [int(ref) for ref in said]
    counts = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return " ".join(words_of(heading)) in _ASKED or (len(numbers) > _FEW and not counts)


def _has_codes(
    cells: Mapping[tuple[int, int], Sequence[Line]], place: tuple[int, int], refs: Mapping[str, int]
) -> bool:
    """Whether a later column is headed as one of codes, and holds one in this row."""
    heads = (each for (table, row), each in cells.items() if table == place[0] and row < place[1])
    columns = {
        line.cell.column
        for each in heads
        for line in each[1:]
        if line.cell and " ".join(words_of(line.text)) in CODE_HEADINGS
    }
    return any(line.cell and line.cell.column in columns and _ref(line.text, refs) for line in cells[place][1:])


def _counts_other(heading: str) -> bool:
    """Whether a heading says that the numbers below it are of something else than questions."""
    return " ".join(words_of(heading)) in _OTHER_NUMBERS


def _leftmost(cells: Mapping[tuple[int, int], Sequence[Line]], place: tuple[int, int]) -> TableCell:
    """Where a row would begin in the first column of its table."""
    own = (line.cell.column for (table, _), each in cells.items() if table == place[0] for line in each if line.cell)
    return TableCell(*place, min(own))


def _above(cells: Mapping[tuple[int, int], Sequence[Line]], place: tuple[int, int]) -> str:
    """What heads the first cell of a row."""
    column = cells[place][0].cell
    for (table, row), each in cells.items():
        head = [line for line in each if line.cell and column and line.cell.column == column.column]
        if table == place[0] and row < place[1] and head and len(each) > 1:
            return head[0].text
    return ""


def _codes_first(lines: Sequence[Line], refs: Mapping[str, int], sure: Collection[int], known: Known) -> list[Line]:
    """The lines, each row's code before its other cells where a later column holds the codes."""
    coded: dict[tuple[int, int], dict[int, str]] = {}  # by table and column: a row's code
    headed = _headed(lines)
    for line in lines:
        ref = _code(line.text, refs) if line.cell and line.cell.table not in sure else None
        if line.cell and line.cell.table not in sure and (line.cell.table, line.cell.column) in headed:
            ref = _ref(line.text, refs)
        if line.cell and ref:
            coded.setdefault((line.cell.table, line.cell.column), {})[line.cell.row] = ref
    rows: dict[tuple[int, int], tuple[int, str]] = {}
    cells = by_row(lines)
    for (table, column), said in sorted(coded.items(), reverse=True):
        is_each_once = (table, column) in headed and len(set(said.values())) == len(said) > 1
        if (
            is_each_once
            or _rises([said[row] for row in sorted(said)], refs)
            or _is_alone(table, column, said, cells, known)
        ):
            rows |= {(table, row): (column, ref) for row, ref in said.items()}
    out: list[Line] = []
    done: set[tuple[int, int]] = set()
    for line in lines:
        place = (line.cell.table, line.cell.row) if line.cell else (0, 0)
        if line.cell is None or place not in rows:
            out.append(line)
            continue
        column, ref = rows[place]
        if place not in done:
            done.add(place)
            out.append(Line(f"[{ref}]", line.depth, line.cell._replace(column=column)))
        if line.cell.column != column:
            out.append(line)
    return out


def _headed(lines: Sequence[Line]) -> set[tuple[int, int]]:
    """The columns, none of them the first, that a table heads as its questions; none where another counts."""
    tops: dict[int, int] = {}
    for line in lines:
        if line.cell:
            tops.setdefault(line.cell.table, line.cell.row)
    heads = [line for line in lines if line.cell and line.cell.row == tops[line.cell.table]]
    named = [line.cell for line in heads if line.cell and " ".join(words_of(line.text)) in CODE_HEADINGS]
    tables = [cell.table for cell in named] + [
        line.cell.table for line in heads if line.cell and line.cell.column and _counts_other(line.text)
    ]
    return {(cell.table, cell.column) for cell in named if cell.column and tables.count(cell.table) == 1}


def _is_alone(
    table: int, column: int, said: Collection[int], cells: Mapping[tuple[int, int], list[Line]], known: Known
) -> bool:
    """Whether a table has one row, whose code stands behind its rating: "Good | a named lead | 1.1".

    Under another heading, such as "Version", it is no code; beside a bare number with no heading it may be any figure.
    """
    rows = sorted(row for same, row in cells if same == table)
    if len(said) != 1 or len(rows) > 2 or rows[-1] not in said:
        return False
    row = cells[table, rows[-1]]
    rated = [line for line in row if line.cell and line.cell.column < column and known.spoken.head(line.text).is_clear]
    if len(rows) == 1:
        return any(not line.text.strip().isdigit() for line in rated)
    above = (line.text for line in cells[table, rows[0]] if line.cell and line.cell.column == column)
    return bool(rated) and any(" ".join(words_of(text)) in CODE_HEADINGS for text in above)


def _code(text: str, refs: Mapping[str, int]) -> str | None:
    """A question's number in a cell of its own that can be no rating: it has a dot, a Q or brackets."""
    ref = _ref(text.strip().strip("[]"), refs)
    return ref if ref and not text.strip().isdigit() else None


def _answers(text: str, known: Known) -> bool:
    return known.spoken.head(text).is_clear or known.ours.begins(text)


def _ref(text: str, refs: Mapping[str, int]) -> str | None:
    ref = _bare(text)
    return ref if ref in refs else None


@kept
def _bare(text: str) -> str:
    """What stands in a cell as the number of a question might, without its brackets; empty where nothing does."""
    said = text.strip().lower()
    bare = re.fullmatch(r"\W{0,2}(?:q(?:uestion)?\.?\s*)?(?P<ref>\w[\w.-]*?)[.):]?\W{0,2}", said)
    return bare["ref"].lstrip("0") if bare and not said.startswith("[") else ""


def _in_short(text: str, known: Known) -> str | None:
    """The code at the head of a cell that goes on with its question in short: "1.1 senior leader"."""
    found = re.match(r"\W{0,2}(\d{1,2}\.\d{1,2})[\s:.)–-]+(?=[^\W\d_])", text)
    question = known.template.by_ref.get(found[1]) if found else None
    if found is None or question is None or found[1] not in known.refs:
        return None
    asked, said = set(words_of(question.text)), words_of(text[found.end() :])
    return found[1] if sum(word in asked for word in said) > 0.6 * len(said) else None


def _rises(said: Sequence[str], refs: Mapping[str, int]) -> bool:
    """Whether two or more of them follow one another as questions do; a column of ratings goes up and down."""
    order = [refs[ref] for ref in said]
    return len(set(order)) > 1 and order == sorted(order)
