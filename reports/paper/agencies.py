"""A page for each agency that sent its return: its standards, what it has not shown, and what is asked of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.letters import Letters
from config.words import count
from reports.figures import FEWEST, NOT_APPLICABLE, of
from reports.paper.after import actions_of_agency
from reports.paper.moved import of_agency
from reports.paper.parts import Grid, GridCell, PaperHeading, PaperPart
from reports.paper.prose import prose
from reports.paper.source import PaperSource, met_of, some
from reports.paper.standards import quoted

MOST_QUOTES = 4
MOST_REFS = 30


def agencies(source: PaperSource, letters: Letters) -> Iterator[PaperPart]:
    """The pages, in the order of the figures."""
    for number, abbr in enumerate(source.submitted):
        yield PaperHeading(source.agency(abbr), 2, on_new_page=number > 0)
        yield from prose(letters, "paper-agency", _facts(source, abbr), 3)
        yield _standards(source, abbr)
        yield from actions_of_agency(source, abbr)
        if both := _both(source, abbr):
            yield PaperHeading("Both ratings, where they differ", 3)
            yield both
        if said := list(source.quotations(agency=abbr))[:MOST_QUOTES]:
            yield PaperHeading("In its own words", 3)
            yield from (quoted(source, each, is_own_page=True) for each in said)


def _facts(source: PaperSource, abbr: str) -> dict[str, object]:
    document, own = source.document, source.document["by_agency"][abbr]
    owed = document["outstanding"].get(abbr, {"missing": [], "unanswered": [], "files": []})
    return {
        "agency": source.agency(abbr),
        "met": of(*source.of_agency(abbr), level=source.template.support_below),
        "unit": "applicable standards" if "standards_met" in own else "rated answers",
        "needs_support": abbr in document["needs_support"],
        "meets": abbr in document["meets"],
        "sector": _sector(document, own.get("sector", "")),
        "missing": some([*owed["missing"], *owed["unanswered"]], MOST_REFS),
        "files": some(owed["files"], MOST_REFS),
        "asked": [(action, some(own["actions"][action], MOST_REFS)) for action in _worst_first(source, own["actions"])],
        "moved": of_agency(source, abbr),
    }


def _worst_first(source: PaperSource, actions: Mapping[str, Any]) -> list[str]:
    order = [each.action for each in reversed(source.template.scale.ratings)]
    return sorted(actions, key=order.index)


def _sector(document: Mapping[str, Any], sector: str) -> str:
    """What all of its sector come to, where it is three agencies at least: fewer would show whose figures they are."""
    found = document["by_sector"].get(sector)
    if not found or found["submitted"] < FEWEST or not found["rated"]:
        return ""
    of = count(found["submitted"], "agency", "agencies")
    return f"{met_of(found)} rated answers of the {of} in {sector.replace('_', ' ')}"


def _standards(source: PaperSource, abbr: str) -> Grid:
    named = source.template.scale.by_code
    rows: list[list[GridCell | str]] = []
    for ref, tally in source.document["by_agency_standard"][abbr].items():
        level = tally["level"]
        rating = named.get(level or "")
        cell = GridCell(rating.name, rating.colour) if rating else GridCell(level or "no ratings")
        counts = [str(tally["ratings"].get(each.code, 0)) for each in source.template.scale.given]
        rows.append([source.standard(ref), cell, met_of(tally), *counts])
    given = [each.code for each in source.template.scale.given]
    stands = "Rating" if source.template.roll_up == "standards" else "Lowest rating"
    head = ["Standard", stands, "Met", *given]
    return Grid(
        f"Standards of {source.agency(abbr)}", head, rows, [0.38, 0.22, 0.16, *[0.24 / len(given)] * len(given)]
    )


def _both(source: PaperSource, abbr: str) -> Grid | None:
    """Where the agency and the partnership both rated a question and came to different ratings."""
    own = [each for each in source.document["both_ratings"]["differing"] if each["agency"] == abbr]
    sides = ("own", "partnership") if source.template.rated_by == "agency" else ("partnership", "own")
    rows: list[list[GridCell | str]] = [
        [source.question(each["question"]), *(_cell(source, each[side]) for side in sides)] for each in own
    ]
    named = ["Agency" if side == "own" else "Partnership" for side in sides]
    return Grid(f"Both ratings of {source.agency(abbr)}", ["Question", *named], rows, [0.6, 0.2, 0.2]) if rows else None


def _cell(source: PaperSource, words: str) -> GridCell:
    rating = source.template.scale.by_code.get(words.rpartition(" - ")[2])
    return GridCell(words, rating.colour if rating and words != NOT_APPLICABLE else "")
