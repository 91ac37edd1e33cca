"""The tables of a letter's HTML in its plain text, which has a cell a line and no sign of where a row ends. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from intake.letters.lines.line import Line

_WORD = re.compile(r"[^\W_]+")


def in_cells(plain: Sequence[Line], rich: Sequence[Line]) -> list[Line]:
    """The plain text with each table that both have as the HTML has it: word for word, whatever became of its lines."""
    words = ["".join(f"{word} " for word in _WORD.findall(line.text.lower())) for line in plain]
    text = "".join(words)
    starts = list(accumulate(map(len, words), initial=0))
    out: list[Line] = []
    done = 0
    for table in _tables(rich):
        said = "".join(f"{word} " for line in table for word in _WORD.findall(line.text.lower()))
        at = text.find(said, starts[done]) if said else -1
        end = at + len(said)
        if at not in starts or end not in starts:
            continue
        first = max(number for number, start in enumerate(starts[:-1]) if start == at)
        last = starts.index(end, first)
        if {line.depth for line in plain[first:last] if line.text} == {line.depth for line in table}:
            out += [*plain[done:first], *(line for line in table if line.file is None)]
            done = last
    return [*out, *plain[done:]]


def _tables(rich: Sequence[Line]) -> Iterator[list[Line]]:
    """The cells that follow one another, where they stand in more than one row."""
    run: list[Line] = []
    for line in [*rich, Line("")]:
        if line.cell:
            run.append(line)
        elif run:
            if len({(each.cell.table, each.cell.row) for each in run if each.cell}) > 1:
                yield run
            run = []
