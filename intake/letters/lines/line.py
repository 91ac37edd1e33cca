"""A letter's words line by line, with the quote depth each line stands at, whatever they came as."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from config.notation import LatePattern

BREAK = "\0break"  # the label of a line that stands where a thread header stood
END = "\0end"  # that of a line behind a table or tab, which is no answer to its last question
UNSEEN = "\0unseen"  # that of a cell in a row or column that is hidden
TAB = "\0tab"  # that of a line that is the name of a workbook's tab


_QUOTED = LatePattern(r"(?:[ \t]{0,3}[>›»][ \t]?)+")
_RULE = LatePattern(r"[|+](?:[ \t]*:?[-=]+:?[ \t]*[|+])+")  # under the head of a table typed with bars
_IN_BARS = LatePattern(r"\s*\|(?:[^|]*\|){2,}\s*")
_BARRED = LatePattern(r"(?:\|[ \t]?)+(?=[^|]*$)")
_UNSEEN = LatePattern("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_STRUCK = LatePattern(r"~~(?=\S)[^~\n]{1,200}(?<=\S)~~")
_SHARE = LatePattern(
    r"\s{0,3}>\s?(?:[£$]?\d[\d,.]*\s?(?:%|per ?cent|£|\+|of\b)|=\s?\d|\d[\d,]*\s?(?-i:days|weeks|months|years|staff))",
    re.IGNORECASE,
)


_BULLET = LatePattern(r"[ \t\xa0]{0,20}(?:[·•▪◦‣➢§Øo*\uf0b7\uf0a7]\t|[·•▪◦‣➢§Øo*\uf0b7\uf0a7][ \t\xa0]{2,40})(?=\S)")


class TableCell(NamedTuple):
    """Where in which table of the letter some words stand."""

    table: int
    row: int
    column: int


class Line(NamedTuple):
    """One line. `file` is the place of an attachment (an index, or the content id an image refers to)."""

    text: str
    depth: int = 0
    cell: TableCell | None = None
    label: str = ""  # the heading of the table column, where it is one of our prompts
    file: int | str | None = None
    strong: tuple[str, ...] = ()  # words set apart from the rest of the line, in bold or colour
    author: str = ""  # who else wrote it; on a break whoever its header names


class Wording(NamedTuple):
    """A letter or sheet as far as it is read: lines that may answer, words set aside, the name that submits it.

    `doubted`: by question, a rating below a heading that may mean another's, each with the heading.
    """

    lines: Sequence[Line]
    aside: tuple[str, ...] = ()
    submits: str | None = None
    withheld: str = ""  # what it says beside SUBMIT that keeps it from being handed in
    doubted: tuple[tuple[str, str, str], ...] = ()


def seen(text: str) -> str:
    """The text without soft hyphens, spaces of no width and marks of direction, which no person sees."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def unbulleted(text: str) -> str:
    """A line of a list with one blank behind its bullet, where a word processor put a tab or many."""
    bullet = _BULLET.match(text)
    return f"• {text[bullet.end() :]}" if bullet else text


def lines_of_text(text: str) -> list[Line]:
    """Plain text to lines, quote marks taken off; "> 90% trained" is an answer, not a quote."""
    raw = _STRUCK.sub(" ", seen(text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    depths = [0 if _SHARE.match(each) else _marks(each) for each in raw]
    is_twice = max(depths) > 1
    told: list[tuple[int, str]] = []
    for number, each in enumerate(raw):
        beside = depths[max(0, number - 1) : number + 2]
        told.append(_unquoted(each, is_quoted=is_twice and _marks(each) in beside))
    lines: list[Line] = []
    for number, (depth, words) in enumerate(told):
        near = told[max(0, number - 1) : number + 2]
        has_corner = words.lstrip().startswith("|") and any(_is_open(other) for _, other in near)
        lines.extend(_cells(words, depth, len(lines), has_corner=has_corner))
    return lines


def _is_open(words: str) -> bool:
    """Whether a row of bars has none before its first cell: one before another row's is behind an empty cell."""
    return words.count("|") >= 2 and not words.lstrip().startswith("|")


def _marks(line: str) -> int:
    """How deep a line is quoted."""
    quoted = _QUOTED.match(line)
    return sum(mark in ">›»" for mark in quoted[0]) if quoted else 0


def by_row(lines: Sequence[Line]) -> dict[tuple[int, int], list[Line]]:
    """The cells of every table by its number and their row, in the order they came."""
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        if line.cell:
            rows.setdefault((line.cell.table, line.cell.row), []).append(line)
    return rows


def anew(lines: Sequence[Line], laid: Mapping[int, Callable[[Sequence[Line]], Iterable[Line]]]) -> Iterator[Line]:
    """The lines, each of these tables (by its number) laid in another way where its first cell stood."""
    own: dict[int, list[Line]] = {table: [] for table in laid}
    for line in lines:
        if line.cell and line.cell.table in own:
            own[line.cell.table].append(line)
    for line in lines:
        if line.cell is None or line.cell.table not in laid:
            yield line
        elif cells := own.pop(line.cell.table, None):
            yield from laid[line.cell.table](cells)


def requoted(lines: Sequence[Line]) -> list[Line]:
    """Lines of HTML that carry quote marks or a table's bars as text, as when it was made from plain text."""
    out: list[Line] = []
    for number, line in enumerate(lines):
        if line.cell is None and _IN_BARS.fullmatch(line.text):
            out.extend(_cells(line.text, line.depth, number))
            continue
        depth, words = _unquoted(line.text, is_quoted=False) if line.text[:1] in ">›»" else (0, line.text)
        words = words.strip()
        out.append(line._replace(text=words, depth=line.depth + depth) if depth or words != line.text else line)
    return out


def _unquoted(line: str, *, is_quoted: bool) -> tuple[int, str]:
    """How deep a line is quoted, and its words; `is_quoted` where "> 36 of 40" is certainly no share."""
    if not is_quoted and _SHARE.match(line):
        return 0, line
    quoted = _QUOTED.match(line) or _BARRED.match(line)
    if quoted is None:
        return 0, line
    marks = sum(mark in ">›»|" for mark in quoted[0])
    rest = line[quoted.end() :]
    return marks, rest


def _cells(words: str, depth: int, row: int, *, has_corner: bool = False) -> Iterator[Line]:
    """A line of a table as mailers flatten it, tabs or bars between the cells; any other line as it is."""
    words = unbulleted(words)
    bare = words.strip()
    if _RULE.fullmatch(bare):
        return
    barred = bare.count("|") >= 2
    if barred and not bare.strip("|:+-= "):  # the rule below a table's head
        yield Line("", depth)
        return
    parts = bare.strip("|").split("|") if barred else words.rstrip("\t").split("\t")
    parts = ["", *parts] if barred and has_corner else parts
    is_indented = not parts[0].strip() and sum(bool(each.strip()) for each in parts) < 2
    if len(parts) < 2 or is_indented or not any(each.strip() for each in parts[1:]):
        if barred and len(parts) > 1:  # a row of a table with one cell filled, or none
            filled = [(part.strip(), TableCell(-1, row, column)) for column, part in enumerate(parts) if part.strip()]
            yield from (Line(part, depth, cell) for part, cell in filled)
            if not filled:
                yield Line("", depth)
            return
        yield Line(words.strip(), depth)
        return
    for column, part in enumerate(parts):
        if part.strip():
            yield Line(part.strip(), depth, TableCell(-1, row, column))
