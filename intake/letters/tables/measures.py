"""Columns that hold no rating of the agency's own: a gap, a weight, how others rate it; and whole tables of figures."""

import re
from collections.abc import Iterable, Mapping, Sequence

from config.notation import LatePattern
from config.questionnaire import RATING
from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.headings import is_label, labels_of
from intake.ratings import Spoken, levelled

_MEASURE = LatePattern(
    r"(?:(?:the|our|current|overall) )?(?:gap|max(?:imum)?(?: score| points)?|out of|possible(?: score)?|weight(?:ing)?"
    r"|priority|risk(?: rating| score| level| rag)?|likelihood|trend|direction(?: of travel)?|variance|rank|total|%"
    r"|per ?cent(?:age)?)"
)
_OF_ACTIONS = LatePattern(
    r"(?:b?rag|status|rating|progress)(?: rating)? of (?:the )?actions?|actions? (?:b?rag|status|rating|progress)"
)
_OTHERS = LatePattern(
    r"(?:(?:the|our|last|latest|external) )?(?:cqc|ofsted|estyn|hmip|icb|peers?|auditors?|inspect(?:ors?|ion)"
    r"|reviewers?|commissioners?)(?:'s?)?(?: (?:b?rag|rating|score|review|view|grade|judgement|opinion))?"
)
_FIGURE = re.compile(r"[\d.,%+ -]{1,8}")
_COUNT = re.compile(r"[\d.,%+ -]{0,7}\d[\d.,%+ -]{0,7}|\d+ (?:of|out of|/) (?:the )?\d+(?: \(\d+ ?%\))?")
_MOST_WORDS = 4  # of a heading


def set_measures_aside(wording: Wording, known: Known) -> Wording:
    """Where a row has no rating of their own: without other measures, and others' ratings called theirs."""
    rows, spoken = by_row(wording.lines), known.spoken
    heads: dict[int, tuple[int, dict[int, str]]] = {}  # by table: the heading row, and the columns of no rating
    alone: set[tuple[int, int]] = set()  # tables and columns that are headed by the only measure, and no rating
    for (table, row), each in rows.items():
        if table not in heads and len(each) > 1 and not any(line.text.startswith("[") for line in each):
            heads[table] = (row, _of_no_rating(each, known))
            if column := _alone(each, known):
                heads[table][1].update(column)
                alone.update((table, at) for at in column)
    out: list[Line] = []
    aside: dict[str, None] = {}
    for line in wording.lines:
        row, columns = heads.get(line.cell.table, (0, {})) if line.cell else (0, {})
        heading = columns.get(line.cell.column, "") if line.cell and line.cell.row > row else ""
        if line.cell is None or not heading or not is_figure(line.text, spoken):
            out.append(line)
        elif not _is_total(heading) and _rated(rows[line.cell.table, line.cell.row], columns, spoken):
            out.append(line)  # two that differ are asked back
        elif is_of_others(heading) or (line.cell.table, line.cell.column) in alone:
            out.append(line._replace(text=f"{heading}: {line.text}"))
        else:
            aside[f"{heading}: {line.text}"] = None
    return wording._replace(lines=out, aside=(*wording.aside, *aside))


def figures_in_words(wording: Wording, known: Known) -> Wording:
    """Tables of figures within an answer, a line a row, each figure behind its heading: "Level: 1; Trained: 402"."""
    rows = by_row(wording.lines)
    tables: dict[int, list[Sequence[Line]]] = {}
    for (table, _), cells in rows.items():
        tables.setdefault(table, []).append(cells)
    told = {table: each for table, each in tables.items() if _are_figures(each, known)}
    if not told:
        return wording
    out: list[Line] = []
    for line in wording.lines:
        if line.cell is None or line.cell.table not in told:
            out.append(line)
            continue
        below = _below(told[line.cell.table])
        for told_row in (row for row in below if row[0] is line):
            head = [] if below is told[line.cell.table] else told[line.cell.table][0]
            out.append(line._replace(text=_in_words(told_row, head), cell=None))
    return wording._replace(lines=out)


