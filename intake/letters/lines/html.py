"""HTML as mailers write it, walked into lines: blocks, quotes, tables. selectolax's only home."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.letters.lines.css import BLOCKS, Looks, is_stressed, is_unseen, keeps_lines
from intake.letters.lines.line import Line, TableCell, seen, unbulleted

DEEPEST = 300
MOST_TAGS = 60_000
_VOID = frozenset(
    ["br", "img", "hr", "meta", "link", "input", "col", "p", "li", "td", "tr", "th", "dd", "dt", "option"]
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/td|/h\d)[^<>]{0,200}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


def lines_of_html(html: str) -> list[Line]:
    """What a person would see of it, top to bottom; struck-out words are gone, as they are for the reader."""
    if _is_monstrous(html):  # walking it would take minutes; its words are still words
        bare = _ANY_TAG.sub(" ", _BREAKS.sub("\n", html))
        return [Line(" ".join(line.split())) for line in bare.split("\n")]
    body = LexborHTMLParser(html).body
    if body is None:
        return []
    page = _Page()
    for node, tag, looks, is_entering in _steps(body):
        if is_entering:
            page.enter(node, tag, looks)
        else:
            page.leave(node, tag, looks)
    page.end_line()
    return page.lines


def _is_monstrous(html: str) -> bool:
    depth = 0
    for count, found in enumerate(_TAG.finditer(html)):
        if found[2].lower() not in _VOID:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST or count > MOST_TAGS:
            return True
    return False


def _steps(top: LexborNode) -> Iterator[tuple[LexborNode, str, Looks, bool]]:
    """Every node entered and left in order, without recursion, with its tag and attributes; what is not seen is not."""
    node: LexborNode | None = top
    down, above = True, list[tuple[str, Looks]]()
    while node is not None:
        if down:
            tag, looks = node.tag or "", _looks(node)
            is_seen = not is_unseen(tag, looks)
            if is_seen:
                yield node, tag, looks, True
            child = node.first_child if is_seen else None
            if child is not None:
                above.append((tag, looks))
                node = child
                continue
        else:
            (tag, looks), is_seen = above.pop(), True
        if is_seen:
            yield node, tag, looks, False
        if node.mem_id == top.mem_id:  # == would compare their whole texts
            return
        down = node.next is not None
        node = node.next if down else node.parent


@dataclass
class _Grid:
    """A table as it is walked through, row by row and cell by cell."""

    number: int
    row: int = -1
    column: int = -1
    held: dict[int, set[int]] = field(default_factory=dict)  # by row, the columns a rowspan above has taken
    single: bool = False

    def begin_row(self, cells: int) -> None:
        self.row, self.column = self.row + 1, -1
        self.single = cells < 2 and self.row not in self.held

    def begin_cell(self, down: int, across: int) -> None:
        self.column += 1
        while self.column in self.held.get(self.row, ()):
            self.column += 1
        for row in range(self.row + 1, self.row + down):
            self.held.setdefault(row, set()).update(range(self.column, self.column + across))
        self.column += across - 1

    @property
    def cell(self) -> TableCell | None:
        """Where words stand now; nowhere in a row of one cell, which is layout and no table."""
        return None if self.single or self.row < 0 else TableCell(self.number, self.row, self.column)


@dataclass
class _Page:
    lines: list[Line] = field(default_factory=list)
    words: str = ""
    depth: int = 0
    pre: int = 0
    count: int = 0
    tables: list[_Grid] = field(default_factory=list)
    stress: int = 0
    strong: list[str] = field(default_factory=list)

    def enter(self, node: LexborNode, tag: str, looks: Looks) -> None:
        if tag == "-text":
            self._text(node.text_content or "")
            return
        self.stress += is_stressed(tag, looks)
        if tag == "br":
            self.end_line(keep_empty=True)
        elif tag == "img":
            self._image(node)
        elif tag in BLOCKS:
            self.end_line()
            self._open(tag, node, looks)

    def leave(self, node: LexborNode, tag: str, looks: Looks) -> None:
        if tag == "-text":
            return
        self.stress -= is_stressed(tag, looks)
        if tag not in BLOCKS:
            return
        self.end_line(keep_empty=tag in ("p", "div") and _is_blank(node))
        if tag == "blockquote":
            self.depth -= 1
        elif keeps_lines(tag, looks):
            self.pre -= 1
        elif tag == "table" and self.tables:
            self.tables.pop()

    def _open(self, tag: str, node: LexborNode, looks: Looks) -> None:
        if tag == "blockquote":
            self.depth += 1
        elif keeps_lines(tag, looks):
            self.pre += 1
        elif tag == "table":
            self.count += 1
            self.tables.append(_Grid(self.count))
        elif tag == "tr" and self.tables:
            self.tables[-1].begin_row(_cells_in(node))
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].begin_cell(_span(node, "rowspan"), _span(node, "colspan"))

    def _image(self, node: LexborNode) -> None:
        source = node.attributes.get("src") or ""
        if source.lower().startswith("cid:"):
            self.end_line()
            self.lines.append(Line("", self.depth, self._cell(), file=source[4:].strip()))

    def _text(self, text: str) -> None:
        text = seen(text)
        if self.stress and text.strip():
            self.strong.append(" ".join(text.split()))
        if not self.pre:
            flat = re.sub(r"[ \t\r\n\f]+", " ", text)
            self.words += flat if self.words and not self.words.endswith(" ") else flat.lstrip(" ")
            return
        first, *more = text.replace("\r\n", "\n").split("\n")
        self.words += first
        for each in more:
            self.end_line(keep_empty=True)
            self.words = each

    def end_line(self, *, keep_empty: bool = False) -> None:
        words = unbulleted(self.words.strip(" \t\r\n\u00a0"))
        self.words = ""
        strong, self.strong = tuple(each for each in self.strong if each != words), []
        if words or (keep_empty and self.lines and self.lines[-1].text):
            self.lines.append(Line(words, self.depth, self._cell() if words else None, strong=strong))

    def _cell(self) -> TableCell | None:
        return self.tables[-1].cell if self.tables else None


def _looks(node: LexborNode) -> Looks:
    """The attributes of a tag; comments and words have none."""
    return node.attributes if node.tag and not node.tag.startswith("-") else {}


def _is_blank(node: LexborNode) -> bool:
    child = node.first_child
    return child is None or (child.next is None and child.tag == "-text" and not (child.text_content or "").strip())


def _cells_in(row: LexborNode) -> int:
    child = row.first_child
    count = 0
    while child is not None:
        count += child.tag in ("td", "th")
        child = child.next
    return count


def _span(cell: LexborNode, name: str) -> int:
    said = cell.attributes.get(name) or "1"
    return min(int(said), 10) if said.isdecimal() and len(said) < 4 and int(said) else 1
