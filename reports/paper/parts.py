"""What a paper is made of, in the order it is read. Plain values: Word, or anything else, draws them."""

from collections.abc import Sequence
from typing import Literal, NamedTuple


class PaperHeading(NamedTuple):
    """A heading of the first to the third level; the first two stand in the contents."""

    words: str
    level: int = 1
    on_new_page: bool = False


class Prose(NamedTuple):
    """A paragraph: plain, a point of a list, or somebody's words."""

    words: str
    kind: Literal["plain", "point", "quote"] = "plain"


class GridCell(NamedTuple):
    """Words in a table, on a colour where there is one (#rrggbb)."""

    words: str
    fill: str = ""


class Grid(NamedTuple):
    """A table with the words that stand for it; `widths` are shares of the page."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[GridCell | str]]
    widths: Sequence[float]


class Chart(NamedTuple):
    """A picture (SVG) and what it shows, for whoever cannot see it."""

    svg: str
    says: str


class Turned(NamedTuple):
    """What follows lies on its side, or stands upright again."""

    is_wide: bool


class PaperLook(NamedTuple):
    """How the papers of a partnership look: its colour (#rrggbb), and its logo as a PNG or JPEG."""

    colour: str = "#1d4f91"
    logo: bytes = b""


PLAIN_LOOK = PaperLook()
PaperPart = PaperHeading | Prose | Grid | Chart | Turned
