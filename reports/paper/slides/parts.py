"""What slides are made of. Plain values: PowerPoint, or anything else, draws them."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from reports.paper.parts import Grid, Prose


class SlideSeries(NamedTuple):
    """The bars of one name and colour (#rrggbb), a number for each row."""

    name: str
    colour: str
    numbers: Sequence[int]


class SlideBars(NamedTuple):
    """A native chart, a bar a row, and what it shows in words.

    Its parts are shares of one length, counts end to end, or bars beside each other.
    """

    rows: Sequence[str]
    series: Sequence[SlideSeries]
    says: str
    drawn: Literal["shares", "counts", "beside"]


class Slide(NamedTuple):
    """One idea: its title is the sentence, its body what shows it, its notes what the speaker has at hand."""

    title: str
    body: SlideBars | Grid | Sequence[Prose] = ()
    notes: Sequence[str] = ()