def _are_figures(rows: Sequence[Sequence[Line]], known: Known) -> bool:
    """Whether a table has figures below headings of its own or behind its rows' names, some of which are no rating."""
    texts = [line.text for row in rows for line in row]
    own = [line.text for line in (*rows[0], *(row[0] for row in rows[1:]))]
    if any(text.startswith("[") or known.ours.begins(text) for text in texts) or any(is_label(x, known) for x in own):
        return False
    below = [line.text.strip() for row in _below(rows) for line in row]
    figures = [text for text in below if _COUNT.fullmatch(text)]
    if not any(not known.spoken.head(text).is_clear for text in figures) or 2 * len(figures) < len(below):
        return False
    rated = [text.strip() for text in texts if known.spoken.head(text).is_clear]
    return all(re.search(r"\d", text) for text in rated)


def _below(rows: Sequence[Sequence[Line]]) -> Sequence[Sequence[Line]]:
    """The rows without that of the headings, which holds no count."""
    is_headed = len(rows) > 1 and not any(_COUNT.fullmatch(line.text.strip()) for line in rows[0][1:])
    return rows[1:] if is_headed else rows


def _in_words(cells: Sequence[Line], head: Sequence[Line]) -> str:
    headings = {line.cell.column: line.text.rstrip(":") for line in head if line.cell}
    if not headings:
        return ": ".join([cells[0].text.rstrip(":"), ", ".join(line.text for line in cells[1:])])
    told = ((headings.get(line.cell.column, "") if line.cell else "", line.text) for line in cells)
    return "; ".join(f"{heading}: {text}" if heading else text for heading, text in told)


def _of_no_rating(row: Iterable[Line], known: Known) -> dict[int, str]:
    """The columns that are headed by a measure beside one headed by a rating, or by others."""
    cells = _headings(row)
    is_rated = _names_rating(cells.values(), known)
    is_rated = is_rated or sum(is_figure(text, known.spoken) for text in cells.values()) > 1
    return {
        column: text
        for column, text in cells.items()
        if is_of_others(text) or is_of_actions(text) or (is_rated and _MEASURE.fullmatch(_flat(text)))
    }


def _headings(row: Iterable[Line]) -> dict[int, str]:
    return {line.cell.column: line.text for line in row if line.cell and len(line.text.split()) <= _MOST_WORDS}


def _names_rating(headings: Iterable[str], known: Known) -> bool:
    labels = labels_of(known.template)
    return any(labels.get(" ".join(words_of(text))) == RATING for text in headings)


def _alone(row: Iterable[Line], known: Known) -> dict[int, str]:
    """The only measure of a table that heads no ratings: "Risk rating" may be their word for them, and is asked."""
    cells = _headings(row)
    measures = {column: text for column, text in cells.items() if _MEASURE.fullmatch(_flat(text))}
    is_only = len(measures) == 1 and not any(_is_total(text) for text in measures.values())
    return measures if is_only and not _names_rating(cells.values(), known) else {}


def is_of_others(heading: str) -> bool:
    """Whether a heading gives its column to those who rate the agency from outside."""
    return _OTHERS.fullmatch(_flat(heading)) is not None


def is_of_actions(heading: str) -> bool:
    """Whether a heading is of how far actions have got: "RAG of action"."""
    return _OF_ACTIONS.fullmatch(_flat(heading)) is not None


def is_measure_alone(heading: str) -> bool:
    """Whether a heading is of a figure that rates nothing where no rating of ours stands beside it."""
    return _MEASURE.fullmatch(_flat(heading)) is not None


def _is_total(heading: str) -> bool:
    return _flat(heading) == "total"


def _flat(heading: str) -> str:
    return levelled(heading).strip(" .:")


def is_figure(text: str, spoken: Spoken) -> bool:
    """Whether a cell holds a rating or a figure and nothing else."""
    head = spoken.head(text)
    return _FIGURE.fullmatch(text.strip()) is not None or (head.is_clear and not re.search(r"\w", text[head.end :]))


def _rated(row: Iterable[Line], columns: Mapping[int, str], spoken: Spoken) -> bool:
    """Whether another cell of the row holds a rating of their own."""
    heads = (spoken.head(line.text) for line in row if line.cell and line.cell.column not in columns)
    return any(head.is_clear and head.ratings for head in heads)
