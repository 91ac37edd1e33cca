"""The table of what people say beside a rating, as patterns over levelled words. Pure but for reading the table."""

import tomllib
from functools import cache
from pathlib import Path

from config.notation import LatePattern, UnreadableNotation, phrases, refuse_loose_bars

Pattern = LatePattern
BEHIND = r"[\s\-,;:.(\[=/]*"  # what may stand between a rating and the cue behind it
CueTable = dict[str, dict[str, list[str]]]


def checked(table: CueTable) -> CueTable:
    """The table; raises UnreadableNotation, which names the row, where a row does not say what it seems to."""
    for kind, sides in table.items():
        for side, rows in sides.items():
            for row in rows:
                try:
                    refuse_loose_bars(row)
                except UnreadableNotation as fault:
                    raise UnreadableNotation(f"cues.toml, {kind}.{side}: {fault}") from fault
    return table


_TABLE = checked(tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8")))


@cache
def said(*cues: str) -> str:
    """A regular expression for the phrases of these rows, such as "past.before", whole and longest first."""
    sources = [source for cue in cues for source in _rows(cue)]
    return phrases(sources, _TABLE["list"])


@cache
def cue(*cues: str, lead: str = r"(?<!\w)", tail: str = "") -> Pattern:
    """The phrases of these rows, ready to be looked for between a lead and a tail."""
    return LatePattern(rf"{lead}{said(*cues)}{tail}")


def _rows(name: str) -> list[str]:
    kind, _, side = name.partition(".")
    return _TABLE[kind][side]
