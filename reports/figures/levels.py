"""How high agencies stand: in each standard, and by how often each rating was given. Pure."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from config.questionnaire import Rating
from reports.figures.rolled import NOT_APPLICABLE
from reports.figures.summary import Figures
from reports.figures.tally import FEWEST, Tally


class Level(NamedTuple):
    """How many agencies stand `at` a rating in a standard and how many `reached` it or better, of those with one."""

    at: int
    reached: int
    of: int


def level_of(found: Figures, abbr: str, standard: str) -> str | None:
    """An agency's rating of a standard where standards are rated, else the lowest of its own ratings in it."""
    if found.template.roll_up == "standards":
        return found.standards.get(standard, {}).get(abbr)
    tally = found.by_agency_standard.get((abbr, standard))
    return tally.lowest if tally else None


def levels(found: Figures) -> dict[str, dict[str, Level]]:
    """By standard and rating, best first; a standard that is not rated of any agency stands with counts of none."""
    made: dict[str, dict[str, Level]] = {}
    for standard in found.by_standard:
        stands = Counter(level_of(found, abbr, standard) for abbr in found.by_agency)
        given = [rating.code for rating in found.template.scale.given]
        of = sum(stands[code] for code in given)
        reached = (sum(stands[code] for code in given[: place + 1]) for place in range(len(given)))
        made[standard] = {code: Level(stands[code], so_far, of) for code, so_far in zip(given, reached, strict=True)}
    return made


def rolled_up(found: Figures) -> Tally:
    """The ratings of all standards of all agencies; N/A and what has no rating stand among the states."""
    tally: Tally = Tally(found.template.scale.by_code)
    for ratings in found.standards.values():
        for code in ratings.values():
            if code == NOT_APPLICABLE:
                tally.states["not_applicable"] += 1
            elif code is None:
                tally.states["unanswered"] += 1
            else:
                tally.states["rated"] += 1
                tally.ratings[code] += 1
    return tally


def most_of(found: Figures) -> dict[str, list[str]]:
    """By rating, the agencies that have the largest share of it among their own ratings, all that are level."""
    own = {abbr: tally.own for abbr, tally in found.by_agency.items()}
    enough = {abbr: tally for abbr, tally in own.items() if tally.rated >= FEWEST}
    return {rating.code: _most(enough, rating) for rating in found.template.scale.given}


def _most(tallies: Mapping[str, Tally], rating: Rating) -> list[str]:
    shares = {abbr: tally.ratings[rating.code] / tally.rated for abbr, tally in tallies.items()}
    top = max(shares.values(), default=0)
    return [abbr for abbr, share in shares.items() if top and share == top]
