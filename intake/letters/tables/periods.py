"""Tables with a column for last year, one for this and one for a target: only this year's ratings are answers."""

import re
from collections.abc import Sequence

from intake.letters.lines import Line, Wording
from intake.letters.ours import Known
from intake.ratings import Spoken, cue, levelled

MOST_WORDS = 4  # of a heading


def is_of_a_time(heading: str) -> bool:
    """Whether a heading says when its column was so, or shall be."""
    return (
        len(heading.split()) <= MOST_WORDS
        and cue("past.word", "later.word", "now.word").search(levelled(heading)) is not None
    )


def is_of_now(heading: str) -> bool:
    return is_of_a_time(heading) and not cue("past.word", "later.word").search(levelled(heading))


def only_this_year(wording: Wording, known: Known) -> Wording:
    """Ratings of another time taken out; where a row has no rating of now, they say whose time they are of."""
    lines, spoken = wording.lines, known.spoken
    heads = _heads(lines, spoken)
    rated = {
        (line.cell.table, line.cell.row)
        for line in lines
        if line.cell and not _column(line, heads) and line.cell.column and _is_rating(line, spoken)
    }
    out = []
    for line in lines:
        of = _column(line, heads)
        if line.cell and of and _is_rating(line, spoken):
            if (line.cell.table, line.cell.row) in rated:
                continue
            line = line._replace(text=f"{of}: {line.text}")
        out.append(line)
    return wording._replace(lines=out)


def _heads(lines: Sequence[Line], spoken: Spoken) -> dict[tuple[int, int], tuple[int, str]]:
    """By table and column, the heading of a column of another time, with its row."""
    found: dict[tuple[int, int], tuple[int, str]] = {}
    answered = {(line.cell.table, line.cell.row) for line in lines if line.cell and line.text.startswith("[")}
    for line in lines:
        if line.cell and (line.cell.table, line.cell.row) in answered:
            continue  # "see last year" beside a question's number heads no column
        is_short = line.cell is not None and len(line.text.split()) <= MOST_WORDS
        is_head = (
            is_short
            and cue("past.word", "later.word").search(levelled(line.text))
            and not spoken.head(line.text).is_clear
        )
        if line.cell and is_head:
            found.setdefault((line.cell.table, line.cell.column), (line.cell.row, line.text))
    return found


def _column(line: Line, heads: dict[tuple[int, int], tuple[int, str]]) -> str:
    if line.cell is None:
        return ""
    row, of = heads.get((line.cell.table, line.cell.column), (0, ""))
    return of if line.cell.row > row else ""


def _is_rating(line: Line, spoken: Spoken) -> bool:
    head = spoken.head(line.text)
    return head.is_clear and not re.search(r"\w", line.text[head.end :])
