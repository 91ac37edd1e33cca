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


_LIGHTEST = 0.18  # luminance: words of a lighter colour are hard to read on white


def for_words(colour: str) -> str:
    """The colour, or black where words in it could not be read on white."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    light = [(each / 255) ** 2.2 for each in (red, green, blue)]
    is_light = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > _LIGHTEST
    return "#0b0c0c" if is_light else colour


PLAIN_LOOK = PaperLook()
PaperPart = PaperHeading | Prose | Grid | Chart | Turned
