"""The board's paper: what a business manager writes after the figures, written from the figures. Pure."""

from reports.paper.book import paper
from reports.paper.parts import Chart, Grid, PaperHeading, PaperLook, PaperPart, Prose, Turned
from reports.paper.slides import Slide, SlideBars, SlideSeries, deck
from reports.paper.source import PaperSource

__all__ = [
    "Chart",
    "Grid",
    "PaperHeading",
    "PaperLook",
    "PaperPart",
    "PaperSource",
    "Prose",
    "Slide",
    "SlideBars",
    "SlideSeries",
    "Turned",
    "deck",
    "paper",
]
