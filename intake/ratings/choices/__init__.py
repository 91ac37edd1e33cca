"""Ratings and answers that are listed, and the one of them that somebody marked. Pure."""

from intake.ratings.choices.scale import chosen
from intake.ratings.choices.ticks import named, standing, stressed, ticked

__all__ = ["chosen", "named", "standing", "stressed", "ticked"]
