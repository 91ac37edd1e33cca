"""The board's slides: one idea a slide, in the words and figures of the paper. Pure."""

from reports.paper.slides.deck import deck
from reports.paper.slides.parts import Slide, SlideBars, SlideSeries

__all__ = ["Slide", "SlideBars", "SlideSeries", "deck"]
