"""What a number of cells come to: the counting that every figure is made of. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from config.audit import Rating

State = Literal["rated", "unrated", "not_applicable", "missing", "unanswered"]


class Standing(NamedTuple):
    """Where one question stands for one agency, by the side whose ratings count."""

    state: State
    rating: str | None = None
    yes_no: str | None = None


@dataclass
class Tally:
    """What a number of cells come to. `met` of `rated`; shares are of `rated` and None when there are none."""

    scale: Mapping[str, Rating]
    ratings: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    yes_no: Counter[str] = field(default_factory=Counter)

    def add(self, standing: Standing) -> None:
        self.states[standing.state] += 1
        if standing.rating is not None:
            self.ratings[standing.rating] += 1
        if standing.yes_no is not None:
            self.yes_no[standing.yes_no] += 1

    @property
    def rated(self) -> int:
        return self.states["rated"]

    @property
    def cells(self) -> int:
        return self.states.total()

    @property
    def met(self) -> int:
        return sum(count for code, count in self.ratings.items() if self.scale[code].counts_as == "met")

    @property
    def met_share(self) -> float | None:
        return share(self.met, self.rated)

    @property
    def points(self) -> int | None:
        """The sum of the points given; None where the scale has none."""
        if any(rating.points is None for rating in self._given):
            return None
        return sum(count * (self.scale[code].points or 0) for code, count in self.ratings.items())

    @property
    def points_max(self) -> int | None:
        if self.points is None:
            return None
        return self.rated * max(rating.points or 0 for rating in self._given)

    @property
    def most(self) -> list[str]:
        """The rating given most often; several where they tie."""
        top = max(self.ratings.values(), default=0)
        return [rating.code for rating in self._given if top and self.ratings[rating.code] == top]

    @property
    def lowest(self) -> str | None:
        """The worst rating given."""
        return next((rating.code for rating in reversed(self._given) if self.ratings[rating.code]), None)

    @property
    def _given(self) -> list[Rating]:
        return [rating for rating in self.scale.values() if rating.counts_as != "missing"]


def share(part: int, whole: int) -> float | None:
    """Part of whole, 0 to 1; a share of nothing is None."""
    return part / whole if whole else None


def extremes(tallies: Mapping[str, Tally]) -> tuple[list[str], list[str]]:
    """The highest and lowest by share met, every one that ties; empty where nothing is rated or all are alike."""
    shares = {name: tally.met_share for name, tally in tallies.items() if tally.met_share is not None}
    if len(set(shares.values())) < 2:
        return [], []
    top, bottom = max(shares.values()), min(shares.values())
    return [name for name in shares if shares[name] == top], [name for name in shares if shares[name] == bottom]
