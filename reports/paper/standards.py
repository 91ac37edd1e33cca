"""The chapter that goes through the standards: a bar, its table, themes, what agencies say works, and what worries."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from config.letters import Letters
from reports.figures import of
from reports.paper.chart import BarRow, bars
from reports.paper.parts import Grid, GridCell, PaperHeading, PaperPart, Prose
from reports.paper.prose import prose
from reports.paper.source import PaperSource, met_of, some

MOST_THEMES, MOST_QUOTES = 5, 4
FEWEST = 3  # ratings of a question of which all or none are met
_LEAST, _LETTER, _EDGES = 0.055, 0.013, 0.014  # of the page: a column of counts, a letter over it, its two edges


def overview(source: PaperSource) -> Iterator[PaperPart]:
    """All standards in one picture and one table."""
    found = source.document["by_standard"]
    rows = [_bar(source.standard(ref), found[ref]) for ref in source.standards]
    if chart := bars("Every standard", source.template.scale, rows):
        yield chart
        yield table_of_ratings(
            source, "Every standard", "Standard", [(source.standard(ref), found[ref]) for ref in found]
        )


def standards(source: PaperSource, letters: Letters) -> Iterator[PaperPart]:
    """Each standard under a heading of its own."""
    for ref in source.standards:
        tally, questions = source.document["by_standard"][ref], source.document["by_question"]
        refs = [each.ref for each in source.questions(ref)]
        yield PaperHeading(source.standard(ref), 2)
        yield from prose(letters, "paper-standard", _facts(source, ref, tally), 3)
        rows = [_bar(each, questions[each]) for each in refs]
        if chart := bars(source.standard(ref), source.template.scale, rows):
            yield chart
        yield table_of_ratings(
            source, source.standard(ref), "Question", [(_question(source, each), questions[each]) for each in refs]
        )
        yield from _quoted(source, ref, "works", "Worth sharing")
        yield from _quoted(source, ref, "worries", "What worries agencies")


def _question(source: PaperSource, ref: str) -> str:
    fixed = source.template.by_ref[ref].fixed_rating
    return f"{source.question(ref, 400)}{f' (every agency has {fixed})' if fixed else ''}"


def _bar(label: str, tally: Mapping[str, Any]) -> BarRow:
    return BarRow(label, tally["ratings"], tally["met"], tally["rated"])


def _facts(source: PaperSource, ref: str, tally: Mapping[str, Any]) -> dict[str, object]:
    levels = source.document["levels"][ref]
    named = source.template.scale.by_code
    themes = source.document["themes"]
    here = {key: each["by_standard"][ref] for key, each in themes.items() if ref in each["by_standard"]}
    most = sorted(here, key=lambda key: -here[key]["answers"])[:MOST_THEMES]
    best = source.template.scale.given[0]
    at_best = [
        source.agency(abbr) for abbr, own in source.document["by_agency_standard"].items()
        if own.get(ref, {}).get("level") == best.code
    ]  # fmt: skip
    return {
        "standard": source.standard(ref),
        "met": met_of(tally),
        "without_fixed": met_of(tally["own"]) if tally["own"]["rated"] not in (0, tally["rated"]) else "",
        "rated": tally["rated"],
        "levels": [f"{named[code].name} {of(each['at'], each['of'])}" for code, each in levels.items() if each["at"]],
        "is_rolled": source.template.roll_up == "standards",
        **_by_all(source, ref),
        "themes": [f"{source.themes[key]} {of(here[key]['answers'], here[key]['of_answers'])}" for key in most],
        "best": best.name,
        "at_best": some(at_best, 6) if best.counts_as == "met" else "",
    }


def _by_all(source: PaperSource, standard: str) -> dict[str, object]:
    """The questions that every agency which rated them meets, and those that none does; a fixed rating is nobody's."""
    found: dict[str, list[str]] = {"met_by_all": [], "met_by_none": []}
    for each in source.questions(standard):
        tally = source.document["by_question"][each.ref]
        if each.fixed_rating is None and tally["rated"] >= FEWEST:
            share = {tally["rated"]: "met_by_all", 0: "met_by_none"}.get(tally["met"])
            if share:
                found[share].append(f"{each.ref} ({tally['rated']})")
    return {name: some(refs, 8) for name, refs in found.items()}


def table_of_ratings(
    source: PaperSource, name: str, first: str, rows: Sequence[tuple[str, Mapping[str, Any]]]
) -> Grid:  # fmt: skip
    """How often each rating was given, row by row, under its code."""
    given = source.template.scale.given
    head = [first, *(each.code for each in given), "Met", "N/A", "No rating"]
    body: list[list[GridCell | str]] = []
    for words, tally in rows:
        without = tally["unrated"] + tally["missing"] + tally["unanswered"]
        counts = [str(tally["ratings"].get(each.code, 0)) for each in given]
        body.append([words, *counts, met_of(tally), str(tally["not_applicable"]), str(without)])
    each = max(_LEAST, _EDGES + _LETTER * max(len(rating.code) for rating in given))
    wide = max(0.25, 1 - 0.3 - each * len(given))
    each = (1 - 0.3 - wide) / len(given)
    return Grid(f"{name}: ratings", head, body, [wide, *[each] * len(given), 0.16, 0.06, 0.08])


def _quoted(source: PaperSource, ref: str, about: str, heading: str) -> Iterator[PaperPart]:
    said = [each for each in source.quotations(standard=ref) if each["about"] == about][:MOST_QUOTES]
    if said:
        yield PaperHeading(heading, 3)
    for each in said:
        yield quoted(source, each)


def quoted(source: PaperSource, each: Mapping[str, Any], *, is_own_page: bool = False) -> Prose:
    """A quotation that a manager approved, with where it was said; and by whom, but on the agency's own page."""
    where = f"question {each['question']}"
    said_by = where.capitalize() if is_own_page else f"{source.agency(each['agency'])}, {where}"
    return Prose(f"“{each['text']}” {said_by}", "quote")
