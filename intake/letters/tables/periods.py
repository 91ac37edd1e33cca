"""Ratings of several times beside one another, in columns or in a line: only those of now are answers. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from intake.letters.lines import Line, Wording, by_row
from intake.letters.ours import Known, words_of
from intake.letters.tables.years import is_of_round, last_year, without_past_years
from intake.ratings import Spoken, cue, kept, levelled

MOST_WORDS = 4  # of a heading
_RATED = r"(?:\s+(?:rating|score|answer|grade|rag|brag)s?)?"
_BEFORE, _AFTER = (cue(row, tail=_RATED) for row in ("past.column", "now.column"))  # a table of corrections
_MEASURE = cue("count.measure", tail=r"\W*")  # "Gap", "Max": a figure beside a rating
_NOW = re.compile(
    r"(?<!\w)(?:current|currently|now|today|present|(?:this|our new|the new) (?:return|year|time|audit|round|submission"
    r"|review|assessment|self assessment|form|one|cycle|period))(?!\w)"
)
OtherTimes = dict[tuple[int, int], tuple[int, str]]  # by table and column, a heading and its row


@kept
def is_of_a_time(heading: str) -> bool:
    """Whether a heading says when its column was so, or shall be, or that it measures something else."""
    flat = levelled(heading)
    is_short = len(heading.split()) <= MOST_WORDS
    is_corrected = _BEFORE.fullmatch(flat) or _AFTER.fullmatch(flat)
    return is_short and bool(
        is_corrected
        or _MEASURE.fullmatch(flat)
        or cue("past.word", "later.word", "later.named", "now.word").search(flat)
    )


def is_measure(heading: str) -> bool:
    """Whether a heading is of figures that rate nothing: "Gap", "Max score", "Priority"."""
    return _MEASURE.fullmatch(levelled(heading)) is not None


def is_of_now(heading: str) -> bool:
    return is_of_a_time(heading) and not is_of_another_time(heading) and not is_measure(heading)


def is_of_another_time(heading: str) -> bool:
    """Whether a heading says that its column was so, or shall be."""
    return cue("past.word", "later.word", "later.named").search(levelled(heading)) is not None


def only_this_year(wording: Wording, known: Known) -> Wording:
    """Ratings of another time taken out; where a row has no rating of now, they say whose time they are of."""
    spoken, year = known.spoken, known.template.year
    lines = list(wording.lines)
    for number, line in enumerate(lines):
        if "20" in line.text and (now := without_past_years(line.text, year, spoken.pattern)) != line.text:
            lines[number] = line._replace(text=now)
    heads = _heads(lines, known)
    rated = {
        (line.cell.table, line.cell.row)
        for line in lines
        if line.cell and not _column(line, heads) and line.cell.column and _is_rating(line, spoken)
    }
    out: list[Line] = []
    aside: list[str] = []
    for line in lines:
        of = _column(line, heads)
        if of and known.last and cue("past.word").search(levelled(of)):
            aside.append(f"{of}: {line.text}")  # only what is kept of last time is an answer
            continue
        if line.cell and of and _is_rating(line, spoken):
            if (line.cell.table, line.cell.row) in rated:
                continue
            line = line._replace(text=f"{of}: {line.text}")
        out.append(line)
    return wording._replace(lines=out, aside=(*wording.aside, *aside))


def _heads(lines: Sequence[Line], known: Known) -> OtherTimes:
    """The headings of columns of another time."""
    found: OtherTimes = {}
    spoken, year = known.spoken, known.template.year
    answered = _asked_rows(lines, known)
    for place, row in by_row(lines).items():
        if place in answered:
            continue  # "see last year" beside a question's number heads no column
        short = {
            line.cell.column: line.text
            for line in row
            if line.cell and len(line.text.split()) <= MOST_WORDS and not spoken.head(line.text).is_clear
        }
        for column in _of_another_time(short, year):
            found.setdefault((place[0], column), (place[1], short[column]))
    return found


def _of_another_time(headings: Mapping[int, str], year: str) -> Iterator[int]:
    """The columns of a heading row that hold what was, shall be or is measured: all but the year that is asked."""
    said = {column: levelled(words) for column, words in headings.items()}
    years = {column: last for column, words in said.items() if (last := last_year(words))}
    newest = max(years.values(), default=0)
    of_now = {column for column, last in years.items() if last == newest and is_of_round(said[column], year)}
    said_so = {column for column, words in said.items() if _is_said_of_now(words)}
    of_now |= said_so  # "2029-30 (this return)", whatever year the audit is of
    for column, words in said.items():
        if said_so and words == "then":
            yield column
        bare = re.sub(r"\d+", " ", words) if column in of_now else words
        if cue("past.word", "later.word", "later.named").search(bare) or _MEASURE.fullmatch(words):
            yield column
    if any(_AFTER.fullmatch(words) for words in said.values()):
        yield from (column for column, words in said.items() if _BEFORE.fullmatch(words))


def _is_said_of_now(words: str) -> bool:
    """Whether a heading says of its column that it is this return's, whatever year it names beside that."""
    bare = re.sub(r"\d+", " ", words)
    return _NOW.search(bare) is not None and not cue("past.word", "later.word", "later.named").search(bare)


def _column(line: Line, heads: OtherTimes) -> str:
    if line.cell is None:
        return ""
    row, of = heads.get((line.cell.table, line.cell.column), (0, ""))
    return of if line.cell.row > row else ""


def _is_rating(line: Line, spoken: Spoken) -> bool:
    head = spoken.head(line.text)
    return head.is_clear and not re.search(r"\w", line.text[head.end :])


def _asked_rows(lines: Sequence[Line], known: Known) -> set[tuple[int, int]]:
    """Rows by table that hold a question's number, or what we ask in a column of it: "Policy of 2026" heads nothing."""
    cells = [(line.cell, line.text) for line in lines if line.cell]
    asks = [cell for cell, text in cells if _is_prompt(text, known)]
    down = Counter((cell.table, cell.column) for cell in asks)
    asked = {(cell.table, cell.row) for cell in asks if down[cell.table, cell.column] > 1}
    return asked | {(cell.table, cell.row) for cell, text in cells if text.startswith("[")}


def _is_prompt(text: str, known: Known) -> bool:
    return "prompt" in known.ours.roles(words_of(text))
