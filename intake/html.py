"""HTML as mailers write it, walked into lines: blocks, quotes, tables. selectolax's only home."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from intake.lines import Cell, Line

DEEPEST = 300
MOST_TAGS = 60_000
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(["head", "script", "style", "title", "template", "noscript", "del", "s", "strike", "-comment"])
_VOID = frozenset(
    ["br", "img", "hr", "meta", "link", "input", "col", "p", "li", "td", "tr", "th", "dd", "dt", "option"]
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})")
_HIDDEN = re.compile(r"display\s*:\s*none|line-through|mso-hide\s*:\s*all", re.IGNORECASE)
_STRONG = frozenset(["b", "strong", "u", "em", "i", "mark", "ins"])
_STRESS = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration[^;]*underline|background(?:-color)?\s*:\s*(?!none|transparent"
    r"|inherit|white|#fff)|(?<![-\w])color\s*:\s*(?!black|windowtext|inherit|initial|#000|rgb\(0, ?0, ?0\))",
    re.IGNORECASE,
)
_PRE = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
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
    for node, is_entering in _steps(body):
        if is_entering:
            page.enter(node)
        else:
            page.leave(node)
    page.end_line()
    return page.lines


def strikes_out(html: str) -> bool:
    """Whether words are struck out: plain text made from it would show them as if they stood."""
    return re.search(r"line-through|<(?:s|strike|del)[\s>]", html, re.IGNORECASE) is not None


def _is_monstrous(html: str) -> bool:
    depth = 0
    for count, found in enumerate(_TAG.finditer(html)):
        if found[2].lower() not in _VOID:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST or count > MOST_TAGS:
            return True
    return False


def _steps(top: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node entered and left in order, without recursion; what is not seen is not entered."""
    node: LexborNode | None = top
    down = True
    while node is not None:
        if down:
            yield node, True
            child = None if _is_unseen(node) else node.first_child
            if child is not None:
                node = child
                continue
        yield node, False
        if node.mem_id == top.mem_id:  # == would compare their whole texts
            return
        down = node.next is not None
        node = node.next if down else node.parent


def _is_unseen(node: LexborNode) -> bool:
    if node.tag in _UNSEEN:
        return True
    style = node.attributes.get("style") if node.tag and not node.tag.startswith("-") else None
    return bool(style and _HIDDEN.search(style))


@dataclass
class _Table:
    number: int
    row: int = -1
    column: int = -1
    held: dict[int, set[int]] = field(default_factory=dict)  # by row, the columns a rowspan above has taken
    single: bool = False


@dataclass
class _Page:
    lines: list[Line] = field(default_factory=list)
    words: str = ""
    depth: int = 0
    pre: int = 0
    count: int = 0
    tables: list[_Table] = field(default_factory=list)
    stress: int = 0
    strong: list[str] = field(default_factory=list)

    def enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return
        if _is_unseen(node):
            return
        self.stress += _is_stressed(node)
        if tag == "br":
            self.end_line(keep_empty=True)
        elif tag == "img":
            self._image(node)
        elif tag in _BLOCKS:
            self.end_line()
            self._open(tag, node)

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text" or _is_unseen(node):
            return
        self.stress -= _is_stressed(node)
        if tag not in _BLOCKS:
            return
        self.end_line(keep_empty=tag in ("p", "div") and _is_blank(node))
        if tag == "blockquote":
            self.depth -= 1
        elif tag == "pre" or (tag == "div" and _is_pre(node)):
            self.pre -= 1
        elif tag == "table" and self.tables:
            self.tables.pop()

    def _open(self, tag: str, node: LexborNode) -> None:
        if tag == "blockquote":
            self.depth += 1
        elif tag == "pre" or (tag == "div" and _is_pre(node)):
            self.pre += 1
        elif tag == "table":
            self.count += 1
            self.tables.append(_Table(self.count))
        elif tag == "tr" and self.tables:
            table = self.tables[-1]
            table.row, table.column = table.row + 1, -1
            table.single = _cells_in(node) < 2 and table.row not in table.held
        elif tag in ("td", "th") and self.tables:
            self._cell(node, self.tables[-1])

    def _cell(self, node: LexborNode, table: _Table) -> None:
        table.column += 1
        while table.column in table.held.get(table.row, ()):
            table.column += 1
        down, across = _span(node, "rowspan"), _span(node, "colspan")
        for row in range(table.row + 1, table.row + down):
            table.held.setdefault(row, set()).update(range(table.column, table.column + across))
        table.column += across - 1

    def _image(self, node: LexborNode) -> None:
        source = node.attributes.get("src") or ""
        if source.lower().startswith("cid:"):
            self.end_line()
            self.lines.append(Line("", self.depth, self._place(), file=source[4:].strip()))

    def _text(self, text: str) -> None:
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
        words = self.words.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "").strip(" \t\r\n\u00a0")
        self.words = ""
        strong, self.strong = tuple(each for each in self.strong if each != words), []
        if words or (keep_empty and self.lines and self.lines[-1].text):
            self.lines.append(Line(words, self.depth, self._place() if words else None, strong=strong))

    def _place(self) -> Cell | None:
        table = self.tables[-1] if self.tables else None
        if table is None or table.single or table.row < 0:
            return None
        return Cell(table.number, table.row, table.column)


def _is_stressed(node: LexborNode) -> bool:
    """Whether the words in it are set apart; a block's own look sets nothing apart from the rest of its line."""
    tag = node.tag or ""
    if tag in _BLOCKS or tag.startswith("-") or tag in ("a", "br", "img"):
        return False
    style = node.attributes.get("style") or ""
    return tag in _STRONG or (tag == "font" and "color" in node.attributes) or bool(_STRESS.search(style))


def _is_blank(node: LexborNode) -> bool:
    child = node.first_child
    return child is None or (child.next is None and child.tag == "-text" and not (child.text_content or "").strip())


def _is_pre(node: LexborNode) -> bool:
    return bool(_PRE.search(node.attributes.get("style") or ""))


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
