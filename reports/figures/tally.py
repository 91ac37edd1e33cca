"""What a number of cells come to: the counting that every figure is made of. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from config.questionnaire import Rating

FEWEST = 3  # ratings under which a share says little: nothing is called highest or lowest for it
SIX = 6  # shown from either end
AnswerState = Literal["rated", "unrated", "not_applicable", "missing", "unanswered"]


class Standing(NamedTuple):
    """Where one question stands for one agency, by the side whose ratings count."""

    state: AnswerState
    rating: str | None = None
    yes_no: str | None = None


@dataclass
class Tally:
    """What a number of cells come to. `met` of `rated`; shares are of `rated` and None when there are none.

    `fixed` are those of the ratings that everybody has, whatever they answer.
    """

    scale: Mapping[str, Rating]
    ratings: Counter[str] = field(default_factory=Counter)
    states: Counter[AnswerState] = field(default_factory=Counter)
    yes_no: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)

    def add(self, standing: Standing, *, is_fixed: bool = False) -> None:
        self.states[standing.state] += 1
        if standing.rating is not None:
            self.ratings[standing.rating] += 1
            self.fixed[standing.rating] += is_fixed
        if standing.yes_no is not None:
            self.yes_no[standing.yes_no] += 1

    @property
    def own(self) -> "Tally":
        """The same without the fixed ratings, which say nothing about anybody."""
        states = self.states - Counter({"rated": self.fixed.total()})
        return replace(self, ratings=self.ratings - self.fixed, states=states, fixed=Counter())

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
        """The worst rating given; a fixed one was given by nobody."""
        codes = (rating.code for rating in reversed(self._given))
        return next((code for code in codes if self.ratings[code] > self.fixed[code]), None)

    @property
    def height(self) -> float | None:
        """The mean of the points given, or of the steps up the scale where it has none."""
        steps = {each.code: place for place, each in enumerate(reversed(self._given))}
        if self.points is not None:
            return share(self.points, self.rated)
        return share(sum(count * steps[code] for code, count in self.ratings.items()), self.rated)

    @property
    def _given(self) -> list[Rating]:
        return [rating for rating in self.scale.values() if rating.counts_as != "missing"]


def share(part: int, whole: int) -> float | None:
    """Part of whole, 0 to 1; a share of nothing is None."""
    return part / whole if whole else None


class Ends(NamedTuple):
    """The best and the worst of some tallies by name, best and worst first; none stands in both.

    `top_more` and `bottom_more` are how many others are level with the last one named.
    """

    top: list[str]
    bottom: list[str]
    top_more: int
    bottom_more: int


def ends(tallies: Mapping[str, Tally], most: int = SIX) -> Ends:
    """The best and the worst by share met, then by height, then in order; empty where all ranked are level."""
    places = ranked(tallies)
    if len(set(places.values())) < 2:
        return Ends([], [], 0, 0)
    most = min(most, len(places) // 2)
    best, worst = max(places.values()), min(places.values())
    top = sorted((name for name in places if places[name] > worst), key=lambda name: places[name], reverse=True)[:most]
    rest = (name for name in places if places[name] < best and name not in top)
    bottom = sorted(rest, key=lambda name: places[name])[:most]
    more = [sum(places[each] == places[shown[-1]] for each in places if each not in shown) for shown in (top, bottom)]
    return Ends(top, bottom, *more)


def extremes(tallies: Mapping[str, Tally]) -> tuple[list[str], list[str]]:
    """The highest and lowest by share met, then by height, every one that ties; empty where all ranked are level."""
    places = ranked(tallies)
    if len(set(places.values())) < 2:
        return [], []
    top, bottom = max(places.values()), min(places.values())
    return [name for name in places if places[name] == top], [name for name in places if places[name] == bottom]


def ranked(tallies: Mapping[str, Tally]) -> dict[str, tuple[float, float]]:
    """Where each stands, by share met and then height; those with under three ratings of their own are left out."""
    own = {name: tally.own for name, tally in tallies.items()}
    return {name: (tally.met_share or 0, tally.height or 0) for name, tally in own.items() if tally.rated >= FEWEST}
