"""Which line of a TOML file a key stands on; tomllib does not say. One pass, whatever the text is."""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from config.notation import LatePattern

Path = tuple[str | int, ...]
DEEPEST = 8  # our own audits nest three deep; tomllib takes quadratic time over thousands

# A string that is never closed runs to the end of its line, or of the text, so that no text is scanned twice.
_PIECE = LatePattern(
    r'''
    (?P<string> """(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z) | \'{3}(?:[^\']|\'(?!\'\'))*+(?:\'{3,5}|\Z)
              | "(?:[^"\\\n]|\\[^\n])*+"? | \'[^\'\n]*+\'? )
    | (?P<skipped> [^\S\n]++ | \#[^\n]*+ )
    | (?P<end> \n )
    | (?P<mark> [][{}.=,] )
    | (?P<bare> [^][{}.=,\s"'#]++ )
    ''',
    re.VERBOSE | re.DOTALL,
)
_MARKS = frozenset("[]{}.,")


class TooDeep(Exception):
    """Lists, tables or dotted keys nested past any use, at `line`."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"Line {line} is nested too deeply.")


class Statement(NamedTuple):
    """The head of one statement: a key before its equals sign, or a header (an item where in double brackets)."""

    line: int
    marks: str  # "" for a key, "[" for a table, "[[" for an item of a list
    names: list[str]


def locate(text: str) -> dict[Path, int]:
    """Every table and key of a TOML text to its line, counted from 1; list items by their place."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, marks, names in statements(text):
        if marks:
            table = _enter((), names, counts, is_item=marks == "[[")
        path = table if marks else _enter(table, names, {}, is_item=False)
        while path and path not in lines:
            lines[path] = line
            path = path[:-1]
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the nearest thing at or above the path that has one; 1 when nothing has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def statements(text: str) -> Iterator[Statement]:
    """The heads of a text's statements, TOML or not; raises TooDeep at the first place that is."""
    head: list[str] = []  # the pieces of a statement before its equals sign
    line, began, depth, in_value = 1, 1, 0, False
    for kind, piece in _pieces(text):
        if kind == "end" and (depth == 0 or not in_value):
            yield from _head(began, head)
            head, depth, in_value = [], 0, False
        elif piece == "=" and not in_value:
            in_value = True
        elif in_value:
            depth += (piece in ("[", "{")) - (piece in ("]", "}"))
        else:
            began = began if head else line
            head.append(piece)
        line += piece.count("\n")
        if depth > DEEPEST:
            raise TooDeep(line)
    yield from _head(began, head)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What stands in the text but spaces and comments; raises TooDeep where a dotted key goes on and on."""
    line, dots = 1, 0
    for found in _PIECE.finditer(text):
        kind, piece = found.lastgroup or "", found[0]
        if kind == "mark" and piece == ".":
            dots += 1
        elif kind in ("mark", "end"):
            dots = 0
        if dots > DEEPEST:
            raise TooDeep(line)
        line += piece.count("\n")
        if kind != "skipped":
            yield kind, piece


def _head(line: int, pieces: list[str]) -> Iterator[Statement]:
    marks = "[[" if pieces[:2] == ["[", "["] else "[" if pieces[:1] == ["["] else ""
    names = [_name(piece) for piece in pieces if piece not in _MARKS]
    if names:
        yield Statement(line, marks, names)


def _enter(table: Path, names: list[str], counts: dict[Path, int], *, is_item: bool) -> Path:
    path = table
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        if is_item and depth == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _name(token: str) -> str:
    if token[0] not in "\"'":
        return token
    if "\\" in token and token[0] == '"':
        try:
            return str(tomllib.loads(f"name = {token}")["name"])
        except tomllib.TOMLDecodeError:
            return token
    return token.strip(token[0])
