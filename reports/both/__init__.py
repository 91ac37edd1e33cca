"""Both ratings of an answer, the agency's own and the partnership's, and where they part."""

from reports.both.ratings import BothRatings, both_json, both_ratings

__all__ = ["BothRatings", "both_json", "both_ratings"]
