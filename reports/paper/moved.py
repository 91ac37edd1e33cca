"""What has moved since the round before, read off figures.json."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from config.letters import Letters
from reports.figures import of
from reports.movement import Moved, Portion, from_to, ranked_by_move
from reports.paper.parts import Grid, PaperHeading, PaperPart
from reports.paper.prose import prose
from reports.paper.source import PaperSource, with_share

BRIEF = 60  # characters of a question in a sentence
_WHAT = {"standards": "by_standard", "questions": "by_question", "agencies": "by_agency", "sectors": "by_sector"}


def moved(source: PaperSource) -> dict[str, object] | None:
    """Every fact of movement that a template may use; None where there is no round before."""
    found = source.document["movement"]
    if found is None:
        return None
    facts: dict[str, object] = {
        "after": found["title"],
        "agencies": len(found["agencies"]),
        "questions": found["questions"]["compared"],
        "new": found["questions"]["new"],
        "gone": found["questions"]["gone"],
        "scale_changed": found["scale_changed"],
        "in_all": from_to(_read("", found["in_all"])) if found["in_all"]["now"]["rated"] else "",
        "kept": _kept(found["kept"]),
        "sectors_left_out": [_sector(each) for each in found["sectors_left_out"]],
    }
    for what, key in (*_WHAT.items(), ("themes", "by_theme")):
        listed = [_read(name, each) for name, each in found[key].items()]
        for direction, word in ((1, "up"), (-1, "down")):
            named = ranked_by_move(listed, direction)
            facts[f"{what}_{word}"] = [with_share(_names(source)[what](each.name), from_to(each)) for each in named]
    return facts


def _kept(found: Mapping[str, Any]) -> str:
    """How many of the compared answers are last time's said again; empty where none is."""
    part, whole = (sum(each[name] for each in found.values()) for name in ("answers", "of_answers"))
    return of(part, whole) if part else ""


def of_agency(source: PaperSource, abbr: str) -> str:
    """How an agency has moved; empty where it was not in both rounds."""
    found = source.document["movement"]
    own = found["by_agency"].get(abbr) if found and not found["scale_changed"] else None
    return from_to(_read(abbr, own)) if own and own["before"]["rated"] and own["now"]["rated"] else ""


def movement(source: PaperSource, letters: Letters) -> Iterator[PaperPart]:
    """The chapter: sentences, then a table for each thing that can be compared."""
    facts = moved(source)
    if facts is None:
        return
    yield PaperHeading("Since the round before", 1, on_new_page=True)
    yield from prose(letters, "paper-movement", facts)
    if not source.document["movement"]["scale_changed"]:
        for what, key in _WHAT.items():
            yield from _table(source, what, source.document["movement"][key], "met")
    yield from _table(source, "themes", source.document["movement"]["by_theme"], "agencies")


def _table(source: PaperSource, what: str, found: Mapping[str, Any], part: str) -> Iterator[PaperPart]:
    listed = [_read(name, each) for name, each in found.items()]
    rows = [
        [_names(source)[what](each.name), *from_to(each).removeprefix("from ").split(" to "), _WORDS[each.direction]]
        for each in listed
        if (each.before.of or each.now.of) and (what != "themes" or each.before.part or each.now.part)
    ]
    if rows:
        yield PaperHeading(what.capitalize(), 2)
        head = [what.capitalize(), f"{part} then".capitalize(), f"{part} now".capitalize(), "Moved"]
        yield Grid(f"{what.capitalize()}, then and now", head, rows, [0.5, 0.2, 0.2, 0.1])


_WORDS = {1: "up", 0: "level", -1: "down"}


def _names(source: PaperSource) -> Mapping[str, Callable[[str], str]]:
    return {
        "standards": source.standard,
        "questions": lambda ref: source.question(ref, BRIEF),
        "agencies": source.agency,
        "sectors": _sector,
        "themes": lambda key: source.themes.get(key, key),
    }


def _sector(name: str) -> str:
    return name.replace("_", " ") or "no sector"


def _read(name: str, each: Mapping[str, Any]) -> Moved:
    before, now = (Portion(*side.values()) for side in (each["before"], each["now"]))
    return Moved(name, before, now)
