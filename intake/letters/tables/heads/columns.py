"""Columns of ratings below a head that means none of ours: kept with the return, or asked about. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known
from intake.letters.tables.heads.ours import APART, FIGURES, OTHER, OURS, is_of_action, is_on_scale, meaning, says_last
from intake.letters.tables.heads.scales import is_of_other_scale
from intake.letters.tables.measures import is_figure

_MOST_LETTERS = 60  # of a heading
_MOST_WORDS = 8  # of a rating with a little more
_FIGURE = re.compile(r"[\d.,%+ -]{0,7}\d[\d.,%+ -]{0,7}")

Rows = Mapping[tuple[int, int], Sequence[Line]]


class _Head(NamedTuple):
    """The heading row of a table, its headings by column, and the columns whose ratings are none of ours."""

    row: int
    columns: Mapping[int, str]
    others: frozenset[int]
    figures: frozenset[int]  # the columns of words or codes, where a bare figure or rating is none of ours
    elsewhere: frozenset[int]  # the columns whose figures are of another scale
    is_rated: bool  # whether another column is headed as ours


def set_others_aside(wording: Wording, known: Known) -> Wording:
    """Tables of answers without the ratings that stand below another head than one of ours; a blank stays blank.

    A figure there is anybody's; a rating in words is asked about where its table has no column of ours.
    """
    rows = by_row(wording.lines)
    heads = dict(_heads(rows, known))
    if not any(head.others or head.figures or head.elsewhere for head in heads.values()):
        return wording
    kept: list[Line] = []
    aside: dict[str, None] = {}
    doubted: list[tuple[str, str, str]] = []
    ref = ""
    for line in wording.lines:
        code = re.match(r"\[([\w.]+)\]", line.text) if line.cell else None
        ref = code[1] if code else ref
        head = heads.get(line.cell.table) if line.cell else None
        if head is None or not line.cell or not _is_other(line, head, known):
            kept.append(line)
            continue
        heading = head.columns[line.cell.column]
        if line.cell.column in head.elsewhere:
            doubted.append((ref, heading, line.text))
            continue
        is_likely = re.search(r"[^\W\d_]", line.text) is not None or is_on_scale(heading)
        if head.is_rated or not is_likely:
            aside[f"{heading}: {line.text}"] = None
        elif _is_answered(rows[line.cell.table, line.cell.row], head, known):
            kept.append(line)  # two that differ are asked back
        else:
            doubted.append((ref, heading, line.text))
    return wording._replace(lines=kept, aside=(*wording.aside, *aside), doubted=(*wording.doubted, *doubted))


def _heads(rows: Rows, known: Known) -> Iterator[tuple[int, _Head]]:
    """By table the heads of those with rows by code: the fullest row above the first of these."""
    first: dict[int, int] = {}
    columns: dict[int, int] = {}
    for (table, row), cells in rows.items():
        code = next((line.cell.column for line in cells if line.cell and line.text.startswith("[")), None)
        if code is not None:
            first.setdefault(table, row)
            columns.setdefault(table, code)
    above: dict[int, tuple[int, Sequence[Line]]] = {}
    for (table, row), cells in rows.items():
        named = len(above[table][1]) if table in above else 1
        if row < first.get(table, 0) and (len(cells) > named or (named == 1 and _heads_one(cells, columns[table]))):
            above[table] = (row, cells)
    for table, (row, cells) in above.items():
        headings = {line.cell.column: line.text for line in cells if line.cell and len(line.text) <= _MOST_LETTERS}
        below = [line for (same, at), each in rows.items() if same == table and at > row for line in each]
        yield table, _head(row, headings, below, known)


def _heads_one(cells: Sequence[Line], coded: int) -> bool:
    """Whether a row names one column alone, and not that of the codes: "(blank) | Position at last report"."""
    return len(cells) == 1 and cells[0].cell is not None and cells[0].cell.column > coded


def _head(row: int, columns: Mapping[int, str], below: Sequence[Line], known: Known) -> _Head:
    coded = {line.cell.column for line in below if line.cell and line.text.startswith("[")}
    means = {
        column: OTHER if is_of_action(text, columns.get(column - 1, "")) else meaning(text, known)
        for column, text in columns.items()
        if column not in coded
    }
    ours = {column for column, meant in means.items() if meant == OURS}
    last = {column for column in ours if says_last(columns[column]) and _holds_rating(column, below, known)}
    unknown = (OTHER,) if ours else (OTHER, APART)
    others = {column for column, meant in means.items() if meant in unknown} | ((ours - last) if last else set())
    figures = {column for column, meant in means.items() if meant == FIGURES}
    elsewhere = {column for column in ours if is_of_other_scale(columns[column], known)}
    return _Head(row, columns, frozenset(others), frozenset(figures), frozenset(elsewhere), bool(ours))


def _holds_rating(column: int, below: Iterable[Line], known: Known) -> bool:
    cells = (line for line in below if line.cell and line.cell.column == column)
    return any(_is_rating(line, known) and known.spoken.head(line.text).ratings for line in cells)


def _is_other(line: Line, head: _Head, known: Known) -> bool:
    if line.cell is None or line.cell.row <= head.row:
        return False
    if line.cell.column in head.elsewhere:
        return _FIGURE.fullmatch(line.text.strip()) is not None
    if line.cell.column in head.figures:
        return is_figure(line.text, known.spoken)
    return line.cell.column in head.others and _is_rating(line, known)


def _is_rating(line: Line, known: Known) -> bool:
    """Whether a cell is a figure, or begins with a rating and says little more."""
    if _FIGURE.fullmatch(line.text.strip()):
        return True
    return len(line.text.split()) <= _MOST_WORDS and known.spoken.head(line.text).is_clear


def _is_answered(row: Sequence[Line], head: _Head, known: Known) -> bool:
    """Whether another cell of the row holds a rating that is left."""
    left = (line for line in row if line.cell and line.cell.column not in head.others)
    return any(known.spoken.head(line.text).is_clear and not line.text.startswith("[") for line in left)
