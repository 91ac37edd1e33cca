"""A whole letter as one run of lines: its parts in reading order, letters inside it quoted one deeper."""

from collections.abc import Iterable

from intake.letters.lines.cells import in_cells
from intake.letters.lines.html import lines_of_html
from intake.letters.lines.line import BREAK, Line, lines_of_text, requoted
from intake.letters.mime import BodyPart, Letter, Unreadable

LONGEST_TEXT, LONGEST_PAGE = 150_000, 600_000  # characters; the longest form is 10,000, quoted or not
MOST_LINES = 4_000
_BLANK = Line("")


def both_wordings(letter: Letter) -> tuple[list[Line], list[Line]]:
    """The lines of its plain text and of its HTML; raises Unreadable where there are more than anybody answers with."""
    _refuse_endless(letter)
    plain = flow(letter, letter.plain)
    rich = plain if letter.html == letter.plain else flow(letter, letter.html)
    if max(len(plain), len(rich)) > 3 * MOST_LINES:
        raise Unreadable("The letter has more lines than can be read safely. A person must look at it.")
    return (rich, rich) if _spaced_alike(plain) == _spaced_alike(rich) else (in_cells(plain, rich), rich)


def _spaced_alike(lines: Iterable[Line]) -> list[Line]:
    """The lines with one blank for each run of blanks: mailers write fewer of them into HTML, and nobody means more."""
    found: list[Line] = []
    for line in lines:
        if line != _BLANK or (found and found[-1] != _BLANK):
            found.append(line)
    return found[:-1] if found and found[-1] == _BLANK else found


def flow(letter: Letter, parts: Iterable[BodyPart], depth: int = 0) -> list[Line]:
    """The lines of one reading of a letter; letters inside it are quoted one deeper."""
    lines: list[Line] = []
    for part in parts:
        found: list[Line] = []
        if part.kind == "plain":
            found = lines_of_text(part.text)
        elif part.kind == "html":
            found = requoted(lines_of_html(part.text))
        elif part.kind == "file":
            found = [Line("", file=part.at)]
        elif depth < 5:
            inner = letter.letters[part.at]
            found = [Line("", label=BREAK, author=" ".join(inner.senders)), *flow(inner, inner.html, depth + 1)]
            found = [line._replace(file=None) if isinstance(line.file, int) else line for line in found]
        tables = max((line.cell.table for line in lines if line.cell), default=0)
        if part.kind != "letter" and not tables:
            lines.extend(found)
            found = []
        for line in found:
            cell = line.cell._replace(table=line.cell.table + tables) if line.cell else None
            lines.append(line._replace(depth=line.depth + (part.kind == "letter"), cell=cell))
        lines.append(Line(""))
    return lines


def _refuse_endless(letter: Letter) -> None:
    for parts in (letter.plain, letter.html):
        texts = [part.text for part in parts]
        is_long = sum(map(len, texts)) > (LONGEST_PAGE if any(part.kind == "html" for part in parts) else LONGEST_TEXT)
        if is_long or sum(text.count("\n") for text in texts) > MOST_LINES:
            raise Unreadable("The letter has more text than can be read safely. A person must look at it.")
